"""Business dates: what day it is where the company is, when its messages go out, which quarter was before."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from phanky.settings import Settings

SENDING_TIME = time(7)
"""When the day's messages go out."""

CLOSING_TIME = time(11)
"""Until then a message that could not go out at its time is still worth reading."""


def today(settings: Settings) -> date:
    """Today's date in the company's time zone, whatever the zone of the machine."""
    return datetime.now(ZoneInfo(settings.timezone)).date()


def quarter_before(day: date) -> str:
    """The quarter that was over last on a day, ``2026-Q3``."""
    number = (day.month - 1) // 3
    return f"{day.year}-Q{number}" if number else f"{day.year - 1}-Q4"


def opening(business_date: date, zone: ZoneInfo) -> datetime:
    """The moment at which the day's messages go out."""
    return datetime.combine(business_date, SENDING_TIME, zone)


def closing(business_date: date, zone: ZoneInfo) -> datetime:
    """The moment from which they are skipped."""
    return datetime.combine(business_date, CLOSING_TIME, zone)
