"""Questions of one shape are read and checked once: that is half of what a small question costs.

DuckDB still plans every execution anew, with the values given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from semantic.statement import Value, literal, only_select, sql_error

_MOST = 128
"""Statements that one cursor keeps; then it starts anew."""

_SHORT = 500
"""Rows of an answer that is taken row by row."""


class Prepared:
    """Runs SELECTs over a connection again and again with other values; threads may share it.

    It pays for small marts alone: beside reading a large one the text of a question costs nothing.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._idle: list[_Seat] = []  # taken and given back by one atomic step each

    def run(self, sql: str, values: Mapping[str, Value]) -> pa.Table:
        """The answer to one SELECT; ``values`` are those of its ``$names``.

        Raises:
            UsageError: anything but exactly one SELECT, or SQL that does not run.
        """
        seat = self._seat()
        try:
            table = seat.run(sql, values)
        except BaseException as error:
            seat.close()
            if isinstance(error, duckdb.Error):
                raise sql_error(error) from error
            raise
        self._idle.append(seat)
        return table

    def close(self) -> None:
        """Let go of what was prepared."""
        while self._idle:
            self._idle.pop().close()

    def _seat(self) -> _Seat:
        try:
            seat = self._idle.pop()
        except IndexError:
            return _Seat(self._connection.cursor())
        if not seat.is_full:
            return seat
        seat.close()
        return _Seat(self._connection.cursor())


class _Seat:
    """A cursor with the statements that it has prepared; one thread's at a time.

    A SELECT can write, as in WITH gone AS (DELETE …): not in the one transaction in which everything here is asked.
    What is read never changes, so that it may stay open.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._prepared: dict[str, _Statement] = {}
        cursor.execute("BEGIN TRANSACTION READ ONLY")

    @property
    def is_full(self) -> bool:
        return len(self._prepared) >= _MOST

    def run(self, sql: str, values: Mapping[str, Value]) -> pa.Table:
        prepared = self._prepared.get(sql) or self._prepare(sql)
        given = ", ".join(f"{key} := {literal(value)}" for key, value in values.items())
        asked = f"EXECUTE {prepared.name}({given})" if given else f"EXECUTE {prepared.name}"
        if prepared.short is not None:
            rows = self._cursor.execute(asked).fetchmany(_SHORT + 1)
            if len(rows) <= _SHORT:
                return _table(rows, prepared.short)
        table = self._cursor.sql(asked).to_arrow_table()
        prepared.short = table.schema if table.num_rows <= _SHORT else None
        return table

    def close(self) -> None:
        self._cursor.close()

    def _prepare(self, sql: str) -> _Statement:
        only_select(self._cursor, sql)
        prepared = _Statement(f"asked_{len(self._prepared)}")
        self._cursor.execute(f"PREPARE {prepared.name} AS {sql}")
        self._prepared[sql] = prepared
        return prepared


@dataclass
class _Statement:
    """A statement under its name in DuckDB; ``short``: the columns of its last answer, if that had few rows."""

    name: str
    short: pa.Schema | None = None


def _table(rows: Sequence[tuple[Value, ...]], schema: pa.Schema) -> pa.Table:
    """Few rows are sooner put into columns here than DuckDB binds the statement anew to answer in Arrow."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
