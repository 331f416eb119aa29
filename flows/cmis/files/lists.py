"""One file with one list that the company keeps, read and checked with the machinery of the table exports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.cmis.declaration import ROW_NUMBER, Column, Rule, Table
from flows.cmis.files.catalogue import Export
from flows.cmis.files.faults import Faults, require_few, shown
from flows.cmis.files.formats import open_export
from flows.cmis.files.limits import LIMITS
from flows.cmis.files.reading import check, stream
from flows.cmis.files.scratch import connected, scratch_folder, storage_errors
from phanky.errors import InputError, Place
from phanky.progress import reach

_REMEMBERED_ROWS = 100
_REMEDY = "Sửa trong tệp rồi nhập lại."


def read_list(path: Path, table: Table, *, work_dir: Path) -> pa.Table:
    """Read a .csv, .xlsx or .parquet list whole, in ``table.arrow_schema`` and the order of the file.

    Ignored columns are told as progress (``extract.note``).

    Raises:
        InputError: the file, a cell, a value outside its range, a repeated key or a reversed interval.
    """
    if not path.is_file():
        raise InputError("không tìm thấy tệp", Place(str(path)), "Kiểm tra lại đường dẫn.")
    with scratch_folder(work_dir) as scratch, connected(scratch) as connection, storage_errors():
        raw = open_export(Export(table, path, path.name), scratch, LIMITS)
        for note in raw.notes:
            reach("extract.note", note)
        checked = check(connection, raw, _REMEMBERED_ROWS)
        require_few([checked.faults], 0, _REMEDY)
        rows = pa.Table.from_batches(stream(connection, checked), table.extract_schema)
        require_few([_faults(connection, rows, table, path.name)], 0, _REMEDY)
    return rows.drop_columns([ROW_NUMBER])


def _faults(connection: duckdb.DuckDBPyConnection, rows: pa.Table, table: Table, origin: str) -> Faults:
    """Ranges, allowed values, keys and intervals; empty cells were found before."""
    faults = Faults(origin, _REMEMBERED_ROWS)
    connection.register("list", rows)
    for column in table.columns:
        _add_foreign_values(connection, column, faults)
    for rule in table.rules:
        _add_broken(connection, rule, faults)
    _add_repeated_keys(connection, table.key, faults)
    if table.interval is not None:
        _add_reversed(connection, *table.interval, faults)
    return faults


def _add_foreign_values(connection: duckdb.DuckDBPyConnection, column: Column, faults: Faults) -> None:
    name = f'"{column.name}"'
    tests = [f"{name} < {column.low}"] if column.low is not None else []
    tests += [f"{name} > {column.high}"] if column.high is not None else []
    tests += [f"not list_contains(?, {name})"] if column.allowed else []
    if tests:
        wanted = ", ".join(column.allowed) or f"từ {_bound(column.low)} đến {_bound(column.high)}"
        query = f"select {ROW_NUMBER}, {name} from list where {' or '.join(tests)}"
        for row, value in connection.execute(query, [list(column.allowed)] if column.allowed else []).fetchall():
            faults.add(row, column.name, f"{shown(str(value))} ngoài phạm vi, cần {wanted}")


def _add_broken(connection: duckdb.DuckDBPyConnection, rule: Rule, faults: Faults) -> None:
    query = f"select {ROW_NUMBER} from list where {rule.fault} order by {ROW_NUMBER}"
    for (row,) in connection.execute(query).fetchall():
        faults.add(row, rule.column, rule.problem)


def _add_repeated_keys(connection: duckdb.DuckDBPyConnection, key: Sequence[str], faults: Faults) -> None:
    columns = ", ".join(f'"{name}"' for name in key)
    query = f"""
        select {ROW_NUMBER}, min({ROW_NUMBER}) over same_key as first, concat_ws(', ', {columns})
        from list window same_key as (partition by {columns}) qualify {ROW_NUMBER} > first
    """
    for row, first, values in connection.execute(query).fetchall():
        faults.add(row, ", ".join(key), f"khóa {shown(values)} đã có ở dòng {first}")


def _add_reversed(connection: duckdb.DuckDBPyConnection, start: str, end: str, faults: Faults) -> None:
    query = f'select {ROW_NUMBER}, "{start}", "{end}" from list where "{start}" > "{end}"'
    for row, first, last in connection.execute(query).fetchall():
        faults.add(row, end, f"ngày cuối '{last}' trước ngày đầu '{first}' ({start})")


def _bound(value: int | None) -> str:
    return "…" if value is None else str(value)
