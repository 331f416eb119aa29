"""Business dates: what day it is where the company is."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from phanky.settings import Settings


def today(settings: Settings) -> date:
    """Today's date in the company's time zone, whatever the zone of the machine."""
    return datetime.now(ZoneInfo(settings.timezone)).date()
