from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from phanky import vietnamese


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (4312, None, "4.312"),
        (Decimal("12345.600"), None, "12.345,6"),
        (Decimal("12345.65"), 1, "12.345,7"),
        (Decimal("1234567.5"), 0, "1.234.568"),
        (Decimal("-1234.5"), 2, "−1.234,50"),
        (Decimal("-0.2"), 0, "0"),
        (0, 0, "0"),
        (None, 0, "–"),
    ],
)
def test_thousands_are_grouped_by_points_and_decimals_follow_a_comma(
    value: Decimal | None, places: int | None, text: str
) -> None:
    assert vietnamese.number(value, places) == text


@pytest.mark.parametrize(
    ("kwh", "text"),
    [(Decimal("100000.33"), "100.000,33"), (Decimal("99999.67"), "99.999,67"), (Decimal("63410.00"), "63.410")],
)
def test_an_average_keeps_its_decimals(kwh: Decimal, text: str) -> None:
    assert vietnamese.average(kwh) == text


@pytest.mark.parametrize(("value", "text"), [(3, "+3"), (-1, "−1"), (0, "0"), (1200, "+1.200")])
def test_a_difference_shows_its_sign(value: int, text: str) -> None:
    assert vietnamese.number(value, signed=True) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.9861"), "98,6 %"),
        (Decimal(1), "100,0 %"),
        (Decimal("0.99999"), "99,9 %"),
        (Decimal("0.00001"), "0,1 %"),
        (Decimal(0), "0,0 %"),
        (None, "–"),
    ],
)
def test_a_share_below_one_never_reads_as_all_and_above_zero_never_as_none(value: Decimal | None, text: str) -> None:
    assert vietnamese.share(value) == text


def test_times_and_dates_are_written_day_last_and_day_first() -> None:
    seven = datetime(2026, 11, 24, tzinfo=UTC).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))

    assert vietnamese.moment(seven) == "07:00 24/11/2026"
    assert vietnamese.date(date(2026, 9, 1)) == "01/09/2026"
    assert vietnamese.quarter("2026-Q3") == "Q3/2026"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2026-08", "2026-10", "T8–T10/2026"),
        ("2025-12", "2026-02", "T12/2025–T2/2026"),
        ("2026-01", "2026-01", "T1/2026"),
    ],
)
def test_a_window_over_new_year_names_both_years(first: str, last: str, text: str) -> None:
    assert vietnamese.months(first, last) == text
