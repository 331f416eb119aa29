from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.access import SignedIn
from dashboard.address import Address
from dashboard.content import Contents
from dashboard.data.values import Data, read_data
from dashboard.pages import data
from dashboard.shell.rendering import to_html
from phanky.errors import UsageError
from phanky.identity import Identity, Role, of_units, whole_company
from phanky.ledger import Ledger, Outcome
from semantic import Follower
from tests.dashboard.data.conftest import view_for
from tests.marts import case
from tests.whole_marts import WholeHouse, rows_of

LEADER = whole_company("Trần Lan")
DEPARTMENT = whole_company("Ban kinh doanh", Role.DEPARTMENT)
DIRECTOR = of_units("Giám đốc", "PC02AA")


def read(house: WholeHouse, ledger: Ledger, identity: Identity, search: str = "") -> Data:
    view = view_for(house, ledger, identity)
    with view.release:
        return read_data(view, Address.parse("/du-lieu", search))


def test_the_newest_judged_month_is_compared_unit_by_unit_largest_difference_first(
    house: WholeHouse, ledger: Ledger
) -> None:
    found = read(house, ledger, LEADER).reconciliation

    assert found is not None
    assert (found.month, found.unit, found.is_judged) == ("2026-10", None, True)
    assert [(row.key, row.bills, row.customers, row.kwh, row.counted_kwh, row.other_kwh) for row in found.rows] == [
        ("PC02BB", 11, 11, Decimal(100_000), Decimal(40_000), Decimal(60_000)),
        ("PC02AA", 95, 93, Decimal(100_000), Decimal(75_000), Decimal(25_000)),
    ]
    assert (found.total.bills, found.total.counted_bills, found.total.counted_share) == (106, 5, 0.575)


def test_reasons_are_told_by_their_words_what_is_counted_first(house: WholeHouse, ledger: Ledger) -> None:
    found = read(house, ledger, LEADER).reconciliation

    assert found is not None
    assert [(reason.label, reason.bills, reason.kwh, reason.share) for reason in found.reasons] == [
        ("Đã tính vào chỉ tiêu", 5, Decimal(115_000), 0.575),
        ("Sinh hoạt", 100, Decimal(75_000), 0.375),
        ("Bán buôn", 1, Decimal(10_000), 0.05),
    ]


def test_one_unit_is_compared_month_by_month(house: WholeHouse, ledger: Ledger) -> None:
    found = read(house, ledger, LEADER, "don-vi=PC02AA&thang=2026-09").reconciliation

    assert found is not None
    assert [row.key for row in found.rows] == ["2026-11", "2026-10", "2026-09"]
    assert (found.total.kwh, found.total.counted_share) == (Decimal(60_000), 1.0)


def test_a_unit_without_bills_in_the_month_is_nothing_and_no_error(house: WholeHouse, ledger: Ledger) -> None:
    found = read(house, ledger, LEADER, "don-vi=PC02BB&thang=2026-11").reconciliation

    assert found is not None
    assert (found.total.bills, found.total.counted_share, found.reasons, found.is_judged) == (0, None, (), False)


def test_a_director_sees_the_months_of_his_unit_and_no_other(house: WholeHouse, ledger: Ledger) -> None:
    found = read(house, ledger, DIRECTOR).reconciliation

    assert found is not None
    assert (found.unit, list(found.units), found.total.kwh) == ("PC02AA", ["PC02AA"], Decimal(100_000))
    with pytest.raises(UsageError, match="PC02BB"):
        read(house, ledger, DIRECTOR, "don-vi=PC02BB")


@pytest.mark.parametrize("search", ["thang=9999-99", "thang=2026-12", "don-vi=ZZ", "don-vi=%00"])
def test_what_is_not_there_is_refused(house: WholeHouse, ledger: Ledger, search: str) -> None:
    with pytest.raises(UsageError):
        read(house, ledger, LEADER, search)


def test_runs_are_for_those_who_see_every_unit_and_the_audit_log_for_leaders(house: WholeHouse, ledger: Ledger) -> None:
    leader, department = read(house, ledger, LEADER).operations, read(house, ledger, DEPARTMENT).operations

    assert leader is not None
    assert department is not None
    assert [run.message for run in leader.runs] == ["HDN_HDON.csv, dòng 7: thiếu MA_KHANG."]
    assert [(note.who, note.what) for note in leader.audit or ()] == [("lan", "export")]
    assert (department.runs, department.audit) == (leader.runs, None)
    assert read(house, ledger, DIRECTOR).operations is None


def test_a_staff_member_of_every_unit_is_no_leader(house: WholeHouse, ledger: Ledger) -> None:
    assert read(house, ledger, Identity("nv", None, Role.STAFF)).operations is None


def test_a_release_of_an_earlier_version_has_no_reconciliation(house: WholeHouse, ledger: Ledger) -> None:
    house.release(rows_of([case()]))

    assert read(house, ledger, LEADER).reconciliation is None


def test_releases_tell_which_is_served_and_what_differs(house: WholeHouse, ledger: Ledger) -> None:
    new = house.release(rows_of([case(), case("PC02BB0000009")])).release_id
    operations = read(house, ledger, LEADER).operations

    assert operations is not None
    newest, first = operations.shelf
    assert (newest.release_id, newest.is_served, first.is_served) == (new, True, False)
    assert first.changed_marts is None
    # One more customer: in the verdicts, the months, the aggregates; units, rules and words stay.
    assert newest.changed_marts is not None
    assert 0 < newest.changed_marts < newest.marts


def test_a_damaged_release_beside_the_served_one_is_left_out(house: WholeHouse, ledger: Ledger) -> None:
    before = house.release(rows_of([case(), case("PC02BB0000009")])).release_id
    new = house.release(rows_of([case()])).release_id
    (house.home / "releases" / before / "receipt.json").write_text("{")
    operations = read(house, ledger, LEADER).operations

    assert operations is not None
    assert before not in [row.release_id for row in operations.shelf]
    assert new in [row.release_id for row in operations.shelf]


def test_a_run_shows_on_the_page_without_a_new_release(house: WholeHouse, ledger: Ledger, releases: Follower) -> None:
    made = Contents([data.PAGE], house.settings, releases, records=ledger)

    def shown() -> str:
        return to_html(made.show(SignedIn(LEADER, "Lan"), Address("/du-lieu")).tree)

    assert "bị ngắt" not in shown()
    ledger.finish_run(ledger.start_run(source="oracle", target="postgres"), outcome=Outcome.INTERRUPTED)
    assert "bị ngắt" in shown()
