"""Business dates: what day it is where the company is, and which quarter was before."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from phanky.settings import Settings


def today(settings: Settings) -> date:
    """Today's date in the company's time zone, whatever the zone of the machine."""
    return datetime.now(ZoneInfo(settings.timezone)).date()


def quarter_before(day: date) -> str:
    """The quarter that was over last on a day, ``2026-Q3``."""
    number = (day.month - 1) // 3
    return f"{day.year}-Q{number}" if number else f"{day.year - 1}-Q4"
