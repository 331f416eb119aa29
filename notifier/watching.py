"""Whether a day's messages all went out, asked from outside of whatever sends them.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from phanky.ledger import DeliveryEntry, DeliveryState

_WORDS = {
    DeliveryState.PENDING: "chờ gửi",
    DeliveryState.SENDING: "đang gửi dở",
    DeliveryState.UNKNOWN: "chưa rõ đã đến hay chưa",
    DeliveryState.SKIPPED: "bỏ qua vì quá giờ",
    DeliveryState.FAILED: "kênh từ chối",
}
OPEN = frozenset({DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN})
"""States that a sender has still something to do about."""


def missing(entries: Iterable[DeliveryEntry], *, is_composed: bool) -> list[str]:
    """One line for each message that did not go out; nothing when all did.

    Args:
        entries: the day's deliveries.
        is_composed: whether they are all that there should be.
    """
    return list(_missing(entries, is_composed=is_composed))


def _missing(entries: Iterable[DeliveryEntry], *, is_composed: bool) -> Iterator[str]:
    if not is_composed:
        yield "Tin của ngày chưa soạn xong."
    for entry in entries:
        if entry.state is not DeliveryState.SENT:
            because = f" ({entry.reason})" if entry.reason else ""
            yield f"{entry.recipient}: {_WORDS[entry.state]}{because}, mã {entry.id}"
