"""The SQL that reads one text batch, the relation ``batch``, of one table: made from the declaration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.cmis.declaration import ROW_NUMBER, Column, Kind, Table
from flows.cmis.files.cells import SQL_TYPES, value_sql
from flows.cmis.files.rows import FAULT, RawTable


@dataclass(frozen=True)
class Queries:
    """``check``: (good rows, exact total, greatest id, malformed rows) of the batch.

    ``faults``: one row per malformed cell: (row number, index into ``columns`` or -1, text).  A row that
    carries a fault from its reader gives only that, with index -1.  ``cast``: all rows, typed.
    """

    columns: tuple[Column, ...]
    check: str
    faults: str
    cast: str


def queries_for(raw: RawTable) -> Queries:
    """The queries for a table; the columns that its file has decide what can be asked."""
    columns = tuple(column for column in raw.table.columns if column.name in raw.columns)
    cells = _cells(raw, columns)
    return Queries(
        columns,
        check=f"{cells} select {_control(raw.table, _any_bad(columns))} from cells",
        faults=f"{cells} {_faults(columns)} order by 1, 2",
        cast=f"{cells} select {ROW_NUMBER}, {_typed(raw.table, columns)} from cells",
    )


def _cells(raw: RawTable, columns: Sequence[Column]) -> str:
    to_text = dict(raw.texts)
    texts = ", ".join(f"{to_text.get(c.name, _value(c))} as {_text(c)}" for c in columns)
    values = ", ".join(f"{value_sql(c, _text(c), raw.style)} as {_value(c)}" for c in columns)
    return f"with texts as (select {ROW_NUMBER}, {FAULT}, {texts} from batch), cells as (select *, {values} from texts)"


def _control(table: Table, any_bad: str) -> str:
    only_good = f"filter (not ({any_bad}))"
    total = f'sum("{table.total}") {only_good}' if table.total else "null"
    greatest = f'max("{table.key[0]}") {only_good}' if table.column(table.key[0]).kind is Kind.ID else "null"
    return f"count(*) {only_good}, {total}, {greatest}, count(*) filter ({any_bad})"


def _any_bad(columns: Sequence[Column]) -> str:
    return " or ".join([f"{FAULT} is not null", *(f"({_bad(column)})" for column in columns)])


def _faults(columns: Sequence[Column]) -> str:
    found = [f"select {ROW_NUMBER}, -1, {FAULT} from cells where {FAULT} is not null"]
    found += [
        f"select {ROW_NUMBER}, {i}, {_text(column)} from cells where {FAULT} is null and {_bad(column)}"
        for i, column in enumerate(columns)
    ]
    return " union ".join(found)


def _typed(table: Table, columns: Sequence[Column]) -> str:
    return ", ".join(_value(c) if c in columns else f"null::{SQL_TYPES[c.kind]} as {_value(c)}" for c in table.columns)


def _bad(column: Column) -> str:
    is_given = f" and {_text(column)} is not null" if column.nullable else ""
    return f"{_value(column)} is null{is_given}"


def _text(column: Column) -> str:
    return f'"text_{column.name}"'


def _value(column: Column) -> str:
    return f'"{column.name}"'
