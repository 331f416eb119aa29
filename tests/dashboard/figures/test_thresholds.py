from __future__ import annotations

from decimal import Decimal
from typing import Any

from dashboard.dossier import Month
from dashboard.figures.thresholds import Mark, chart


def month(name: str, kwh: int | None, lower: int = 50_000, upper: int = 100_000, **more: Any) -> Month:
    empty = dict.fromkeys(Month.__dataclass_fields__)
    known = {"month": name, "lower_kwh": Decimal(lower), "upper_kwh": Decimal(upper), "is_gap": False}
    return Month(**{**empty, **known, "kwh": None if kwh is None else Decimal(kwh), **more})


def test_the_threshold_lies_where_its_kwh_do() -> None:
    column = chart([month("2026-10", 100_000)], None).columns[0]

    assert column.upper == column.height == 92.59  # of 108.000 kWh
    assert column.lower == 46.3


def test_each_month_has_the_threshold_of_its_own_rule() -> None:
    old, new = chart([month("2025-01", 60_000), month("2025-02", 60_000, 40_000, 80_000)], None).columns

    assert (old.lower, old.upper) == (46.3, 92.59)
    assert (new.lower, new.upper) == (37.04, 74.07)


def test_far_below_the_lower_threshold_the_upper_one_is_left_out() -> None:
    drawn = chart([month("2026-10", 2_000)], None)

    assert drawn.columns[0].upper is None
    assert drawn.marks == (Mark(92.59, (Decimal(50_000),)),)


def test_thresholds_that_would_cover_each_other_share_one_label() -> None:
    drawn = chart([month("2026-10", 5_000_000)], None)

    assert [mark.kwh for mark in drawn.marks] == [(Decimal(50_000), Decimal(100_000))]


def test_a_month_made_negative_hangs_below_zero() -> None:
    drawn = chart([month("2026-09", -4_000), month("2026-10", 20_000)], None)
    below, above = drawn.columns

    assert drawn.zero == above.bottom
    assert below.height is not None
    assert round(below.bottom + below.height, 2) == drawn.zero
    assert below.bottom > 0


def test_a_month_without_bills_has_no_column() -> None:
    assert chart([month("2026-10", None, is_gap=True)], None).columns[0].height is None


def test_an_average_above_every_month_stays_inside_the_chart() -> None:
    drawn = chart([month("2026-10", 60_000)], Decimal(200_000))

    assert drawn.average == 92.59
