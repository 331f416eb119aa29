from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.address import Address
from dashboard.standing.cases import newest_cases, oldest_cases
from dashboard.standing.reading import headline, month_asked, months, units_of, weight
from dashboard.view import View
from phanky.errors import UsageError
from phanky.identity import Identity, of_units, whole_company
from semantic import open_release
from tests.marts import TAKEN_AT, case, too_few
from tests.whole_marts import WholeHouse, not_enough, rows_of, too_many

LEADER, DIRECTOR = whole_company("lan"), of_units("hoa", "PC02AA")
CASES = [
    case("PC02AA0000001", "2026-08"),
    too_few("PC02AA0000003", "2026-08"),
    case("PC02AA0000001", "2026-09"),
    too_few("PC02AA0000003", "2026-09"),
    case("PC02BB0000001", "2026-09"),
    case("PC02AA0000001"),
    too_few("PC02AA0000003"),
    too_many("PC02AA0000004"),
    not_enough("PC02AA0000005"),
    case("PC02BB0000001"),
    too_few("PC02BB0000002", wrong_since_month="2026-10", average_kwh=Decimal("51000.00")),
    case("PC02BB0000003"),
]


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    built = WholeHouse(tmp_path)
    built.release(rows_of(CASES))
    return built


@pytest.fixture
def view(house: WholeHouse) -> Iterator[View]:
    with open_release(LEADER, home=house.home) as release:
        yield View(release, LEADER, house.settings, TAKEN_AT)


def seen_by(identity: Identity, house: WholeHouse) -> View:
    return View(open_release(identity, home=house.home), identity, house.settings, TAKEN_AT)


@pytest.mark.parametrize(
    ("search", "month"), [("", "2026-10"), ("?thang=2026-08", "2026-08"), ("?quy=2026-Q3", "2026-09")]
)
def test_an_address_means_a_month_or_the_last_of_a_quarter_else_the_newest(view: View, search: str, month: str) -> None:
    assert month_asked(view, Address.parse("/", search)) == month


@pytest.mark.parametrize("search", ["?thang=2031-01", "?quy=2031-Q1", "?thang=' OR 1=1"])
def test_a_month_that_was_not_judged_is_refused(view: View, search: str) -> None:
    with pytest.raises(UsageError):
        month_asked(view, Address.parse("/", search))


def test_the_newest_month_stands_beside_the_quarter_closed_before_it(view: View) -> None:
    head = headline(view, months(view, None), "2026-10", None)

    assert (head.now.month, head.window_first, head.asked) == ("2026-10", "2026-08", None)
    assert head.closed is not None
    assert (head.closed.month, head.closed.quarter) == ("2026-09", "2026-Q3")
    assert (head.now.counts.in_scope, head.now.counts.too_few, head.now.counts.too_many) == (7, 2, 1)
    assert head.now.counts.share_right == pytest.approx(3 / 6)
    assert head.closed.counts.share_right == pytest.approx(2 / 3)


def test_a_quarter_end_is_not_held_against_itself(view: View) -> None:
    head = headline(view, months(view, None), "2026-09", None)

    assert head.closed is None
    assert head.asked == "2026-09"


def test_months_of_a_unit_are_its_own_and_say_what_is_new(view: View) -> None:
    found = months(view, ("PC02BB",))

    assert [(month.month, month.counts.in_scope, month.counts.wrong, month.newly_wrong) for month in found] == [
        ("2026-08", 0, 0, 0),
        ("2026-09", 1, 0, 0),
        ("2026-10", 3, 1, 1),
    ]


def test_units_come_worst_first_ranked_with_the_share_of_the_closed_quarter(view: View) -> None:
    units = units_of(view, "2026-10", "2026-09")

    assert [(unit.name, unit.rank, unit.closed_share, unit.is_open) for unit in units] == [
        ("Đông Hà", 2, pytest.approx(1 / 2), True),
        ("Thành Cổ", 1, pytest.approx(1.0), True),
    ]


def test_a_director_sees_the_totals_of_all_units_and_which_of_them_is_open(house: WholeHouse) -> None:
    view = seen_by(DIRECTOR, house)

    assert [(unit.code, unit.counts.wrong, unit.is_open) for unit in units_of(view, "2026-10", None)] == [
        ("PC02AA", 2, True),
        ("PC02BB", 1, False),
    ]


def test_a_director_gets_the_cases_of_the_own_unit_alone(house: WholeHouse) -> None:
    view = seen_by(DIRECTOR, house)

    assert [one.customer_id for one in newest_cases(view, "2026-10", most=9)] == ["PC02AA0000004"]
    assert oldest_cases(view, "2026-10", most=9, unit="PC02BB") == ()


def test_new_are_those_who_became_wrong_in_the_month_those_read_too_seldom_first(view: View) -> None:
    found = newest_cases(view, "2026-10", most=9)

    assert [(one.customer_id, one.unit_name, one.verdict) for one in found] == [
        ("PC02BB0000002", "Thành Cổ", "thieu_ky"),
        ("PC02AA0000004", "Đông Hà", "thua_ky"),
    ]
    assert found[0].average_kwh == Decimal("51000.00")


def test_in_the_first_judged_month_nobody_is_new(house: WholeHouse) -> None:
    house.release(rows_of([too_many("PC02AA0000004", "2026-10")]))

    assert newest_cases(seen_by(LEADER, house), "2026-10", most=9) == ()


def test_the_oldest_come_first(view: View) -> None:
    assert [one.wrong_since_month for one in oldest_cases(view, "2026-10", most=2)] == ["2026-08", "2026-10"]


def test_what_wrong_customers_weigh_is_that_of_the_scope(house: WholeHouse) -> None:
    found = weight(seen_by(DIRECTOR, house), "2026-10", ("PC02AA",))

    # 64.230 and 31.000 kWh of the wrong ones, 31.000 of each of the others.
    assert found.kwh_wrong == Decimal("95230")
    assert found.kwh_total == Decimal("157230")
    assert found.months_wrong_oldest == 3


class TestEarlier:
    def day_before(self, house: WholeHouse, last_month: str = "2026-10") -> None:
        yesterday = [row for row in CASES if row["customer_id"] != "PC02BB0000002"]
        kept = [row for row in yesterday if row["month"] <= last_month]
        house.release(rows_of(kept), as_of=date(2026, 11, 23), last_month=last_month)
        house.release(rows_of([*CASES, case("PC02AA0000009")]))

    def test_the_same_month_is_held_against_the_newest_release_of_an_earlier_day(self, house: WholeHouse) -> None:
        self.day_before(house)
        view = seen_by(LEADER, house)
        found = headline(view, months(view, None), "2026-10", None).earlier

        assert found is not None
        assert found.counts is not None
        assert (found.as_of, found.counts.too_few, found.counts.in_scope) == (date(2026, 11, 23), 1, 6)

    def test_of_one_unit_only_its_own_are_counted(self, house: WholeHouse) -> None:
        self.day_before(house)
        view = seen_by(DIRECTOR, house)
        found = headline(view, months(view, ("PC02BB",)), "2026-10", ("PC02BB",)).earlier

        assert found is not None
        assert found.counts is not None
        assert (found.counts.too_few, found.counts.in_scope) == (0, 2)

    def test_a_month_not_judged_the_day_before_is_held_against_nothing(self, house: WholeHouse) -> None:
        self.day_before(house, last_month="2026-09")
        view = seen_by(LEADER, house)
        found = headline(view, months(view, None), "2026-10", None).earlier

        assert found is not None
        assert found.counts is None

    def test_another_release_of_the_same_day_is_no_earlier_day(self, house: WholeHouse, view: View) -> None:
        house.release(rows_of([case("PC02AA0000001")]))

        assert headline(view, months(view, None), "2026-10", None).earlier is None
