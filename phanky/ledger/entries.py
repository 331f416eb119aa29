"""What the ledger hands out: frozen values, apart from the tables they are kept in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from phanky.identity import Identity, Role


class Outcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    INTERRUPTED = "interrupted"  # never finished: the process was killed


@dataclass(frozen=True)
class ListVersion:
    """A content of a company list and its latest import; ``is_new`` is False when it was in force already."""

    kind: str
    version: str
    rows: int
    imported_at: datetime
    imported_by: str
    file_name: str
    sha256: str
    is_new: bool = False


@dataclass(frozen=True)
class RunEntry:
    """One run of the pipeline; times are aware UTC."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    source: str
    target: str
    snapshot_id: str | None
    release_id: str | None
    outcome: Outcome
    message: str | None


@dataclass(frozen=True)
class AuditNote:
    """One entry of the audit log."""

    at: datetime
    who: str
    what: str
    scope: str
    detail: str


class Source(StrEnum):
    """Who vouches for a user."""

    LOCAL = "local"
    DEMO = "demo"
    OIDC = "oidc"


@dataclass(frozen=True)
class UserEntry:
    """Someone who may sign in, as long as not disabled; ``units`` is None for every unit.

    A session belongs to one ``generation``: a new one ends it.
    """

    name: str
    display_name: str
    role: Role
    units: frozenset[str] | None
    source: Source
    is_disabled: bool
    generation: int
    changed_at: datetime

    @property
    def identity(self) -> Identity:
        """As whom the rest of the program knows this user."""
        return Identity(name=self.name, units=self.units, role=self.role)
