"""Who gets what, from which release: the digest's parts put together for the schedule."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from flows.schedules.jobs import Clock
from notifier import listed_recipients, messages
from notifier.channels import open_channels
from notifier.sending import send_day
from notifier.window import is_late
from phanky.ledger import Ledger
from phanky.settings import Settings
from semantic import CURRENT


def send(settings: Settings, ledger: Ledger, day: date, clock: Clock) -> None:
    """Send what is not sent yet of a day's messages.

    Raises:
        PhankyError: not all of them could be made.
    """
    late = is_late(day, clock(), ZoneInfo(settings.timezone))
    report = send_day(
        settings,
        ledger,
        day,
        compose=lambda: messages(
            settings,
            day,
            CURRENT,
            recipients=listed_recipients(ledger),
            last_release=ledger.deliveries.last_sent_release,
            is_late=late,
        ),
        channels=open_channels(settings),
        clock=clock,
    )
    if report.problem is not None:
        raise report.problem
