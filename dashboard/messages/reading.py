"""Reads the day's messages from the ledger, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.messages.values import ATTENTION, ORDER, Draft, Messages, Shown, Tomorrow
from dashboard.messages.visible import may_read, sees_all
from dashboard.texts import messages as texts
from dashboard.view import Deliveries, View
from phanky.calendar import closing
from phanky.errors import UsageError
from phanky.ledger import DeliveryEntry

DAY, PREVIEW = "ngay", "xem-truoc"
_YEARS = range(2000, 2101)


def read_messages(view: View, address: Address) -> Messages:
    """The messages of one business date, today's unless the address says another."""
    book = view.records.deliveries if view.records is not None else None
    zone = ZoneInfo(view.settings.timezone)
    today = view.now.astimezone(zone).date()
    day = _day(address.one(DAY)) or (_newest(book, today) if book is not None else today)
    return Messages(
        day=day,
        shown=tuple(_shown(view, book.of_day(day))) if book is not None else None,
        tomorrow=_tomorrow(view, book, today + timedelta(days=1), address),
        may_decide=sees_all(view.identity),
        is_over=view.now >= closing(day, zone),
        zone=zone,
    )


def _day(wish: str | None) -> date | None:
    if wish is None:
        return None
    try:
        found = date.fromisoformat(wish)
    except ValueError as error:
        raise UsageError(texts.NO_DAY) from error
    if found.year not in _YEARS:
        raise UsageError(texts.NO_DAY)
    return found


def _newest(book: Deliveries, today: date) -> date:
    """Today, or the last day before it that has messages."""
    newest = [entry.business_date for entry in book.last(1)]
    return min(today, *newest) if newest else today


def _shown(view: View, entries: Iterable[DeliveryEntry]) -> Iterator[Shown]:
    found = sorted(_readable(view, entries), key=lambda entry: (ORDER.index(entry.state), entry.kind, entry.recipient))
    return (_one(view, entry) for entry in found)


def _readable(view: View, entries: Iterable[DeliveryEntry]) -> list[DeliveryEntry]:
    return [entry for entry in entries if may_read(view.identity, entry)]


def _one(view: View, entry: DeliveryEntry) -> Shown:
    return Shown(
        id=entry.id,
        kind=entry.kind,
        recipient=entry.recipient,
        name=_name(view, entry.recipient),
        state=entry.state.value,
        attempts=entry.attempts,
        channel=entry.channel,
        address=entry.address,
        release_id=entry.release_id,
        marker=entry.marker,
        parts=entry.parts,
        parts_sent=entry.parts_sent,
        sent_at=entry.sent_at,
        next_try_at=entry.next_try_at,
        reason=entry.reason,
        attachment_name=entry.attachment_name,
        can_confirm=entry.state.value == "unknown",
        can_resend=entry.state.value in ATTENTION,
    )


def _name(view: View, recipient: str) -> str:
    if recipient == view.settings.company_code:
        return view.settings.company_name
    return view.unit_names.get(recipient, recipient)


def _tomorrow(view: View, book: Deliveries | None, day: date, address: Address) -> Tomorrow:
    frozen = _readable(view, book.of_day(day)) if book is not None else []
    wanted = view.preview is not None and not frozen and address.one(PREVIEW) == "1"
    drafts = view.preview(view.identity, day) if view.preview is not None and wanted else None
    named = tuple(Draft(_name(view, to), parts) for to, parts in drafts) if drafts is not None else None
    return Tomorrow(day, bool(frozen), view.preview is not None, named)
