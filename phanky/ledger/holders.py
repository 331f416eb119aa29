"""Who is alive: a lock that each sender holds while it works, and that the system takes from it when it dies.

A lease alone trusts clocks.  When a clock jumps, one sender would take a message from another that is in the middle
of its call, and the message would go out twice.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Protocol
from uuid import uuid4

from filelock import FileLock, Timeout
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from phanky.ledger.database import Database


class Holder(Protocol):
    """One sender; any of its threads may ask."""

    id: str

    def is_gone(self, other: str | None) -> bool:
        """Whether the sender of that id no longer works."""

    def leave(self) -> None:
        """Stop being one."""


def holder(database: Database) -> Holder:
    """Be a sender until :meth:`Holder.leave`, or until this process ends, however it ends."""
    folder = database.folder
    return _InDatabase(database.connection()) if folder is None else _InFolder(folder / "senders")


class _InFolder:
    """Beside SQLite's file: one locked file a sender."""

    def __init__(self, folder: Path) -> None:
        self.id = uuid4().hex
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / self.id)
        self._lock.acquire(timeout=0)

    def is_gone(self, other: str | None) -> bool:
        if other is None or not (self._folder / other).exists():
            return True
        lock = FileLock(self._folder / other)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        # Ids are never used again, so the file may go.
        lock.release()
        (self._folder / other).unlink(missing_ok=True)
        return True

    def leave(self) -> None:
        self._lock.release()
        (self._folder / self.id).unlink(missing_ok=True)


class _InDatabase:
    """In PostgreSQL: one connection a sender that holds an advisory lock."""

    def __init__(self, connection: Connection) -> None:
        self.id = uuid4().hex
        self._connection = connection
        self._one_at_a_time = Lock()
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(select(func.pg_advisory_lock(_number(self.id))))

    def is_gone(self, other: str | None) -> bool:
        if other is None:
            return True
        with self._one_at_a_time:
            if other == self.id or not self._connection.scalar(select(func.pg_try_advisory_lock(_number(other)))):
                return False
            self._connection.execute(select(func.pg_advisory_unlock(_number(other))))
            return True

    def leave(self) -> None:
        # Not given back to the pool: only a closed session surely holds no lock.  The server takes a moment to see
        # that it is closed, so the lock is given back first.
        if not self._connection.closed:
            with suppress(SQLAlchemyError):
                self._connection.execute(select(func.pg_advisory_unlock(_number(self.id))))
            self._connection.invalidate()
            self._connection.close()


def _number(identity: str) -> int:
    return int(identity[:15], 16)
