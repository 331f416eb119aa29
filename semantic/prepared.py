"""Questions of one shape are planned once: half of what a small question costs is parsing and planning it."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from semantic.statement import Value, literal, only_select, sql_error

FEW_ROWS = 200_000
"""Rows of a mart that is read whole faster than a question about it is planned."""

_MOST = 128
"""Statements that one cursor keeps planned; then it starts anew."""


class Prepared:
    """Runs SELECTs over a connection again and again with other values; threads may share it.

    Values come after planning, so no row group is passed over for them: it pays for small marts alone.
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
        """Let go of what was planned."""
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
    """A cursor with the statements that it has planned; one thread's at a time.

    A SELECT can write, as in WITH gone AS (DELETE …): not in the one transaction in which everything here is asked.
    What is read never changes, so that it may stay open.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        self._names: dict[str, str] = {}

    @property
    def is_full(self) -> bool:
        return len(self._names) >= _MOST

    def run(self, sql: str, values: Mapping[str, Value]) -> pa.Table:
        name = self._names.get(sql) or self._prepared(sql)
        given = ", ".join(f"{key} := {literal(value)}" for key, value in values.items())
        return self._cursor.execute(f"EXECUTE {name}({given})" if given else f"EXECUTE {name}").to_arrow_table()

    def close(self) -> None:
        self._cursor.close()

    def _prepared(self, sql: str) -> str:
        only_select(self._cursor, sql)
        name = f"asked_{len(self._names)}"
        self._cursor.execute(f"PREPARE {name} AS {sql}")
        self._names[sql] = name
        return name
