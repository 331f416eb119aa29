"""The run that reads CMIS killed -9 while it lands: no half snapshot, nobody left reading, the next lands the same."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from flows.landing import Manifest, manifests
from tests.flows.kills import content_of
from tests.oracle_company import company_tables
from tests.oracle_landings import Extraction, Landing
from tests.oracle_server import OracleServer
from tests.whole_runs import copy_home

EXTRACTIONS: tuple[Extraction, ...] = ("full", "incremental")
POINTS_IN_A_SLICE, FEWEST_POINTS = 3, 50
OF_EVERY_LANDING = {
    *("oracle.opened", "oracle.describe", "oracle.count", "oracle.read", "oracle.batch", "oracle.end"),
    *("landing.table", "landing.file_written", "landing.before_manifest", "landing.manifest_written"),
}
MADE = datetime.fromisoformat("2026-09-01T08:00")
CHANGED = f"timestamp '{datetime.now(UTC):%Y-%m-%d %H:%M:%S}'"
CHANGES = (
    f"update hdonpsinh.hdn_hdon set dien_tthu = 777, ngay_sua = {CHANGED} where id_hdon = 702",
    f"update hopdong.hdg_khach_hang set ten_khang = 'Tên mới', ngay_sua = {CHANGED} where ma_khang like '%0002'",
    "insert into hdonpsinh.hdn_hdon_dc (id_hdon_dc, id_hdon, ma_dviqly, ma_khang, loai_dchinh, loai_hdon, dien_tthu, "
    f"ky, thang, nam, ngay_tao) values (1, 803, 'PC02AA', 'PC02AA0000001', 'TT', 'TD', 5, 1, 8, 2026, {CHANGED})",
    "delete from hdonpsinh.hdn_hdon where id_hdon = 601",
)


@dataclass(frozen=True)
class Ground:
    """A home as it is before the landing, and what a landing that nobody kills makes of it."""

    landing: Landing
    before: Path
    manifest: Manifest
    points: tuple[str, ...]
    content: dict[str, str]

    def fresh(self) -> Landing:
        """The landing, its home as it was before."""
        copy_home(self.before, self.landing.home)
        return self.landing


@pytest.fixture(scope="module")
def ground(oracle: OracleServer, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Extraction], Ground]:
    return cache(lambda extraction: _ground(oracle, tmp_path_factory.mktemp(extraction), extraction))


def _ground(server: OracleServer, folder: Path, extraction: Extraction) -> Ground:
    landing = Landing(server, folder / "home", extraction)
    landing.home.mkdir()
    server.fill(company_tables(), stamp=MADE)
    if extraction == "incremental":
        replace(landing, extraction="full").go()
    server.change(*CHANGES)
    copy_home(landing.home, folder / "before")
    manifest, points = landing.heard()
    return Ground(landing, folder / "before", manifest, tuple(points), content_of(landing.settings.landing_dir))


def unlike(ground: Ground, numbers: range) -> list[tuple[int, str]]:
    """Points at which a killed landing led to anything but what the undisturbed one made."""
    found = []
    for number in numbers:
        point, landing = ground.points[number - 1], ground.fresh()
        kept = len(manifests(landing.settings)) + (point == "landing.manifest_written")
        reader = landing.killed(number)
        if len(manifests(landing.settings)) != kept:
            found.append((number, f"{point}: half a snapshot"))
        if not gone(reader):
            found.append((number, f"{point}: still reading"))
        if landing.go().snapshot_id != ground.manifest.snapshot_id or _left(landing) != ground.content:
            found.append((number, f"{point}: another snapshot"))
    return found


def gone(process: int) -> bool:
    """Whether a process has ended within some seconds."""
    ends_at = time.monotonic() + 10
    while (alive := Path(f"/proc/{process}").exists()) and time.monotonic() < ends_at:
        time.sleep(0.05)
    return not alive


def _left(landing: Landing) -> dict[str, str]:
    return content_of(landing.settings.landing_dir)


@pytest.mark.parametrize("extraction", EXTRACTIONS)
def test_a_landing_comes_to_more_than_fifty_points_at_which_it_can_be_killed(
    extraction: Extraction, ground: Callable[[Extraction], Ground]
) -> None:
    points = ground(extraction).points
    expected = OF_EVERY_LANDING | ({"landing.part"} if extraction == "incremental" else set())

    assert set(points) == expected
    assert len(points) >= FEWEST_POINTS


def test_merging_changes_over_the_wire_gives_the_snapshot_of_a_full_extraction(
    ground: Callable[[Extraction], Ground],
) -> None:
    merged, whole = ground("incremental").manifest, ground("full").manifest

    assert merged.base is not None
    assert whole.base is None
    assert (merged.snapshot_id, merged.files) == (whole.snapshot_id, whole.files)


@pytest.mark.slow
@pytest.mark.parametrize("extraction", EXTRACTIONS)
def test_a_landing_killed_at_points_of_its_work_is_made_good_by_the_next(
    extraction: Extraction, ground: Callable[[Extraction], Ground]
) -> None:
    known = ground(extraction)
    last = len(known.points)

    assert unlike(known, range(last // POINTS_IN_A_SLICE, last + 1, last // POINTS_IN_A_SLICE)) == []


@pytest.mark.soak
@pytest.mark.parametrize("extraction", EXTRACTIONS)
def test_a_landing_killed_at_every_point_is_made_good_by_the_next(
    extraction: Extraction, ground: Callable[[Extraction], Ground], capsys: pytest.CaptureFixture[str]
) -> None:
    known = ground(extraction)

    assert unlike(known, range(1, len(known.points) + 1)) == []
    with capsys.disabled():
        print(f"\n{extraction}: killed at {len(known.points)} points: {dict(Counter(known.points))}")
