"""What one look-up did not find.

A call that nobody answered may still be on its way, so not to be found counts only when it was so twice, a settle time
apart.  That time is measured on a clock which nobody can put forward, and is known to this sender alone: another one,
or this one started anew, looks twice itself.
"""

from __future__ import annotations

from collections.abc import Callable

from phanky.ledger import Attempt, DeliveryKey


class Doubts:
    """Attempts that keep their delivery while it waits for its second look-up."""

    def __init__(self, settle: float, monotonic: Callable[[], float]) -> None:
        self._settle, self._monotonic = settle, monotonic
        self._missed: dict[DeliveryKey, tuple[Attempt, float]] = {}

    def add(self, attempt: Attempt) -> None:
        """It was looked up now and not found."""
        self._missed[attempt.entry.key] = attempt, self._monotonic()

    def has(self, key: DeliveryKey) -> bool:
        """Whether this delivery waits here."""
        return key in self._missed

    def is_settled(self, key: DeliveryKey) -> bool:
        """Whether it has waited long enough."""
        return self._monotonic() >= self._missed[key][1] + self._settle

    def take(self, key: DeliveryKey) -> Attempt:
        """The attempt, which no longer waits."""
        return self._missed.pop(key)[0]

    def take_all(self) -> list[Attempt]:
        """Every attempt; none waits any longer."""
        return [self.take(key) for key in list(self._missed)]

    def wait(self) -> float | None:
        """Seconds until the first of them has waited long enough; None when none waits."""
        since = [missed for _, missed in list(self._missed.values())]
        return max(min(since) + self._settle - self._monotonic(), 0.0) if since else None
