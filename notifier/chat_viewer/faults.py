"""How the stand-in misbehaves when it is told to: slow, busy, broken, or silent about what it took."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Literal, cast, get_args

FAULT_HEADER = "X-Chat-Fault"
LONGEST_DELAY = 60.0

Keeps = Literal["before", "after", "never"]


@dataclass(frozen=True)
class Fault:
    """What happens to one message.

    Attributes:
        status: that it is answered with; 200 as if nothing were wrong.
        delay: seconds until the answer.
        keeps: the message is kept ``before`` the delay (a sender that gives up waiting was heard all the same),
            ``after`` it, or ``never``.  By default before, with a status that is an error never.
    """

    status: int = 200
    delay: float = 0.0
    keeps: Keeps | None = None

    @property
    def when_kept(self) -> Keeps:
        """When the message is kept, also where nothing is said about it."""
        return self.keeps or ("before" if self.status < 300 else "never")

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> Fault:
        """From JSON or the header; ValueError for what it does not know."""
        if unknown := set(given) - {"status", "delay", "keeps"}:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        status, delay = int(str(given.get("status", 200))), float(str(given.get("delay", 0)))
        keeps = given.get("keeps")
        if not 200 <= status < 600 or not 0 <= delay <= LONGEST_DELAY or keeps not in (None, *get_args(Keeps)):
            raise ValueError("status 200-599, delay 0-60, keeps before, after or never")
        return cls(status, delay, cast("Keeps | None", keeps))

    @classmethod
    def of_header(cls, value: str) -> Fault:
        """From ``status=500; delay=2``."""
        pairs = [part.partition("=") for part in value.split(";") if part.strip()]
        return cls.parse({name.strip(): text.strip() for name, _, text in pairs})


class Faults:
    """Those still to come, one a message."""

    def __init__(self, coming: Iterable[Fault] = ()) -> None:
        self._coming, self._lock = deque(coming), Lock()

    def add(self, fault: Fault, times: int = 1) -> None:
        """For the next messages that carry none of their own."""
        with self._lock:
            self._coming.extend([fault] * times)

    def next(self) -> Fault:
        """That of the message which just came in."""
        with self._lock:
            return self._coming.popleft() if self._coming else Fault()
