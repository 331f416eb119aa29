"""Who gets what, from which release: the digest's parts put together for the schedule."""

from __future__ import annotations

from datetime import date

from notifier import messages
from notifier.channels import open_channels
from notifier.sending import send_day
from phanky.ledger import Ledger
from phanky.settings import Settings


def send(settings: Settings, ledger: Ledger, day: date) -> None:
    """Send what is not sent yet of a day's messages."""
    send_day(
        settings,
        ledger,
        day,
        compose=lambda: messages(settings, day, "current"),
        channels=open_channels(settings),
    )
