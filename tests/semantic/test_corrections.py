from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from phanky.identity import Identity, of_units, whole_company
from semantic import compare_quarters, count_corrected, open_compared, open_counted
from tests.marts import House, Row, case, rows_of, too_few

EVERYBODY = whole_company("trưởng phòng")
A, B, C = (f"PC02AA000000{number}" for number in range(1, 4))


def compared(
    house: House, before: Iterable[Row], after: Iterable[Row], identity: Identity = EVERYBODY, quarter: str = "2026-Q3"
) -> list[dict[str, Any]]:
    first = house.release(rows_of(before), as_of=date(2026, 11, 23)).release_id
    second = house.release(rows_of(after)).release_id
    with (
        open_compared(identity, first, home=house.home) as a,
        open_compared(identity, second, home=house.home) as b,
    ):
        found: list[dict[str, Any]] = compare_quarters(a, b, [quarter]).to_pylist()
        return found


def test_every_month_of_the_quarter_counts_and_no_other(house: House) -> None:
    months = ("2026-06", "2026-07", "2026-09", "2026-10")

    rows = compared(house, [case(A, month) for month in months], [too_few(A, month) for month in months])

    assert [(row["quarter"], row["month"]) for row in rows] == [("2026-Q3", "2026-07"), ("2026-Q3", "2026-09")]


def test_another_number_of_periods_is_another_verdict_and_another_average_is_not(house: House) -> None:
    before = [too_few(A, "2026-09"), too_few(B, "2026-09"), case(C, "2026-09")]
    after = [
        too_few(A, "2026-09", required_periods=3),
        too_few(B, "2026-09", average_kwh=Decimal("63411.00")),
        case(C, "2026-09"),
    ]

    rows = compared(house, before, after)

    assert [(row["customer_id"], row["required_periods_before"], row["required_periods_after"]) for row in rows] == [
        (A, 2, 3)
    ]


def test_who_is_judged_no_longer_or_only_now_is_not_passed_over(house: House) -> None:
    rows = compared(house, [case(A, "2026-09"), case(C)], [case(B, "2026-09"), case(C)])

    assert [(row["customer_id"], row["verdict_before"], row["verdict_after"]) for row in rows] == [
        (A, "dung", None),
        (B, None, "dung"),
    ]


def test_a_unit_sees_its_own_alone(house: House) -> None:
    foreign = "PC02BB0000001"

    rows = compared(
        house,
        [case(A, "2026-09"), case(foreign, "2026-09")],
        [too_few(A, "2026-09"), too_few(foreign, "2026-09")],
        of_units("giám đốc", "PC02AA"),
    )

    assert [row["customer_id"] for row in rows] == [A]


@pytest.mark.parametrize(("identity", "customers"), [(EVERYBODY, 2), (of_units("giám đốc", "PC02AA"), 1)])
def test_customers_are_counted_once_whatever_months_changed_and_within_the_scope(
    house: House, identity: Identity, customers: int
) -> None:
    foreign, months = "PC02BB0000001", ("2026-06", "2026-07", "2026-09")
    before = [case(code, month) for code in (A, B, foreign) for month in months]
    after = [too_few(A, month) for month in months] + [case(B, month) for month in months]
    first = house.release(rows_of(before), as_of=date(2026, 11, 23)).release_id
    second = house.release(rows_of([*after, *(too_few(foreign, month) for month in months)])).release_id

    with (
        open_counted(identity, first, "2026-Q3", home=house.home) as a,
        open_compared(identity, second, home=house.home) as b,
    ):
        assert count_corrected(a, b, "2026-Q3") == customers
        assert set(a.rows("fct_reading_period_compliance")["month"].to_pylist()) == {"2026-07", "2026-09"}
