from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.landing import LandedFile, Manifest
from flows.landing.store import keep_manifest
from flows.publish import close_quarter, retention, rollback, upkeep
from phanky.errors import DamageError, UsageError
from semantic import Shelf
from semantic.receipt import to_json
from tests.counted_marts import month
from tests.marts import House, Row, case, manifest, rows_of, too_few


def numbered(number: int) -> dict[str, list[Row]]:
    """Content that differs from that of every other number."""
    return rows_of([case(book_codes=f"SO{number}")])


def test_going_back_puts_an_earlier_release_into_service(small_house: House) -> None:
    first = small_house.release(rows_of([case()]), as_of=date(2026, 11, 23)).release_id
    small_house.release(rows_of([too_few()]))

    assert rollback(small_house.settings, "20261123") == first
    assert Shelf(small_house.home).current_id() == first


def test_going_back_to_a_damaged_or_unknown_release_is_refused(small_house: House) -> None:
    first = small_house.release(rows_of([case()]), as_of=date(2026, 11, 23)).release_id
    second = small_house.release(rows_of([too_few()])).release_id
    path = Shelf(small_house.home).release_folder(first) / "marts/dim_rules/data.parquet"
    path.write_bytes(path.read_bytes() + b"x")

    with pytest.raises(DamageError):
        rollback(small_house.settings, first)
    with pytest.raises(UsageError, match="Gần giống"):
        rollback(small_house.settings, "20251123-00000000")
    assert Shelf(small_house.home).current_id() == second


def judged(*months: str, **changes: Any) -> dict[str, list[Row]]:
    """A release in which these months are judged."""
    return rows_of([case(month=month, **changes) for month in months])


def test_a_quarter_judged_to_its_end_is_signed_off_on_the_release_in_service(small_house: House) -> None:
    release_id = small_house.release(judged("2026-09", "2026-10")).release_id
    at = datetime(2026, 11, 25, 8, tzinfo=UTC)

    signed = close_quarter(small_house.settings, "2026-Q3", now=at)

    assert (signed.release_id, signed.signed_at) == (release_id, at)
    assert Shelf(small_house.home).sign_offs() == {"2026-Q3": signed}
    assert close_quarter(small_house.settings, "2026-Q3") == signed


@pytest.mark.parametrize(
    ("rows", "name", "complaint"),
    [
        (judged("2026-10"), "2026-Q4", "Chưa chốt được quý 2026-Q4: bản .* chỉ xét T3/2026 đến T10/2026"),
        (judged("2026-09"), "2026-Q2", "Chưa chốt được quý 2026-Q2"),
        (judged("2026-09"), "quý ba", "Chưa chốt được quý quý ba"),
        (
            judged("2026-09", is_provisional=True),
            "2026-Q3",
            "Chưa chốt được Q3/2026: còn kỳ chưa lập hóa đơn xong",
        ),
        (
            judged("2026-10") | {"dim_months": [month("2026-09", is_judged=False), month("2026-10")]},
            "2026-Q3",
            "Chưa chốt được quý 2026-Q3",
        ),
    ],
)
def test_a_quarter_that_is_not_over_is_not_signed_off(
    small_house: House, rows: dict[str, list[Row]], name: str, complaint: str
) -> None:
    small_house.release(rows)

    with pytest.raises(UsageError, match=complaint):
        close_quarter(small_house.settings, name)
    assert Shelf(small_house.home).sign_offs() == {}


def test_a_sign_off_on_another_release_is_replaced_only_by_force(small_house: House) -> None:
    first = small_house.release(judged("2026-09")).release_id
    close_quarter(small_house.settings, "2026-Q3")
    second = small_house.release(rows_of([too_few(month="2026-09")])).release_id

    with pytest.raises(UsageError, match=rf"Q3/2026 đã chốt trên bản {first}. Thêm --force"):
        close_quarter(small_house.settings, "2026-Q3")
    assert close_quarter(small_house.settings, "2026-Q3", force=True).release_id == second


@pytest.fixture
def few_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest two instead of the newest thirty."""
    monkeypatch.setattr(upkeep, "NEWEST_KEPT", 2)


@pytest.mark.usefixtures("few_kept")
def test_the_last_release_of_a_day_stays_and_the_others_of_that_day_go(small_house: House) -> None:
    """Days are those of Việt Nam: 16:59 UTC and 17:01 UTC are two of them."""
    released = []
    for number, at in enumerate(("2026-11-20T03:00", "2026-11-20T16:58", "2026-11-20T17:00", "2026-11-24T01:00")):
        small_house.now = datetime.fromisoformat(f"{at}+00:00")
        released.append(small_house.release(numbered(number)).release_id)
    small_house.release(numbered(9))

    retired = retention(small_house.settings, small_house.now)

    assert retired.releases == (released[0],)
    assert set(released[1:3]) <= set(Shelf(small_house.home).release_ids())


@pytest.mark.usefixtures("few_kept")
def test_the_last_release_of_each_quarter_stays_for_good(small_house: House) -> None:
    small_house.now = datetime.fromisoformat("2024-09-29T01:00+00:00")
    small_house.release(numbered(0))
    small_house.now = datetime.fromisoformat("2024-09-30T01:00+00:00")
    quarter_end = small_house.release(numbered(1)).release_id
    small_house.now = datetime.fromisoformat("2026-11-24T01:00+00:00")
    for number in (2, 3, 4):
        small_house.release(numbered(number))

    retention(small_house.settings, small_house.now)

    assert quarter_end in Shelf(small_house.home).release_ids()
    assert len(Shelf(small_house.home).release_ids()) == 3


@pytest.mark.usefixtures("few_kept")
def test_after_four_hundred_days_a_release_stays_only_where_somebody_may_come_back_to_it(small_house: House) -> None:
    small_house.now -= timedelta(days=402)
    old = small_house.release(numbered(0)).release_id
    signed = small_house.release(judged("2026-09")).release_id
    close_quarter(small_house.settings, "2026-Q3")
    delivered = small_house.release(numbered(1)).release_id
    in_service = small_house.release(numbered(2)).release_id
    small_house.now += timedelta(days=402)
    newest = [small_house.release(numbered(number)).release_id for number in (3, 4)]
    rollback(small_house.settings, in_service)

    retired = retention(small_house.settings, small_house.now, named_by_deliveries={delivered})

    assert retired.releases == (old,)
    assert set(Shelf(small_house.home).release_ids()) == {signed, delivered, in_service, *newest}
    assert Shelf(small_house.home).current_id() == in_service


def copy_of(house: House, release_id: str, minutes: int) -> None:
    """The same release once more, published ``minutes`` later."""
    shelf = Shelf(house.home)
    receipt = shelf.receipt(release_id)
    later = replace(
        receipt, release_id=f"20261124-{minutes:08x}", published_at=receipt.published_at + timedelta(minutes=minutes)
    )
    shutil.copytree(shelf.release_folder(release_id), shelf.release_folder(later.release_id))
    (shelf.release_folder(later.release_id) / "receipt.json").write_text(to_json(later), encoding="utf-8")


def test_the_newest_thirty_stay_whatever_their_day(small_house: House) -> None:
    release_id = small_house.release(numbered(0)).release_id
    for minutes in range(1, 32):
        copy_of(small_house, release_id, minutes)

    retired = retention(small_house.settings, small_house.now)

    # The oldest is in service, so that of 32 only the second oldest goes.
    assert retired.releases == ("20261124-00000001",)
    assert len(Shelf(small_house.home).release_ids()) == 31


def landed(house: House, name: str) -> LandedFile:
    """A landing file with a content of its own."""
    path = Path("HDN_HDON") / "2026-10" / f"{name}.parquet"
    (house.settings.landing_dir / path).parent.mkdir(parents=True, exist_ok=True)
    (house.settings.landing_dir / path).write_text(name)
    return LandedFile("HDN_HDON", "2026-10", path.as_posix(), name, len(name), 1, "1.000")


def snapshot_of(house: House, day: int, files: list[str], baseline: str = "sample") -> Manifest:
    """A kept snapshot of 2026-11-``day`` with these landing files."""
    from flows.landing.manifest import snapshot_id

    taken = replace(
        manifest(as_of=date(2026, 11, day)),
        files=tuple(landed(house, name) for name in files),
        baseline=baseline,
        taken_at=datetime(2026, 11, day, tzinfo=UTC),
    )
    named = replace(taken, snapshot_id=snapshot_id(taken.as_of, taken.files, taken.lists, taken.layout))
    keep_manifest(house.settings, named)
    return named


def test_snapshots_and_landing_files_that_no_kept_release_needs_go(small_house: House) -> None:
    unused = snapshot_of(small_house, 1, ["only-in-unused", "shared"])
    other = snapshot_of(small_house, 2, ["of-oracle"], baseline="oracle")
    newest = snapshot_of(small_house, 3, ["shared", "new"])
    landed(small_house, "left-by-a-killed-run")

    retired = retention(small_house.settings, small_house.now)

    assert retired.snapshots == (unused.snapshot_id,)
    assert retired.landing_files == 2
    assert {path.stem for path in small_house.settings.snapshots_dir.iterdir()} == {
        other.snapshot_id,
        newest.snapshot_id,
    }
    assert {path.stem for path in small_house.settings.landing_dir.rglob("*.parquet")} == {"of-oracle", "shared", "new"}


def test_the_snapshot_of_a_kept_release_stays_with_its_files(small_house: House) -> None:
    from flows.publish import duckdb_reader, publish
    from tests.marts import CODE, FEWEST_SPECS, TESTS, snapshot, warehouse

    used = snapshot_of(small_house, 1, ["used"])
    snapshot_of(small_house, 3, ["new"])
    rows = {**rows_of([case()]), "dim_snapshot": [snapshot(used.snapshot_id, used.as_of)]}
    with duckdb_reader(warehouse(small_house.settings.warehouse_file, rows)) as reader:
        publish(reader, small_house.settings, manifest=used, marts=FEWEST_SPECS, tests=TESTS, code=CODE)

    retired = retention(small_house.settings, small_house.now)

    assert (retired.snapshots, retired.landing_files) == ((), 0)


@pytest.mark.usefixtures("few_kept")
def test_nothing_goes_while_a_manifest_cannot_be_read(small_house: House) -> None:
    small_house.now -= timedelta(days=500)
    first = small_house.release(numbered(0)).release_id
    small_house.now += timedelta(days=500)
    for number in range(1, 4):
        small_house.release(numbered(number))
    snapshot_of(small_house, 1, ["used"])
    (small_house.settings.snapshots_dir / "20261102-000000000000.json").write_text("hỏng")

    with pytest.raises(DamageError):
        retention(small_house.settings, small_house.now)
    assert first in Shelf(small_house.home).release_ids()
