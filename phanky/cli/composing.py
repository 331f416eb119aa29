"""Makes a day's messages from what this installation keeps: release, list of recipients, what each got last."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notifier import Message
    from phanky.settings import Settings
    from semantic import Receipt


def messages_of(settings: Settings, asked: date | None) -> Iterator[Message]:
    """The messages of a day for everybody who gets one; None: today's.

    Those of today come from the newest release, those of a day that is asked for from the one in service at its 07:00.
    """
    from notifier import listed_recipients, messages
    from notifier.window import is_late
    from phanky.calendar import today
    from phanky.ledger import open_ledger

    day = asked or today(settings)
    with open_ledger(settings) as ledger:
        yield from messages(
            settings,
            day,
            _release(settings, asked),
            recipients=listed_recipients(ledger),
            last_release=ledger.deliveries.last_sent_release,
            is_late=is_late(day, datetime.now(UTC), ZoneInfo(settings.timezone)),
        )


def _release(settings: Settings, asked: date | None) -> str:
    """The release of the day."""
    from semantic import Shelf

    shelf = Shelf(settings.home)
    current = shelf.receipt(shelf.resolve())
    return (current if asked is None else _in_service_on(asked, settings, shelf.receipts(), current)).release_id


def _in_service_on(day: date, settings: Settings, receipts: tuple[Receipt, ...], current: Receipt) -> Receipt:
    from phanky.calendar import opening

    moment = opening(day, ZoneInfo(settings.timezone))
    published = [receipt for receipt in receipts if receipt.published_at <= moment]
    # Nothing came after that morning: what is in service now was then, also when it was put back.
    return published[-1] if published and len(published) < len(receipts) else current
