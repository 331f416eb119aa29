from __future__ import annotations

from datetime import date

import pytest

from flows.cmis.sample.months import Calendar, Month, Period, periods_of


def test_the_last_closed_month_is_the_one_before_that_of_the_day() -> None:
    calendar = Calendar(date(2026, 11, 24), 24)

    assert calendar.ago(0).last == date(2026, 10, 31)
    assert calendar.closed_months[0].first == date(2024, 11, 1)
    assert len(calendar.closed_months) == 24
    assert [month.number for month in calendar][-2:] == [10, 11]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, (Period(1, 1, 28),)),
        (2, (Period(1, 1, 15), Period(2, 16, 28))),
        (3, (Period(1, 1, 10), Period(2, 11, 20), Period(3, 21, 28))),
    ],
)
def test_periods_cover_february_to_its_end(count: int, expected: tuple[Period, ...]) -> None:
    assert periods_of(Month.of(date(2026, 2, 1)), count) == expected


def test_a_period_is_read_on_the_day_after_its_last() -> None:
    open_month = Month.of(date(2026, 11, 1))

    assert not Calendar(date(2026, 11, 15), 1).is_read(open_month, Period(1, 1, 15))
    assert Calendar(date(2026, 11, 16), 1).is_read(open_month, Period(1, 1, 15))


def test_months_run_over_the_year() -> None:
    assert Month.of(date(2026, 1, 31)).plus(-1) == Month.of(date(2025, 12, 1))
