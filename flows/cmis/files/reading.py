"""From text batches to typed ones: first every cell is checked, then the good rows are cast."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from flows.cmis.declaration import ROW_NUMBER, Control
from flows.cmis.files.cells import problem
from flows.cmis.files.faults import Faults
from flows.cmis.files.queries import Queries, queries_for
from flows.cmis.files.rows import RawTable, read_fault
from phanky.progress import reach

_SLICES = 4
_ROWS_BETWEEN_REPORTS = 500_000


@dataclass(frozen=True)
class Checked:
    """A table whose every cell was looked at.  ``control`` counts the rows that are not malformed."""

    raw: RawTable
    faults: Faults
    control: Control


def check(connection: duckdb.DuckDBPyConnection, raw: RawTable, keep: int) -> Checked:
    """Look at every cell, and count from the text what the table holds, apart from the conversion to Arrow.

    ``keep`` is how many malformed rows are remembered.
    """
    reach("extract.check", raw.origin)
    faults, queries, control = Faults(raw.origin, keep), queries_for(raw), Control(0)
    for batch in raw.read(faults):
        with _seeing(connection, batch) as cursor:
            rows, total, greatest, malformed = cursor.execute(queries.check).fetchone() or (0, None, None, 0)
            if malformed:
                _add_faults(cursor, queries, raw, faults, batch[ROW_NUMBER][0].as_py())
        control = _added(control, Control(rows, total, greatest))
    return Checked(raw, faults, control)


def stream(connection: duckdb.DuckDBPyConnection, checked: Checked) -> Iterator[pa.RecordBatch]:
    """The rows that are not malformed, in ``table.extract_schema`` and in the order of the file."""
    raw, cast = checked.raw, queries_for(checked.raw).cast
    rejected = pa.array(checked.faults.rows, pa.int64())
    rows, reported = 0, 0
    reach("extract.table", raw.origin)
    for batch in raw.read(Faults(raw.origin, keep=1)):
        good = batch.filter(pc.invert(pc.is_in(batch[ROW_NUMBER], rejected))) if len(rejected) else batch
        with _seeing(connection, good) as cursor:
            typed = cursor.sql(cast).to_arrow_table().cast(raw.table.extract_schema)
        yield from typed.to_batches()
        rows += typed.num_rows
        if rows - reported >= _ROWS_BETWEEN_REPORTS:
            _report(raw, reported := rows)
    _report(raw, rows)


@contextmanager
def _seeing(connection: duckdb.DuckDBPyConnection, batch: pa.RecordBatch) -> Iterator[duckdb.DuckDBPyConnection]:
    # In slices, because DuckDB's threads share the work on an Arrow table batch by batch.
    step = max(1, -(-batch.num_rows // _SLICES))
    slices = [batch.slice(at, step) for at in range(0, batch.num_rows, step)]
    with connection.cursor() as cursor:
        cursor.register("batch", pa.Table.from_batches(slices, batch.schema))
        yield cursor


def _add_faults(
    cursor: duckdb.DuckDBPyConnection, queries: Queries, raw: RawTable, faults: Faults, first_row: int
) -> None:
    # A file may be wrong in every row: only as many faults as can be remembered are looked at one by one.
    most = 0 if faults.tells_nothing_from(first_row) else faults.keep * (len(queries.columns) + 1) + 1
    found = cursor.execute(f"{queries.faults} limit {most}").fetchall() if most else []
    if len(found) == most:
        (count,) = cursor.execute(f"select count(*) from ({queries.faults})").fetchone() or (0,)
        faults.add_untold(count - most)
    for row, index, text in found:
        if index < 0:
            faults.add(row, *read_fault(text))
        else:
            column = queries.columns[index]
            faults.add(row, column.name, problem(column, text, raw.style))


def _added(one: Control, other: Control) -> Control:
    totals = [n for n in (one.total, other.total) if n is not None]
    ids = [n for n in (one.max_id, other.max_id) if n is not None]
    return Control(one.rows + other.rows, sum(totals, Decimal(0)) if totals else None, max(ids, default=None))


def _report(raw: RawTable, rows: int) -> None:
    reach("extract.rows", f"{raw.origin}: {rows} dòng")
