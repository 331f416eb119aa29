"""A table as it stands in a file: text batches with row numbers, before anything is cast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

import pyarrow as pa
import pyarrow.compute as pc

from flows.cmis.declaration import Table
from flows.cmis.files.faults import Faults

FAULT = "_fault"
"""Text column that says what a reader already found wrong with a row; null when nothing."""

_FAULT_SEPARATOR = "\x1f"


class NumberStyle(Enum):
    """How a file writes quantities."""

    POINT = "point"  # 1234.5
    COMMA = "comma"  # 1.234,5: '.' groups thousands


@dataclass(frozen=True)
class RawTable:
    """One table export, ready to be read any number of times.

    ``read`` yields batches of ``ROW_NUMBER``, ``FAULT`` and the columns of the file under their declared
    names; rows that do not even have the right number of cells go to the ``Faults`` it is given.
    Columns that ``texts`` names need that SQL to become text; all others are text, trimmed, NFC, never ''.
    """

    table: Table
    origin: str
    columns: frozenset[str]
    read: Callable[[Faults], Iterator[pa.RecordBatch]]
    style: NumberStyle = NumberStyle.POINT
    texts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def without_blank_rows(batch: pa.RecordBatch, cells: list[str]) -> pa.RecordBatch:
    """Drop the rows in which every one of the (cleaned) columns ``cells`` is empty."""
    blank = pc.is_null(batch[cells[0]])
    for name in cells[1:]:
        if not pc.any(blank).as_py():
            return batch
        blank = pc.and_(blank, pc.is_null(batch[name]))
    return batch.filter(pc.invert(blank)) if pc.any(blank).as_py() else batch


def fault_text(column: str | None, problem: str) -> str:
    """What stands in the column ``FAULT``."""
    return f"{column or ''}{_FAULT_SEPARATOR}{problem}"


def read_fault(text: str) -> tuple[str | None, str]:
    """(column, problem) of a ``fault_text``."""
    column, _, problem = text.partition(_FAULT_SEPARATOR)
    return column or None, problem
