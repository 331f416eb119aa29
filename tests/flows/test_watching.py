from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from flows import watching
from flows.cmis.source import Source
from flows.pipeline import RunResult
from flows.watching import Follower, Watch
from phanky.errors import BuildError, BusyError, PhankyError
from phanky.ledger import Outcome, open_ledger
from phanky.settings import Settings, load_settings
from tests.live_cmis import LiveCmis
from tests.memory_source import MemorySource, small_company


@dataclass
class Bench:
    """A follower with its runs written down instead of done, and a clock that is moved by hand."""

    settings: Settings
    source: Source
    now: datetime = datetime(2026, 11, 24, 1, tzinfo=UTC)  # 08:00 in Việt Nam
    lines: list[str] = field(default_factory=list)
    runs: list[tuple[date, bool]] = field(default_factory=list)
    fault: PhankyError | None = None
    full_at: time | None = None

    def __post_init__(self) -> None:
        self.follower = Follower(
            Watch(self.settings, lambda _: self._source(), "duckdb", 15, self.lines.append, self.full_at,
                  lambda: self.now, lambda _: None)
        )  # fmt: skip

    def _source(self) -> Source:
        if self.fault is not None:
            raise self.fault
        return self.source

    def run(self, _settings: Settings, _source: Source, *, as_of: date, incremental: bool, **_: object) -> RunResult:
        self.runs.append((as_of, incremental))
        return RunResult("20261124-aa", "20261124-bb", True, {}, (), seconds={"landing": 1.5})

    def look(self, **later: float) -> float:
        self.now += timedelta(**later)
        return self.follower.look()


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Bench]:
    def made(source: Source, **changes: object) -> Bench:
        bench = Bench(load_settings(home=tmp_path / "home"), source, **changes)  # type: ignore[arg-type]
        monkeypatch.setattr(watching, "run", bench.run)
        return bench

    return made


def test_a_run_follows_a_change_and_nothing_follows_none(bench: Callable[..., Bench]) -> None:
    cmis = LiveCmis().fill(small_company())
    watch = bench(cmis)

    assert watch.look() == 15
    assert watch.look(seconds=15) == 15
    assert watch.runs == [(date(2026, 11, 24), True)]
    cmis.pass_time(hours=1)
    cmis.change("HDN_HDON", "DIEN_TTHU = 1", "ID_HDON = 601")
    watch.look(seconds=15)
    watch.look(seconds=15)
    assert len(watch.runs) == 2
    assert watch.lines[1] == "08:00:30 Bản 20261124-aa (1,5 s)."


def test_every_quarter_of_an_hour_changes_are_looked_for_whatever_the_pulse(bench: Callable[..., Bench]) -> None:
    watch = bench(LiveCmis().fill(small_company()))
    for _ in range(61):
        watch.look(seconds=15)

    assert len(watch.runs) == 2


def test_a_new_day_is_run_though_nothing_changed(bench: Callable[..., Bench]) -> None:
    watch = bench(MemorySource(small_company()))
    watch.look()
    watch.look(seconds=15)
    watch.look(hours=16)

    assert [day for day, _ in watch.runs] == [date(2026, 11, 24), date(2026, 11, 25)]


def test_exports_are_read_once_two_looks_found_the_same(bench: Callable[..., Bench]) -> None:
    company = small_company()
    watch = bench(MemorySource(company))
    watch.look()
    assert watch.runs == []
    watch.source = MemorySource({**company, "HDN_HDON": company["HDN_HDON"][:5]})  # still being copied
    watch.look(seconds=15)
    assert watch.runs == []
    watch.look(seconds=15)
    assert len(watch.runs) == 1


def test_everything_is_extracted_once_a_day_after_the_hour(bench: Callable[..., Bench]) -> None:
    watch = bench(LiveCmis().fill(small_company()), now=datetime(2026, 11, 23, 22, 29, tzinfo=UTC), full_at=time(5, 30))
    watch.look()
    watch.look(minutes=2)
    watch.look(minutes=20)
    watch.look(days=1)

    assert [(day.day, incremental) for day, incremental in watch.runs] == [
        (24, True), (24, False), (24, True), (25, False),
    ]  # fmt: skip


def test_a_day_without_cmis_is_told_once_tried_more_seldom_and_ends_by_itself(bench: Callable[..., Bench]) -> None:
    watch = bench(LiveCmis().fill(small_company()))
    watch.look()
    watch.fault = BuildError("Không kết nối được CMIS.")
    waits = [watch.look(seconds=15) for _ in range(7)]
    for _ in range(24 * 12):
        watch.look(minutes=5)

    assert waits == [30, 60, 120, 240, 300, 300, 300]
    assert watch.lines[1:] == ["08:00:15 Không kết nối được CMIS. Chưa có bản phát hành nào; sẽ thử lại."]
    with open_ledger(watch.settings) as ledger:
        assert [(run.outcome, run.message) for run in ledger.last_runs()] == [
            (Outcome.FAILED, "Không kết nối được CMIS.")
        ]
    watch.fault = None
    assert watch.look(minutes=5) == 15
    assert watch.lines[-1].endswith("Đã đọc lại được CMIS.")
    assert len(watch.runs) == 2


def test_another_run_in_progress_is_waited_for_without_an_alarm(bench: Callable[..., Bench]) -> None:
    watch = bench(LiveCmis().fill(small_company()), fault=BusyError("Một lần chạy khác đang làm việc."))

    assert [watch.look(), watch.look()] == [15, 15]
    assert len(watch.lines) == 1
    with open_ledger(watch.settings) as ledger:
        assert ledger.last_runs() == []
