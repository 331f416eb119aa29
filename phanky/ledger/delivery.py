"""A delivery as the ledger hands it out: frozen values, apart from the table they are kept in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    """How far a message has come."""

    PENDING = "pending"
    SENDING = "sending"  # written down before the call; whoever holds it may be in the middle of it, or dead
    SENT = "sent"
    UNKNOWN = "unknown"  # the call ended without an answer: it may have arrived or not
    SKIPPED = "skipped"  # its time was over
    FAILED = "failed"  # the channel will never take it


@dataclass(frozen=True, order=True)
class DeliveryKey:
    """There is one message per kind, recipient and business date."""

    kind: str
    recipient: str
    business_date: date

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient} {self.business_date.isoformat()}"


@dataclass(frozen=True)
class DeliveryEntry:
    """One delivery with its frozen body.

    Attributes:
        units: whose customers the body may name; None: every unit's.
        parts_sent: so many parts, from the first on, are known to have arrived.
        sha256: of the parts; 64 hex digits.
        attempts: how often a call was about to be made.
        next_try_at: not before then; None when nothing waits.
        lease_until: while ``sending``, until when its holder has it.
        reason: why it is not sent (yet), for people.
    """

    kind: str
    recipient: str
    business_date: date
    state: DeliveryState
    attempts: int
    release_id: str
    units: frozenset[str] | None
    marker: str
    channel: str
    address: str
    parts: tuple[str, ...]
    parts_sent: int
    sha256: str
    attachment_name: str
    created_at: datetime
    changed_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    lease_until: datetime | None
    reason: str | None

    @property
    def key(self) -> DeliveryKey:
        """What names it."""
        return DeliveryKey(self.kind, self.recipient, self.business_date)

    @property
    def id(self) -> str:
        """What names it on a command line: the marker without its ``#``."""
        return self.marker.removeprefix("#")


@dataclass(frozen=True)
class Attempt:
    """The right to make the call, already written down.

    Attributes:
        id: differs for every attempt; a channel that knows it can refuse a second one.
        number: the first is 1.
        failures: calls in a row that brought nothing, since the last part that arrived.
        looks: so many look-ups have to miss it before it is sent; 2, a settle time apart, after a call that nobody
            answered.
        attachment: that goes with it.
    """

    entry: DeliveryEntry
    id: str
    number: int
    failures: int
    looks: int
    attachment: bytes | None = None
