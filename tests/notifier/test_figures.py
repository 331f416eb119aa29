from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from notifier.digest import Counts
from notifier.figures import MARTS, company_figures, unit_codes, unit_figures
from notifier.issue import messages
from phanky.identity import of_units, whole_company
from semantic import Release, open_release
from tests.marts import case, too_few
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


def opened(house: WholeHouse, unit: str | None = None, release: str = "current") -> Release:
    identity = whole_company("test") if unit is None else of_units("test", unit)
    return open_release(identity, release, home=house.home, marts=MARTS, with_metrics=True)


def test_counts_are_those_of_the_newest_judged_month_and_never_added_over_months(house: WholeHouse) -> None:
    with opened(house, "PC02AA") as release:
        figures = unit_figures(release, "PC02AA", timezone=ZONE)

    assert figures.counts == Counts(in_scope=6, too_few=1, too_many=1, agreed=1, not_enough_data=1, share_right=0.6)
    assert (figures.month, figures.window_first) == ("2026-10", "2026-08")


def test_a_customer_who_moved_since_counts_with_the_unit_of_the_month_and_is_named_by_none_but_his_unit_now(
    house: WholeHouse,
) -> None:
    moved = too_few("PC02AA0000009", unit_code="PC02AA", managing_unit_code="PC02BB")
    house.release(rows_of([case("PC02AA0000001"), moved, case("PC02BB0000001")]))

    with opened(house, "PC02AA") as release:
        then = unit_figures(release, "PC02AA", timezone=ZONE)
    with opened(house, "PC02BB") as release:
        now = unit_figures(release, "PC02BB", timezone=ZONE)

    assert (then.counts.in_scope, then.counts.too_few, then.pressing) == (2, 1, ())
    assert (now.counts.in_scope, now.counts.too_few) == (1, 0)
    assert [case.customer_id for case in now.pressing] == ["PC02AA0000009"]


def test_the_last_closed_quarter_stands_beside_it(house: WholeHouse) -> None:
    with opened(house, "PC02AA") as release:
        figures = unit_figures(release, "PC02AA", timezone=ZONE)

    assert (figures.quarter, figures.quarter_share_right) == ("2026-Q3", 0.5)


def test_a_provisional_quarter_end_is_not_closed(tmp_path: Path) -> None:
    house = WholeHouse(tmp_path)
    september = [case("PC02AA0000001", "2026-09", is_provisional=True)]
    house.release(rows_of([case("PC02AA0000001", "2026-06"), *september]), last_month="2026-09")

    with opened(house) as release:
        figures = company_figures(release, "PC02", timezone=ZONE)

    assert figures.is_provisional
    assert (figures.month, figures.quarter) == ("2026-09", "2026-Q2")


def test_the_company_lists_its_units_worst_first(house: WholeHouse) -> None:
    with opened(house) as release:
        figures = company_figures(release, "Công ty", timezone=ZONE)

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
        figures = company_figures(release, "Công ty", timezone=ZONE)

    assert [case.customer_id for case in figures.pressing] == [
        "PC02BB0000002",
        "PC02AA0000007",
        "PC02AA0000003",
        "PC02AA0000004",
    ]


def test_a_units_figures_name_none_of_another_units_customers(house: WholeHouse) -> None:
    with opened(house, "PC02AA") as release:
        figures = unit_figures(release, "PC02AA", timezone=ZONE)

    assert {case.customer_id[:6] for case in figures.pressing} == {"PC02AA"}


def test_changes_against_an_earlier_release_are_new_settled_and_net_differences(house: WholeHouse) -> None:
    after = [row for row in OCTOBER if row["customer_id"] not in {"PC02AA0000001", "PC02AA0000004"}]
    house.release(
        rows_of([*SEPTEMBER, *after, too_few("PC02AA0000001"), case("PC02AA0000004")]), as_of=date(2026, 11, 25)
    )
    earlier = next(iter(sorted(path.name for path in (house.home / "releases").glob("20261124-*"))))

    with opened(house, "PC02AA") as now, opened(house, "PC02AA", earlier) as before:
        change = unit_figures(now, "PC02AA", timezone=ZONE, earlier=before).change

    assert change is not None
    assert (change.since, change.too_few, change.too_many) == (date(2026, 11, 24), 1, -1)
    assert (change.new, change.settled) == (1, 1)
    assert [case.customer_id for case in change.new_cases] == ["PC02AA0000001"]


def test_units_are_those_with_judged_customers(house: WholeHouse) -> None:
    with opened(house) as release:
        assert unit_codes(release) == ("PC02AA", "PC02BB")


def test_a_day_has_one_message_for_the_company_and_one_for_each_unit(house: WholeHouse) -> None:
    made = list(messages(house.settings, date(2026, 11, 24), "current"))

    assert [(message.kind, message.recipient) for message in made] == [
        ("company", "PC02"),
        ("unit", "PC02AA"),
        ("unit", "PC02BB"),
    ]
    assert len({message.marker for message in made}) == 3
    assert "PC02BB" not in "".join(made[1].parts)
    assert "danh-sach?don-vi=PC02AA" in made[1].parts[0]


def test_messages_made_twice_are_the_same_to_the_letter(house: WholeHouse) -> None:
    day = date(2026, 11, 24)

    assert list(messages(house.settings, day, "current")) == list(messages(house.settings, day, "current"))
