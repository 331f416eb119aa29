"""The messages of a coming day as they would be now, for the page Tin nhắn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notifier.recipients import Recipient
    from phanky.identity import Identity
    from phanky.ledger import Ledger
    from phanky.settings import Settings

Drafts = Sequence[tuple[str, tuple[str, ...]]]
"""Recipient and parts of each message."""


def preview_of(settings: Settings, ledger: Ledger) -> Callable[[Identity, date], Drafts]:
    """Makes what somebody may read of a day's messages.

    A reader of some units is shown the messages that are made of these units alone; leaders and departments the
    company's, not those of every unit, which would take as long as in the morning.  Nothing is kept or sent.
    """
    from notifier import listed_recipients, messages
    from notifier.recipients import default_recipients
    from semantic import CURRENT

    # One at a time: each opens instances of its own, and a server has memory for a few.
    turn = Lock()

    def preview(reader: Identity, day: date) -> Drafts:
        listed = listed_recipients(ledger) or default_recipients(settings, sorted(reader.units or ()))
        wanted = [recipient for recipient in listed if _is_for(reader, recipient)]
        with turn:
            made = messages(
                settings, day, CURRENT, recipients=wanted, last_release=ledger.deliveries.last_sent_release
            )  # fmt: skip
            return [(message.recipient, message.parts) for message in made]

    return preview


def _is_for(reader: Identity, recipient: Recipient) -> bool:
    if recipient.units is None or reader.units is None:
        return recipient.units is None and reader.units is None and reader.role.sees_all
    return recipient.units <= reader.units
