"""When a day's messages go out, in the company's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SENDING_TIME = time(7)
"""When they go out."""

CLOSING_TIME = time(11)
"""Until then a message that could not go out at its time is still worth reading."""


def opening(business_date: date, zone: ZoneInfo) -> datetime:
    """The moment at which the day's messages go out."""
    return datetime.combine(business_date, SENDING_TIME, zone)


def closing(business_date: date, zone: ZoneInfo) -> datetime:
    """The moment from which they are skipped."""
    return datetime.combine(business_date, CLOSING_TIME, zone)


def is_late(business_date: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether messages that are made now say that they come late: they did not go out on time, nor shortly after."""
    return now >= opening(business_date, zone) + timedelta(minutes=15)
