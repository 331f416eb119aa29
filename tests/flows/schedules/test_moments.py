"""A run's day is the one that its schedule named, in Việt Nam, wherever and whenever it begins."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from flows.schedules.moments import business_date, digest_deadline, is_digest_due, is_snapshot_due, is_stale
from phanky.calendar import quarter_before

VIETNAM = "Asia/Ho_Chi_Minh"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


def test_midnight_of_the_25th_in_utc_is_the_digest_of_the_25th() -> None:
    assert business_date(datetime(2026, 11, 25, 0, 0, tzinfo=UTC), VIETNAM) == date(2026, 11, 25)


def test_seven_in_the_evening_of_the_24th_in_new_york_is_the_digest_of_the_25th() -> None:
    assert business_date(datetime.fromisoformat("2026-11-24T19:00:00-05:00"), VIETNAM) == date(2026, 11, 25)


def test_messages_wait_for_a_run_until_five_past_seven() -> None:
    assert digest_deadline(date(2026, 11, 25), at("2026-11-25 07:00"), VIETNAM) == at("2026-11-25 07:05")


def test_messages_that_begin_at_ten_past_eight_wait_five_minutes_as_well() -> None:
    assert digest_deadline(date(2026, 11, 25), at("2026-11-25 08:10"), VIETNAM) == at("2026-11-25 08:15")


@pytest.mark.parametrize(("now", "is_due"), [("2026-11-25 06:59", False), ("2026-11-25 07:00", True)])
def test_the_days_messages_are_due_from_seven(now: str, is_due: bool) -> None:
    assert is_digest_due(at(now), VIETNAM) is is_due


@pytest.mark.parametrize(
    ("now", "last_run", "is_due"),
    [
        ("2026-11-25 05:29", "2026-11-24 18:00", False),
        ("2026-11-25 05:31", "2026-11-24 18:00", True),
        ("2026-11-25 08:10", "2026-11-25 05:30", False),
        ("2026-11-25 08:10", None, True),
    ],
)
def test_a_snapshot_is_due_when_nothing_ran_since_half_past_five(now: str, last_run: str | None, is_due: bool) -> None:
    assert is_snapshot_due(at(now), at(last_run) if last_run else None, VIETNAM) is is_due


def test_a_tick_whose_successor_has_come_is_stale() -> None:
    assert is_stale(at("2026-11-25 07:00"), at("2026-11-25 07:06"))
    assert not is_stale(at("2026-11-25 07:00"), at("2026-11-25 07:04"))


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(date(2026, 10, 5), "2026-Q3"), (date(2027, 1, 5), "2026-Q4"), (date(2026, 4, 15), "2026-Q1")],
)
def test_the_quarter_before(day: date, quarter: str) -> None:
    assert quarter_before(day) == quarter
