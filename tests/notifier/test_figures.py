from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from notifier.digest import Counts, Crossing, Figures, Warned
from notifier.figures import MARTS, read_figures, unit_codes
from phanky.identity import of_units, whole_company
from semantic import Release, open_release
from tests.marts import Row, case, too_few
from tests.whole_marts import WholeHouse, agreed, not_enough, rows_of, too_many

ZONE = "Asia/Ho_Chi_Minh"
OCTOBER = [
    case("PC02AA0000001"),
    case("PC02AA0000002"),
    too_few("PC02AA0000003"),
    too_many("PC02AA0000004"),
    agreed("PC02AA0000005"),
    not_enough("PC02AA0000006"),
    case("PC02BB0000001"),
    too_few("PC02BB0000002", average_kwh=Decimal("163410.00"), required_periods=3),
]
SEPTEMBER = [case("PC02AA0000001", "2026-09"), too_few("PC02AA0000003", "2026-09"), case("PC02BB0000001", "2026-09")]


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    built = WholeHouse(tmp_path)
    built.release(rows_of([*SEPTEMBER, *OCTOBER]))
    return built


def opened(house: WholeHouse, *units: str, release: str = "current") -> Release:
    identity = of_units("test", *units) if units else whole_company("test")
    return open_release(identity, release, home=house.home, marts=MARTS, with_metrics=True)


def figures_of(release: Release, *units: str, earlier: Release | None = None) -> Figures:
    chosen = frozenset(units) if units else None
    return read_figures(release, chosen, company="Công ty Điện lực Quảng Trị", timezone=ZONE, earlier=earlier)


def warning(customer: str, hit_rate: str | None, **changes: object) -> Row:
    """A customer expected to rise above 50.000 kWh in November."""
    return {
        "customer_id": customer, "month": "2026-10", "month_date": date(2026, 10, 1), "quarter": "2026-Q4",
        "is_quarter_end": False, "target_month": "2026-11", "unit_code": customer[:6],
        "managing_unit_code": customer[:6], "price_group": "KDDV", "threshold": "duoi", "direction": "tang",
        "threshold_kwh": Decimal(50000), "periods_now": 1, "periods_then": 2, "actual_periods": 1,
        "average_kwh": Decimal("48000.00"), "expected_average_kwh": Decimal("52000.00"),
        "known_kwh": Decimal(97000), "known_months": 2, "expected_kwh": Decimal(59000), "source": "cung_ky",
        "step": Decimal("1.1"), "last_month_kwh": Decimal(50000), "last_month_year_before_kwh": Decimal(50000),
        "target_month_year_before_kwh": Decimal(55000), "distance": "xa", "past_warnings": 20, "past_hits": 15,
        "hit_rate": None if hit_rate is None else Decimal(hit_rate), "customers_will_cross": 1,
    } | changes  # fmt: skip


def test_counts_are_those_of_the_newest_judged_month_and_never_added_over_months(house: WholeHouse) -> None:
    with opened(house, "PC02AA") as release:
        figures = figures_of(release, "PC02AA")

    assert figures.counts == Counts(in_scope=6, too_few=1, too_many=1, agreed=1, not_enough_data=1, share_right=0.6)
    assert (figures.month, figures.window_first) == ("2026-10", "2026-08")


def test_a_customer_who_moved_since_counts_with_the_unit_of_the_month_and_is_named_by_none_but_his_unit_now(
    house: WholeHouse,
) -> None:
    moved = too_few("PC02AA0000009", unit_code="PC02AA", managing_unit_code="PC02BB")
    house.release(rows_of([case("PC02AA0000001"), moved, case("PC02BB0000001")]))

    with opened(house, "PC02AA") as release:
        then = figures_of(release, "PC02AA")
    with opened(house, "PC02BB") as release:
        now = figures_of(release, "PC02BB")

    assert (then.counts.in_scope, then.counts.too_few, then.pressing) == (2, 1, ())
    assert (now.counts.in_scope, now.counts.too_few) == (1, 0)
    assert [case.customer_id for case in now.pressing] == ["PC02AA0000009"]


def test_the_last_closed_quarter_stands_beside_it(house: WholeHouse) -> None:
    with opened(house, "PC02AA") as release:
        figures = figures_of(release, "PC02AA")

    assert (figures.quarter, figures.quarter_share_right) == ("2026-Q3", 0.5)


def test_a_provisional_quarter_end_is_not_closed(tmp_path: Path) -> None:
    house = WholeHouse(tmp_path)
    september = [case("PC02AA0000001", "2026-09", is_provisional=True)]
    house.release(rows_of([case("PC02AA0000001", "2026-06"), *september]), last_month="2026-09")

    with opened(house) as release:
        figures = figures_of(release)

    assert figures.is_provisional
    assert (figures.month, figures.quarter) == ("2026-09", "2026-Q2")


def test_the_company_lists_its_units_worst_first(house: WholeHouse) -> None:
    with opened(house) as release:
        figures = figures_of(release)

    assert [(unit.name, unit.counts.share_right) for unit in figures.units] == [
        ("Thành Cổ", 0.5),
        ("Đông Hà", 0.6),
    ]
    assert (figures.counts.in_scope, figures.counts.share_right) == (8, pytest.approx(0.571428571429, abs=1e-12))


def test_the_most_pressing_are_those_furthest_from_the_right_number_then_too_few_then_the_largest(
    house: WholeHouse,
) -> None:
    house.release(rows_of([*OCTOBER, too_many("PC02AA0000007", actual_periods=3)]))

    with opened(house) as release:
        figures = figures_of(release)

    assert [case.customer_id for case in figures.pressing] == [
        "PC02BB0000002",
        "PC02AA0000007",
        "PC02AA0000003",
        "PC02AA0000004",
    ]


def test_a_units_figures_name_none_of_another_units_customers(house: WholeHouse) -> None:
    with opened(house, "PC02AA") as release:
        figures = figures_of(release, "PC02AA")

    assert {case.customer_id[:6] for case in figures.pressing} == {"PC02AA"}


def test_changes_against_an_earlier_release_are_new_settled_and_net_differences(house: WholeHouse) -> None:
    after = [row for row in OCTOBER if row["customer_id"] not in {"PC02AA0000001", "PC02AA0000004"}]
    house.release(
        rows_of([*SEPTEMBER, *after, too_few("PC02AA0000001"), case("PC02AA0000004")]), as_of=date(2026, 11, 25)
    )
    earlier = next(iter(sorted(path.name for path in (house.home / "releases").glob("20261124-*"))))

    with opened(house, "PC02AA") as now, opened(house, "PC02AA", release=earlier) as before:
        change = figures_of(now, "PC02AA", earlier=before).change

    assert change is not None
    assert (change.since, change.too_few, change.too_many) == (date(2026, 11, 24), 1, -1)
    assert (change.new, change.settled) == (1, 1)
    assert [case.customer_id for case in change.new_cases] == ["PC02AA0000001"]


def test_units_are_those_with_judged_customers(house: WholeHouse) -> None:
    with opened(house) as release:
        assert unit_codes(release) == ("PC02AA", "PC02BB")


def test_a_director_of_two_units_gets_them_together_and_each_worst_first(house: WholeHouse) -> None:
    house.release(rows_of([*SEPTEMBER, *OCTOBER, too_few("PC01AA0000001")]))

    with opened(house, "PC02AA", "PC02BB") as release:
        figures = figures_of(release, "PC02AA", "PC02BB")

    assert figures.name == "Đông Hà, Thành Cổ"
    assert figures.counts == Counts(8, 2, 1, 1, 1, pytest.approx(4 / 7, abs=1e-12))
    assert [unit.name for unit in figures.units] == ["Thành Cổ", "Đông Hà"]
    assert {case.customer_id[:6] for case in figures.pressing} == {"PC02AA", "PC02BB"}


def test_a_unit_alone_has_no_list_of_units(house: WholeHouse) -> None:
    with opened(house, "PC02AA") as release:
        assert figures_of(release, "PC02AA").units == ()


def test_a_unit_that_the_release_does_not_know_has_nobody(house: WholeHouse) -> None:
    with opened(house, "PC02ZZ") as release:
        figures = figures_of(release, "PC02ZZ")

    assert (figures.name, figures.counts, figures.pressing) == ("PC02ZZ", Counts(0, 0, 0, 0, 0, None), ())


def test_new_cases_stand_most_pressing_first_with_their_basis(house: WholeHouse) -> None:
    earlier = house.settings.home.joinpath("releases", "current").read_text().strip()
    new = [
        too_few("PC02AA0000001", average_kwh=Decimal("99000.00")),
        too_few("PC02AA0000002", basis="hop_dong", required_periods=3),
    ]
    house.release(rows_of([*SEPTEMBER, *new, *OCTOBER[2:]]), as_of=date(2026, 11, 25))

    with opened(house, "PC02AA") as now, opened(house, "PC02AA", release=earlier) as before:
        change = figures_of(now, "PC02AA", earlier=before).change

    assert change is not None
    assert [(case.customer_id, case.basis) for case in change.new_cases] == [
        ("PC02AA0000002", "hop_dong"),
        ("PC02AA0000001", "thuc_te"),
    ]


def test_settled_cases_are_named_the_largest_first(house: WholeHouse) -> None:
    earlier = house.settings.home.joinpath("releases", "current").read_text().strip()
    settled = [case("PC02AA0000003"), case("PC02AA0000004"), case("PC02BB0000002")]
    left = [row for row in OCTOBER if row["customer_id"] not in {one["customer_id"] for one in settled}]
    house.release(rows_of([*SEPTEMBER, *left, *settled]), as_of=date(2026, 11, 25))

    with opened(house) as now, opened(house, release=earlier) as before:
        change = figures_of(now, earlier=before).change

    assert change is not None
    assert [code for code, _ in change.settled_cases] == ["PC02BB0000002", "PC02AA0000003", "PC02AA0000004"]


def test_the_same_release_again_brings_nothing_new(house: WholeHouse) -> None:
    with opened(house, "PC02AA") as now, opened(house, "PC02AA") as before:
        change = figures_of(now, "PC02AA", earlier=before).change

    assert change is not None
    assert (change.is_same_release, change.is_quiet) == (True, True)


def test_of_those_about_to_cross_the_three_surest_are_named_and_all_of_the_scope_counted(house: WholeHouse) -> None:
    warnings = [
        warning("PC02AA0000001", "0.5000"),
        warning("PC02AA0000002", None, past_warnings=0, past_hits=0),
        warning("PC02AA0000003", "0.7500"),
        warning("PC02AA0000004", "0.7500", expected_average_kwh=Decimal("53000.00")),
        warning("PC02BB0000001", "0.9000"),
    ]
    house.release(rows_of(OCTOBER, fct_early_warning=warnings))

    with opened(house, "PC02AA") as release:
        crossing = figures_of(release, "PC02AA").crossing

    assert crossing is not None
    assert (crossing.count, crossing.target_month) == (4, "2026-11")
    assert [one.customer_id for one in crossing.surest] == ["PC02AA0000004", "PC02AA0000003", "PC02AA0000001"]
    assert crossing.surest[0] == Warned(
        "PC02AA0000004", "Công ty A", "tang", Decimal(50000), Decimal(48000), Decimal(53000), Decimal("0.75"), 15, 20
    )


def test_nobody_about_to_cross_is_no_crossing(house: WholeHouse) -> None:
    with opened(house, "PC02AA") as release:
        assert figures_of(release, "PC02AA").crossing == Crossing(0)
