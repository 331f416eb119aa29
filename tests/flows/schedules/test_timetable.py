"""The timetable as Prefect itself reads it."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from prefect.client.schemas.schedules import construct_schedule
from prefect.server.schemas.schedules import CronSchedule

from flows.schedules import TIMETABLE

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def times(name: str, day: date) -> list[str]:
    """Local times of one day at which a line of the timetable comes."""
    (entry,) = (entry for entry in TIMETABLE if entry.name == name)
    start = datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC)
    found = []
    for cron in entry.crons:
        schedule = CronSchedule(**construct_schedule(cron=cron, timezone=VIETNAM.key).model_dump())
        found += asyncio.run(schedule.get_dates(n=300, start=start))
    local = sorted(moment.astimezone(VIETNAM) for moment in found)
    return [f"{moment:%H:%M}" for moment in local if moment.date() == day]


@pytest.mark.parametrize(
    ("name", "when"), [("full-snapshot", ["05:30"]), ("daily-digest", ["07:00"]), ("retention", ["18:30"])]
)
def test_what_comes_once_a_day(name: str, when: list[str]) -> None:
    assert times(name, date(2026, 11, 25)) == when


def test_updates_come_every_five_minutes_from_half_past_six_to_six_in_the_evening() -> None:
    found = times("incremental", date(2026, 11, 25))
    assert found[:3] == ["06:30", "06:35", "06:40"]
    assert found[-2:] == ["17:55", "18:00"]
    assert len(found) == 139


def test_quarters_are_reminded_of_on_three_days_of_the_month_after() -> None:
    days = [day for day in range(1, 32) if times("quarter-close", date(2026, 10, day))]
    assert days == [5, 10, 15]
    assert times("quarter-close", date(2026, 11, 5)) == []
