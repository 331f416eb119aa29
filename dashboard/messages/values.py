"""What the page Tin nhắn shows, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

ATTENTION = ("unknown", "failed", "skipped")
"""States that a person has to look at, the most pressing first."""

ORDER = (*ATTENTION, "sending", "pending", "sent")


@dataclass(frozen=True)
class Shown:
    """One message.

    Attributes:
        name: of the recipient, as people know it.
        can_confirm, can_resend: what its state allows; who may do it is another question.
    """

    id: str
    kind: str
    recipient: str
    name: str
    state: str
    attempts: int
    channel: str
    address: str
    release_id: str
    marker: str
    parts: tuple[str, ...]
    parts_sent: int
    sent_at: datetime | None
    next_try_at: datetime | None
    reason: str | None
    attachment_name: str | None
    can_confirm: bool
    can_resend: bool


@dataclass(frozen=True)
class Draft:
    """A message as it would be sent now."""

    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Tomorrow:
    """The next business date.

    Attributes:
        is_frozen: its messages are in the ledger already.
        can_preview: they can be made here.
        drafts: None as long as nobody asked for them.
    """

    day: date
    is_frozen: bool
    can_preview: bool
    drafts: tuple[Draft, ...] | None


@dataclass(frozen=True)
class Messages:
    """The page.

    Attributes:
        shown: those that the reader may see, what needs attention first; None: there is no ledger to ask.
        may_decide: whether the reader may confirm and resend.
        is_over: the time at which the day's messages go out by themselves is over.
    """

    day: date
    shown: tuple[Shown, ...] | None
    tomorrow: Tomorrow
    may_decide: bool
    is_over: bool
    zone: ZoneInfo

    @property
    def counts(self) -> dict[str, int]:
        """Messages by state."""
        states = [one.state for one in self.shown or ()]
        return {state: states.count(state) for state in ORDER if state in states}
