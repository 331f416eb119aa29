"""SQL over one release: built from known names and bound values, or a reader's own single SELECT."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from phanky.errors import UsageError
from semantic.naming import quoted, relation, require_known
from semantic.receipt import MartReceipt

Value = str | int | bool | Decimal | date | datetime | None
Condition = Value | Collection[Value]
"""What a column is compared with: one value (None: empty), or several of which one has to match."""

_PAGE = range(2**63)

DESCENDING = "-"
"""Before a column in ``order_by``: greatest first."""


@dataclass(frozen=True)
class Statement:
    """SQL with the values of its ``?``."""

    sql: str
    parameters: tuple[Any, ...] = ()


def select_rows(
    mart: MartReceipt,
    columns: Sequence[str] | None,
    where: Mapping[str, Condition],
    order_by: Sequence[str],
    limit: int | None,
    offset: int,
) -> Statement:
    """A SELECT from one mart; ties are broken by the grain, so that pages never overlap.

    Raises:
        UsageError: a column that the mart has not, or a negative page.
    """
    for what, size in (("limit", limit), ("offset", offset)):
        if (size is not None or what == "offset") and (type(size) is not int or size not in _PAGE):
            raise UsageError(f"Trang không hợp lệ: {what} phải là số nguyên không âm.")
    wanted = mart.column_names if columns is None else columns
    conditions = [_condition(_column(mart, name), wish) for name, wish in where.items()]
    parts = [
        f"SELECT {', '.join(_column(mart, name) for name in wanted)}",
        f"FROM {relation(mart.name)}",
        f"WHERE {' AND '.join(sql for sql, _ in conditions)}" if conditions else "",
        f"ORDER BY {', '.join(_orders(mart, order_by))}",
        f"LIMIT {limit:d}" if limit is not None else "",
        f"OFFSET {offset:d}" if offset else "",
    ]
    return Statement(" ".join(filter(None, parts)), tuple(value for _, values in conditions for value in values))


def _column(mart: MartReceipt, name: str) -> str:
    return quoted(require_known(f"cột của {mart.name}", name, mart.column_names))


def _orders(mart: MartReceipt, order_by: Sequence[str]) -> list[str]:
    wanted = [str(name) for name in order_by]
    named = [name.removeprefix(DESCENDING) for name in wanted]
    ties = [name for name in mart.grain if name not in named]
    return [
        f"{_column(mart, name.removeprefix(DESCENDING))} {'DESC' if name.startswith(DESCENDING) else 'ASC'} NULLS LAST"
        for name in (*wanted, *ties)
    ]


def _condition(column: str, wish: Condition) -> tuple[str, tuple[Value, ...]]:
    if wish is None:
        return f"{column} IS NULL", ()
    if isinstance(wish, str) or not isinstance(wish, Collection):
        return f"{column} = ?", (wish,)
    values = tuple(value for value in wish if value is not None)
    among = f"{column} IN ({', '.join('?' * len(values))})" if values else "false"
    return (f"({among} OR {column} IS NULL)" if None in wish else among), values


def run_select(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any] | Mapping[str, Any]
) -> pa.Table:
    """The answer to one SELECT, on a cursor of its own, so that threads may share the connection.

    Raises:
        UsageError: anything but exactly one SELECT, or SQL that does not run.
    """
    given = dict(parameters) if isinstance(parameters, Mapping) else list(parameters)
    cursor = connection.cursor()
    try:
        select = only_select(cursor, sql)
        # A SELECT can write, as in WITH gone AS (DELETE …): not in this transaction, which ends with the cursor.
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        return cursor.sql(select, params=given or None).to_arrow_table()
    except duckdb.Error as error:
        raise sql_error(error) from error
    finally:
        cursor.close()


def literal(value: Value) -> str:
    """A value as SQL text."""
    if value is None:
        return "NULL"
    if isinstance(value, date):
        return f"{'TIMESTAMP' if isinstance(value, datetime) else 'DATE'} '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value).lower()


def only_select(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """The one SELECT that ``sql`` consists of.

    Raises:
        UsageError: it is no SQL, several statements, or anything but a SELECT.
    """
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise sql_error(error) from error
    except TypeError as error:
        raise UsageError("Câu SQL phải là một chuỗi Unicode.") from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UsageError("Chỉ nhận đúng một câu lệnh SELECT.")
    return statements[0]


def sql_error(error: duckdb.Error) -> UsageError:
    """DuckDB's complaint in one line."""
    first_line = str(error).splitlines()[0] if str(error) else type(error).__name__
    return UsageError(f"Câu SQL không chạy được: {first_line}")
