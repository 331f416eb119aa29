"""The whole run: what it says, what it refuses, what it keeps."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.build import build, code_version, metric_definitions
from flows.landing import landing_path, read_manifest
from flows.load import DuckDBWarehouse, load, open_warehouse
from flows.publish import duckdb_reader, publish
from phanky.errors import BuildError, CompletenessError
from phanky.identity import whole_company
from phanky.ledger import AGREEMENT_LIST, open_ledger
from phanky.progress import listening
from semantic import Receipt, Shelf, open_release
from tests.exports import rows
from tests.runs import Finished, phanky
from tests.whole_exports import AS_OF, FACTORY, WORKSHOP, write_first, write_second
from tests.whole_runs import PROCESSES, Job, copy_home, last_outcomes, release_in_service, state_of

pytestmark = pytest.mark.xdist_group("whole runs")


@dataclass(frozen=True)
class First:
    """A home after its first run, kept to begin every test with, and how long that run took."""

    job: Job
    copy: Path
    done: Finished
    seconds: float


def by_program(job: Job, *further: str) -> tuple[Finished, float]:
    """`phanky run` in a process of its own, and how long it took."""
    begun = time.monotonic()
    run = ("run", "--source", "files", "--path", str(job.exports), "--as-of", job.as_of.isoformat())
    return phanky(job.home, *run, *further), time.monotonic() - begun


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    folder = tmp_path_factory.mktemp("first")
    job = Job(folder / "home", write_first(folder / "exports"))
    done, seconds = by_program(job)
    assert done.code == 0, done.err
    copy_home(job.home, folder / "copy")
    return First(job, folder / "copy", done, seconds)


@pytest.fixture
def job(first: First) -> Job:
    """A run of the same exports into the home as the first run left it."""
    copy_home(first.copy, first.job.home)
    return first.job


def receipt(job: Job) -> Receipt:
    shelf = Shelf(job.home)
    return shelf.audit(shelf.resolve())


def verdicts(job: Job, release: str = "current") -> dict[tuple[str, str], str]:
    """(customer, month) -> verdict."""
    with open_release(whole_company("test"), release, home=job.home) as opened:
        found = opened.rows("fct_reading_period_compliance").to_pylist()
    return {(row["customer_id"], row["month"]): row["verdict"] for row in found}


def test_a_first_run_says_what_it_published(first: First) -> None:
    assert f"Đã phát hành bản {Shelf(first.copy).current_id()}." in first.done.out
    assert "Đây là bản đầu tiên." in first.done.out


def test_a_second_run_of_the_same_snapshot_changes_nothing_says_so_and_takes_half_the_time(
    first: First, job: Job
) -> None:
    before = state_of(job.home)

    done, seconds = by_program(job)

    assert done.code == 0
    assert f"Không có gì thay đổi: bản {before.current} vẫn phục vụ." in done.out
    assert state_of(job.home) == before
    assert last_outcomes(job.home, 1) == ["unchanged"]
    assert seconds <= first.seconds / 2


def test_a_second_run_that_begins_while_one_goes_on_is_turned_away(job: Job, tmp_path: Path) -> None:
    later = replace(job, exports=write_second(tmp_path / "second"))
    arrived, may_go_on = PROCESSES.Event(), PROCESSES.Event()
    running = PROCESSES.Process(target=run_held_at, args=(later, "run.build", arrived, may_go_on))
    running.start()
    assert arrived.wait(120)
    try:
        turned_away, _ = by_program(later)
    finally:
        may_go_on.set()
        running.join(120)

    assert turned_away == Finished(
        3, "", "Lỗi: Một lần chạy khác đang làm việc trong thư mục này. Chờ nó xong rồi chạy lại.\n"
    )
    assert running.exitcode == 0
    assert verdicts(job)[WORKSHOP, "2026-09"] == "thieu_ky"
    assert last_outcomes(job.home, 2) == ["published", "published"]


def run_held_at(job: Job, point: str, arrived: Any, may_go_on: Any) -> None:
    """In a process of its own: a run that waits at a point until it is let go."""

    def hold(reached: str, _: str) -> None:
        if reached == point:
            arrived.set()
            may_go_on.wait(120)

    with listening(hold):
        job.go()


def test_a_data_test_that_fails_leaves_the_last_release(job: Job, tmp_path: Path) -> None:
    """Only households: nobody is left to judge, which no company's snapshot may come to."""
    before = release_in_service(job.home)
    households = [row | {"MA_NHOMNN": "SHBT"} for row in rows("HDG_BBAN_APGIA")]
    exports = write_first(tmp_path / "households", HDG_BBAN_APGIA=households)

    with pytest.raises(BuildError, match=r"not_empty_fct_reading_period_compliance.*Bản phát hành trước vẫn dùng được"):
        replace(job, exports=exports).go()

    assert release_in_service(job.home) == before
    assert last_outcomes(job.home, 1) == ["failed"]
    assert not job.go().changed
    assert release_in_service(job.home) == before


def test_a_landing_file_damaged_on_disk_is_named_and_taken_again_from_the_source(job: Job) -> None:
    before = state_of(job.home)
    manifest = read_manifest(job.settings, receipt(job).snapshot_id)
    damaged = landing_path(job.settings, manifest.files_of("HDN_HDON")[0])
    whole = damaged.read_bytes()
    content = bytearray(whole)
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)

    result = job.go()
    assert not result.changed
    assert [note for note in result.notes if note.startswith(f"Tệp tiếp nhận {damaged} không còn khớp mã kiểm")]
    assert damaged.read_bytes() == whole
    assert state_of(job.home) == before


def test_fewer_bills_than_before_are_refused_until_someone_says_why(job: Job, tmp_path: Path) -> None:
    before = release_in_service(job.home)
    fewer = replace(job, exports=write_first(tmp_path / "fewer", HDN_HDON=rows("HDN_HDON")[1:]))

    with pytest.raises(CompletenessError) as refused:
        fewer.go()

    assert "HDN_HDON tháng 07/2026 đơn vị PC02AA không còn hóa đơn nào (trước có 1)" in str(refused.value)
    assert "--accept-change" in str(refused.value)
    assert release_in_service(job.home) == before
    assert fewer.go("Hủy hóa đơn trùng theo biên bản 12").changed
    assert receipt(job).accepted_change == "Hủy hóa đơn trùng theo biên bản 12"
    assert verdicts(job)[FACTORY, "2026-09"] == "chua_du_du_lieu"


def test_a_correction_of_a_closed_month_is_told_as_revised(job: Job, tmp_path: Path) -> None:
    """48,000 kWh a month on average become 54,000 as the bill of July gets its 9,000 kWh back and September grows."""
    result = replace(job, exports=write_second(tmp_path / "second")).go()

    assert result.changed
    assert result.comparison is not None
    assert [
        (row["customer_id"], row["month_after"], row["verdict_before"], row["verdict_after"])
        for row in result.comparison.revised.to_pylist()
    ] == [(WORKSHOP, "2026-09", "dung", "thieu_ky")]
    assert result.comparison.new["customer_id"].to_pylist() == [WORKSHOP]


def test_a_month_later_the_same_bills_leave_the_new_month_without_enough_data(job: Job) -> None:
    before = verdicts(job)

    result = replace(job, as_of=date(2026, 11, 5)).go()

    assert result.changed
    assert result.release_id.startswith("20261105-")
    assert verdicts(job) == before | {(customer, "2026-10"): "chua_du_du_lieu" for customer in (FACTORY, WORKSHOP)}
    assert result.comparison is not None
    assert result.comparison.revised.num_rows == 0


def test_a_run_reads_the_agreements_as_they_stood_when_it_began(job: Job, tmp_path: Path) -> None:
    later = replace(job, exports=write_second(tmp_path / "second"))
    with open_ledger(job.settings) as ledger:
        nothing, _ = ledger.lists.rows(AGREEMENT_LIST)

    with importing_agreements_at("landing.table", job) as imported:
        later.go()

    assert receipt(job).lists == {"agreements": nothing}
    assert verdicts(job)[WORKSHOP, "2026-09"] == "thieu_ky"
    assert later.go().changed
    assert receipt(job).lists == {"agreements": imported[0]}
    assert imported[0] != nothing
    assert verdicts(job)[WORKSHOP, "2026-09"] == "thoa_thuan"


@contextmanager
def importing_agreements_at(point: str, job: Job) -> Iterator[list[str]]:
    """While the run is at a point, somebody agrees on one kỳ with the workshop; yields the list's version."""
    agreed = {"MA_KHANG": WORKSHOP, "SO_KY": 1, "SO_VBAN": "15/TT", "TU_NGAY": date(2026, 1, 1), "DEN_NGAY": None}
    versions: list[str] = []

    def listener(reached: str, _: str) -> None:
        if reached == point and not versions:
            with open_ledger(job.settings) as ledger:
                table = pa.Table.from_pylist([agreed], AGREEMENT_LIST.schema)
                versions.append(
                    ledger.lists.replace(AGREEMENT_LIST, table, file="a.xlsx", sha256="0" * 64, who="test").version
                )

    with listening(listener):
        yield versions


def test_the_snapshot_that_a_receipt_names_makes_the_same_marts_again(job: Job) -> None:
    """Warehouse, releases and exports are gone; landing and manifest are all that is needed."""
    before = receipt(job)
    shutil.rmtree(job.home / "releases")
    (job.home / "warehouse.duckdb").unlink()
    manifest = read_manifest(job.settings, before.snapshot_id)

    with open_warehouse(job.settings, "duckdb") as warehouse:
        assert isinstance(warehouse, DuckDBWarehouse)
        load(manifest, job.settings, warehouse)
        report = build(warehouse, job.settings)
        with duckdb_reader(warehouse.file) as reader:
            publish(
                reader,
                job.settings,
                manifest=manifest,
                marts=report.marts,
                tests=report.tests,
                code=code_version(job.settings),
                definitions=metric_definitions(warehouse, job.settings),
            )

    again = receipt(job)
    assert again.release_id == before.release_id
    assert {mart.name: mart.content_hash for mart in again.marts} == {
        mart.name: mart.content_hash for mart in before.marts
    }


def test_dbt_s_kept_parse_may_be_cut_off(job: Job, tmp_path: Path) -> None:
    kept = job.home / "dbt" / "duckdb" / "partial_parse.msgpack"
    kept.write_bytes(kept.read_bytes()[:1000])

    assert replace(job, exports=write_second(tmp_path / "second")).go().changed
    assert receipt(job).as_of == AS_OF
