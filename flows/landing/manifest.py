"""The manifest of a snapshot: which landing files make it up, and what the source said they hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter, ValidationError

from flows.cmis.declaration import RAW_TABLES

_LAYOUT_VERSION = 1
"""Raised when files of the same content are written differently, so that old and new are told apart."""

_CHECKS_VERSION = 1
"""Raised when rows of the same declaration must satisfy more than before, so that landed ones are checked again."""


@dataclass(frozen=True)
class LandedFile:
    """One content-addressed Parquet file; ``path`` is relative to the landing folder."""

    table: str
    partition: str  # "2026-09", or "all" for tables without a billing month
    path: str
    sha256: str
    size: int  # bytes
    rows: int
    total: str | None  # exact decimal text of the sum of Table.total
    max_id: int | None = None  # greatest id, where the first column of the key is one
    repeated: int = 0  # rows that repeat another one in everything


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
        watermark: the source's own clock when this content was taken; None where the source has none.
        base: the snapshot that an incremental one was merged into; None for one that was extracted whole.
        layout: names and types of the columns that the files were written with (see :func:`current_layout`).
        checked: what every row was found to satisfy (see :func:`current_checks`).
        unknown_bills: bills of customers that the snapshot does not have.
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
    layout: str = ""
    watermark: datetime | None = None
    base: str | None = None
    checked: str = ""
    unknown_bills: int = 0

    def files_of(self, table: str) -> tuple[LandedFile, ...]:
        """The files of one table, by partition; none when it has no rows."""
        return tuple(f for f in self.files if f.table == table)

    def rows_of(self, table: str) -> int:
        """How many rows the snapshot holds of one table."""
        return sum(f.rows for f in self.files_of(table))

    def to_json(self) -> str:
        """The manifest as it is kept: one JSON document for people and programs."""
        return _ADAPTER.dump_json(self, indent=1).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Manifest:
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: the text is not a manifest, or its id does not belong to its content.
        """
        try:
            manifest = _ADAPTER.validate_json(text)
        except ValidationError as error:
            raise ValueError(f"{error.error_count()} faults, the first: {error.errors()[0]['msg']}") from error
        if manifest.snapshot_id != snapshot_id(manifest.as_of, manifest.files, manifest.lists, manifest.layout):
            raise ValueError("the id does not belong to the content")
        return manifest


_ADAPTER = TypeAdapter(Manifest)


def current_layout() -> str:
    """12 hex digits over the names, types and partitioning of every landed table, as declared now.

    Files of another layout are never taken for the current one's, even when the source did not change.
    """
    columns = [[t.name, t.monthly, t.key, [(c.name, str(c.arrow_type)) for c in t.columns]] for t in RAW_TABLES]
    return _digest([_LAYOUT_VERSION, columns])


def current_checks() -> str:
    """12 hex digits over what is asked of every row now: rows that were landed under the same need no second look."""
    asked = [
        [t.name, t.versions, t.interval, [(c.name, c.nullable, c.low, c.high, c.allowed) for c in t.columns]]
        for t in RAW_TABLES
    ]
    return _digest([_CHECKS_VERSION, asked])


def snapshot_id(as_of: date, files: Iterable[LandedFile], lists: Mapping[str, str], layout: str) -> str:
    """The as-of day and 12 hex digits: equal for equal content, lists, layout and day."""
    content = sorted((f.table, f.partition, f.sha256) for f in files)
    return f"{as_of:%Y%m%d}-{_digest([as_of.isoformat(), content, sorted(lists.items()), layout])}"


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:12]
