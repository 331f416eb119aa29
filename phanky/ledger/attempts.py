"""Failed attempts, so that nobody can try one password after another; kept here because several processes serve."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from phanky.ledger.database import Database
from phanky.ledger.model import FailedAttempts

FREE = 5
"""Failures in a row before the first wait."""

FORGOTTEN_AFTER = timedelta(hours=1)
MOST_KEYS = 10_000
_FIRST_WAIT = timedelta(seconds=4)
_NONE = timedelta(0)


@dataclass(frozen=True)
class Limit:
    """One thing that is counted; after :data:`FREE` failures each one doubles the wait, up to ``longest``.

    Attributes:
        kind: what it is, so that a name and an address never share a count.
        value: the name or the address; only a hash of it is kept, for people type passwords into wrong fields.
        longest: the longest wait.
    """

    kind: str
    value: str
    longest: timedelta = timedelta(minutes=15)

    @property
    def key(self) -> str:
        """Under which it is kept."""
        return hashlib.sha256(f"{self.kind}\0{self.value}".encode("utf-8", "surrogatepass")).hexdigest()

    def wait(self, failures: int) -> timedelta:
        """How long after the last of so many failures."""
        if failures < FREE:
            return _NONE
        return min(self.longest, _FIRST_WAIT * (1 << min(failures - FREE, 20)))


class Attempts:
    """Counts in the ledger; bounded in number and in time."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def begin(self, *limits: Limit) -> timedelta:
        """Ask for an attempt: how long to wait first, or nothing.

        An attempt that may go on counts as failed until :meth:`succeeded`, so that many at once are no way round.
        """
        now = self._clock()
        with self._database.writing_alone() as session:
            _forget(session, now)
            found = {limit: session.get(FailedAttempts, limit.key) for limit in limits}
            wait = max(
                (row.last_at + limit.wait(row.failures) - now for limit, row in found.items() if row is not None),
                default=_NONE,
            )
            if wait > _NONE:
                return wait
            for limit, row in found.items():
                session.add(_counted(row or FailedAttempts(key=limit.key, failures=0), now))
        return _NONE

    def succeeded(self, *, forget: Limit, uncount: Limit) -> None:
        """The attempt was a good one: ``forget`` starts anew, ``uncount`` (shared with others) loses this one only."""
        with self._database.writing_alone() as session:
            session.execute(delete(FailedAttempts).where(FailedAttempts.key == forget.key))
            shared = session.get(FailedAttempts, uncount.key)
            if shared is not None:
                shared.failures = max(0, shared.failures - 1)


def _counted(row: FailedAttempts, now: datetime) -> FailedAttempts:
    row.failures += 1
    row.last_at = now
    return row


def _forget(session: Session, now: datetime) -> None:
    session.execute(delete(FailedAttempts).where(FailedAttempts.last_at < now - FORGOTTEN_AFTER))
    if (session.scalar(select(func.count()).select_from(FailedAttempts)) or 0) < MOST_KEYS:
        return
    oldest = select(FailedAttempts.key).order_by(FailedAttempts.last_at).limit(MOST_KEYS // 10)
    session.execute(delete(FailedAttempts).where(FailedAttempts.key.in_(oldest)))
