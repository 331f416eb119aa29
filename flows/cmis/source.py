"""What every source of CMIS data offers to the landing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import pyarrow as pa

from flows.cmis.declaration import Control, Table


@dataclass(frozen=True)
class Extract:
    """One table on its way in.

    Attributes:
        origin: the name a person would look for: a file (``HDN_HDON.csv``, ``xuat.zip/HDN_HDON.csv``) or a table.
        batches: rows in ``table.extract_schema``; consumed once.
        control: asked after the batches are consumed; counted by the source apart from the Arrow conversion.
        rejects: malformed rows set aside, as messages (only where the settings allow any).
        notes: what was ignored, such as unknown columns.
    """

    table: Table
    origin: str
    batches: pa.RecordBatchReader
    control: Callable[[], Control]
    rejects: Callable[[], tuple[str, ...]] = tuple
    notes: tuple[str, ...] = ()


class Source(Protocol):
    """A place that CMIS data comes from.

    ``opened`` gives all tables of one consistent state and releases what it holds on exit.
    """

    @property
    def name(self) -> str:
        """``sample``, ``files`` or ``oracle``."""

    @property
    def baseline(self) -> str:
        """Completeness is compared with the last snapshot of the same baseline."""

    def fingerprint(self) -> str:
        """A hash of what would be extracted, cheap to take; equal means: nothing to extract."""

    def opened(self) -> AbstractContextManager[Iterator[Extract]]:
        """All tables that the source has, in the order of ``TABLES``."""


class Session(Protocol):
    """One read-only transaction: everything asked of it is of one state.

    An extract is read to its end before anything else is asked.
    """

    @property
    def moment(self) -> datetime:
        """The source's own clock when the transaction began (naive, as NGAY_SUA is kept)."""

    def tables(self) -> tuple[Table, ...]:
        """Tables the source has, in the order of ``TABLES``."""

    def whole(self, table: Table) -> Extract:
        """All rows of a table."""

    def parts(self, table: Table) -> dict[str, Control]:
        """What it holds now by partition: ``2026-09``, or ``all``."""

    def part(self, table: Table, partition: str) -> Extract:
        """All rows of one partition."""

    def changed(self, table: Table, since: datetime) -> Extract | None:
        """Rows with NGAY_SUA (or NGAY_TAO where NGAY_SUA is empty) >= since; None where the table has neither."""


class IncrementalSource(Source, Protocol):
    """A source that can be asked for parts.

    The ``control`` of each extract is the source's own count of exactly those rows, of the same state.
    """

    def session(self) -> AbstractContextManager[Session]:
        """One state to ask."""

    def pulse(self) -> str:
        """A cheap hash that moves when anything changed: rows and the last NGAY_SUA or NGAY_TAO of each table."""
