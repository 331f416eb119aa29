"""When a day's messages come late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from phanky.calendar import opening


def is_late(business_date: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether messages that are made now say that they come late: they did not go out on time, nor shortly after."""
    return now >= opening(business_date, zone) + timedelta(minutes=15)
