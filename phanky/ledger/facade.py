"""The narrow face of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import select, update

from phanky.errors import UsageError
from phanky.ledger.attempts import Attempts
from phanky.ledger.database import Database, open_database
from phanky.ledger.deliveries import Deliveries
from phanky.ledger.entries import AuditNote, Outcome, RunEntry
from phanky.ledger.lists import Lists
from phanky.ledger.model import AuditEntry, Run
from phanky.ledger.tokens import Tokens
from phanky.ledger.users import Users
from phanky.settings import Settings

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


def open_ledger(settings: Settings, *, clock: Clock = _now) -> Ledger:
    """Open the ledger named by the settings, creating its tables on first use.

    Raises:
        ConfigurationError: it cannot be reached or written, or a newer program has written it.
    """
    return Ledger(open_database(settings.ledger_address), clock)


class Ledger:
    """What the company decided and what the system did.  Every method is one transaction.

    Attributes:
        lists: what the company keeps besides CMIS: agreements, key customers, recipients.
        users: who may sign in.
        attempts: failed sign-ins, and how long to wait after them.
        tokens: what was used up: ended sessions, words of the portal.
        deliveries: messages, each to be sent exactly once, and what became of them.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.lists = Lists(database, clock)
        self.users = Users(database, clock)
        self.attempts = Attempts(database, clock)
        self.tokens = Tokens(database, clock)
        self.deliveries = Deliveries(database, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def start_run(self, *, source: str, target: str) -> int:
        """Note that a run begins and return its number.

        Only one run goes on at a time, so one that never finished was killed: it is closed as interrupted.
        """
        with self._database.writing() as session:
            unfinished = update(Run).where(Run.outcome == Outcome.RUNNING)
            session.execute(unfinished.values(outcome=Outcome.INTERRUPTED, finished_at=self._clock()))
            run = Run(started_at=self._clock(), source=source, target=target, outcome=Outcome.RUNNING)
            session.add(run)
            session.flush()
            return run.id

    def finish_run(
        self,
        run_id: int,
        *,
        outcome: Outcome,
        snapshot_id: str | None = None,
        release_id: str | None = None,
        message: str | None = None,
    ) -> None:
        """Note how a run ended.

        Raises:
            UsageError: no run has this number.
        """
        with self._database.writing() as session:
            run = session.get(Run, run_id)
            if run is None:
                raise UsageError(f"Sổ cái không có lần chạy số {run_id}.")
            run.finished_at = self._clock()
            run.outcome, run.message = outcome, message
            run.snapshot_id, run.release_id = snapshot_id, release_id

    def last_runs(self, limit: int = 10) -> list[RunEntry]:
        """Runs, the newest first."""
        with self._database.reading() as session:
            found = session.scalars(select(Run).order_by(Run.id.desc()).limit(limit))
            return [_run_entry(run) for run in found]

    def record(self, *, who: str, what: str, scope: str, detail: str = "") -> None:
        """Add to the audit log: ``scope`` is the identity's ``scope_key``."""
        with self._database.writing() as session:
            session.add(self._note(who, what, scope, detail))

    def audit(self, limit: int = 100) -> list[AuditNote]:
        """Entries of the audit log, the newest first."""
        with self._database.reading() as session:
            found = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit))
            return [AuditNote(at=e.at, who=e.who, what=e.what, scope=e.scope, detail=e.detail) for e in found]

    def _note(self, who: str, what: str, scope: str, detail: str) -> AuditEntry:
        return AuditEntry(at=self._clock(), who=who, what=what, scope=scope, detail=detail)


def _run_entry(run: Run) -> RunEntry:
    return RunEntry(
        id=run.id,
        started_at=run.started_at,
        finished_at=run.finished_at,
        source=run.source,
        target=run.target,
        snapshot_id=run.snapshot_id,
        release_id=run.release_id,
        outcome=Outcome(run.outcome),
        message=run.message,
    )
