"""Numbers become Arrow batches here; what they hold is counted from the numbers themselves, not from Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from flows.cmis.declaration import Column, Control, Kind, Table
from flows.cmis.source import Extract

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Value: TypeAlias = "Ints | pa.Array | str | int | None"
Block = Mapping[str, Value]
"""Rows of one table by column: int64 arrays for numbers (a QUANTITY in thousandths, a DATE in days since 1970, a
MOMENT in microseconds), Arrow strings for text, or one value that all rows share.  At least one column is an array."""

Row = Mapping[str, object]
"""One row of one table with Python values; columns that are not named are empty."""

NO_DAY = -(1 << 31)
"""A date that is empty."""

BATCH_ROWS = 131_072
THOUSAND = Decimal(1000)


@dataclass
class Tally:
    """What a table holds, added up while its rows are made; total in thousandths."""

    rows: int = 0
    total: int = 0
    max_id: int | None = None

    def add(self, rows: int, total: int, max_id: int | None) -> None:
        """Count some more rows."""
        self.rows += rows
        self.total += total
        if max_id is not None:
            self.max_id = max_id if self.max_id is None else max(self.max_id, max_id)

    def control(self, table: Table) -> Control:
        """The figures that the landing compares with."""
        return Control(self.rows, Decimal(self.total) / THOUSAND if table.total else None, self.max_id)


@dataclass
class Writer:
    """Turns blocks and rows of one table into numbered batches and tallies them."""

    table: Table
    tally: Tally = field(default_factory=Tally)

    def block(self, block: Block) -> Iterator[pa.RecordBatch]:
        """Batches of at most ``BATCH_ROWS`` rows."""
        rows = _length(block)
        if rows == 0:
            return
        arrays = [_arrow(column, block.get(column.name), rows) for column in self.table.columns]
        yield from self._numbered(arrays, rows)
        self.tally.add(rows, *self._figures(block, rows))

    def rows(self, rows: list[Row]) -> Iterator[pa.RecordBatch]:
        """The same for rows of Python values."""
        if not rows:
            return
        arrays = [pa.array([row.get(c.name) for row in rows], c.arrow_type) for c in self.table.columns]
        yield from self._numbered(arrays, len(rows))
        total = sum(int(Decimal(str(row[self.table.total] or 0)) * THOUSAND) for row in rows) if self.table.total else 0
        ids = [int(str(row[self._id])) for row in rows] if self._id else []
        self.tally.add(len(rows), total, max(ids, default=None))

    def _numbered(self, arrays: list[pa.Array], rows: int) -> Iterator[pa.RecordBatch]:
        first = self.tally.rows + 1
        numbers = pa.array(np.arange(first, first + rows, dtype=np.int64))
        batch = pa.RecordBatch.from_arrays([numbers, *arrays], schema=self.table.extract_schema)
        for start in range(0, rows, BATCH_ROWS):
            yield batch.slice(start, BATCH_ROWS)

    @property
    def _id(self) -> str | None:
        return next((c.name for c in self.table.columns if c.kind is Kind.ID and c.name in self.table.key), None)

    def _figures(self, block: Block, rows: int) -> tuple[int, int | None]:
        total = block[self.table.total] if self.table.total else None
        ids = block[self._id] if self._id else None
        return (
            int(total.sum()) if isinstance(total, np.ndarray) else 0,
            int(ids.max()) if isinstance(ids, np.ndarray) else None,
        )


def extract(table: Table, produce: Callable[[Writer], Iterable[pa.RecordBatch]]) -> Extract:
    """The table as the landing takes it; ``produce`` runs while the batches are read."""
    writer = Writer(table)
    reader = pa.RecordBatchReader.from_batches(table.extract_schema, produce(writer))
    return Extract(table, table.name, reader, lambda: writer.tally.control(table))


def _length(block: Block) -> int:
    return next(len(value) for value in block.values() if isinstance(value, (np.ndarray, pa.Array)))


def _arrow(column: Column, value: Value, rows: int) -> pa.Array:
    if value is None:
        return pa.nulls(rows, column.arrow_type)
    if isinstance(value, np.ndarray):
        return _numbers(column, value)
    if isinstance(value, (str, int)):
        return pa.repeat(pa.scalar(value, column.arrow_type), rows)
    return value


def _numbers(column: Column, value: Ints) -> pa.Array:
    if column.kind is Kind.QUANTITY:
        return _decimals(value, column.arrow_type)
    if column.kind is Kind.DATE:
        return pa.array(value.astype(np.int32), pa.int32(), mask=value == NO_DAY).cast(column.arrow_type)
    return pa.array(value, pa.int64()).cast(column.arrow_type)


def _decimals(thousandths: Ints, arrow_type: pa.DataType) -> pa.Array:
    # A decimal128 is a little-endian 128-bit integer: the low word, then the sign spread over the high one.
    words = np.empty((len(thousandths), 2), dtype="<i8")
    words[:, 0] = thousandths
    words[:, 1] = thousandths >> 63
    return pa.Array.from_buffers(arrow_type, len(thousandths), [None, pa.py_buffer(words)])
