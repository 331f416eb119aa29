"""The manifest of a snapshot: which landing files make it up, and what the source said they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class LandedFile:
    """One content-addressed Parquet file; ``path`` is relative to the landing folder."""

    table: str
    partition: str  # "2026-09", or "all" for tables without a billing month
    path: str
    sha256: str
    rows: int
    total: str | None  # exact decimal text of the sum of Table.total


@dataclass(frozen=True)
class UnitMonth:
    """Bills of one unit and billing month, as counted in the source's data."""

    unit: str
    month: str  # "2026-09"
    bills: int
    kwh: str


@dataclass(frozen=True)
class Manifest:
    """One snapshot.  ``snapshot_id`` is a function of the content, the as-of date and the lists.

    Attributes:
        taken_at: aware UTC time at which this content was first taken.
        lists: kind of company list -> version that was in force when the run began.
        tables: names of the CMIS tables that the source had.
        accepted_change: the reason given when the snapshot holds less than the one before.
    """

    snapshot_id: str
    source: str
    baseline: str
    fingerprint: str
    as_of: date
    taken_at: datetime
    lists: dict[str, str]
    tables: tuple[str, ...]
    files: tuple[LandedFile, ...]
    unit_months: tuple[UnitMonth, ...]
    notes: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    accepted_change: str | None = None
