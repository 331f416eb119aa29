"""Which day a run is for, and how long it may wait: pure, nothing here reads a clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.schedules.timetable import DIGEST_WAIT_MINUTES, SNAPSHOT_TIME
from phanky.calendar import SENDING_TIME, opening


def business_date(scheduled: datetime, timezone: str) -> date:
    """The day that a run was scheduled for: 00:00 UTC is 07:00 of the same day in Việt Nam.

    Args:
        scheduled: the aware time that the schedule named, not the one at which the run began.
    """
    return scheduled.astimezone(ZoneInfo(timezone)).date()


def digest_deadline(day: date, now: datetime, timezone: str) -> datetime:
    """Until when the messages of a day wait for a run in progress: 07:05, or as long after a late start."""
    wait = timedelta(minutes=DIGEST_WAIT_MINUTES)
    return max(opening(day, ZoneInfo(timezone)), now) + wait


def is_digest_due(now: datetime, timezone: str) -> bool:
    """Whether this day's messages should have been sent by now."""
    return now.astimezone(ZoneInfo(timezone)).time() >= SENDING_TIME


def is_snapshot_due(now: datetime, last_run: datetime | None, timezone: str) -> bool:
    """Whether this day's full snapshot should have been taken by now, and no run has begun since then."""
    due = datetime.combine(now.astimezone(ZoneInfo(timezone)).date(), SNAPSHOT_TIME, ZoneInfo(timezone))
    return now >= due and (last_run is None or last_run < due)


def is_stale(scheduled: datetime, now: datetime) -> bool:
    """Whether the next tick of a five minutes' schedule has come already, so that this one is not needed."""
    return now - scheduled > timedelta(minutes=5)
