"""What a channel is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol


class Result(Enum):
    """What is known after a call."""

    SENT = auto()
    NOT_SENT = auto()  # proven; may be tried again
    REFUSED = auto()  # proven; trying again is of no use
    UNKNOWN = auto()  # it may have arrived


@dataclass(frozen=True)
class Outcome:
    """What became of one call.

    Attributes:
        reason: for people; holds neither address nor secret.
        retry_after: seconds that the other side asks to wait.
    """

    result: Result
    reason: str = ""
    retry_after: float | None = None


@dataclass(frozen=True)
class Piece:
    """One part of a message on its way.

    Attributes:
        marker: the text by which this part is found again; it stands in ``text``.
        id: of the attempt, for a channel that refuses the same one twice.
        attachment: goes with the first part, where the channel can attach.
    """

    text: str
    marker: str
    address: str
    part: int = 1
    id: str = ""
    attachment: bytes | None = None
    attachment_name: str = ""


class SearchFailedError(Exception):
    """The look-up gave no answer: neither there nor not there."""


class Channel(Protocol):
    """A way to a recipient."""

    @property
    def can_search(self) -> bool:
        """Whether :meth:`find` knows what arrived."""

    def send(self, piece: Piece) -> Outcome:
        """Make one call; whatever is not surely known is :attr:`Result.UNKNOWN`."""

    def find(self, marker: str, address: str) -> bool | None:
        """Whether a part with this marker arrived; None when the channel cannot be searched.

        Raises:
            SearchFailedError: it can, but gave no answer.
        """
