"""Reading marts out of the engine that built them: the same Arrow types whichever engine it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import adbc_driver_manager
import adbc_driver_postgresql.dbapi as postgresql
import duckdb
import pyarrow as pa

from phanky.errors import BuildError
from semantic.naming import quoted
from semantic.statement import literal

MART_SCHEMA = "marts"
ROWS_PER_BATCH = 122_880

_DECIMAL = re.compile(r"(?:decimal|numeric)\((\d+),\s*(\d+)\)")
_TYPES: dict[str, pa.DataType] = {
    "varchar": pa.string(),
    "character varying": pa.string(),
    "text": pa.string(),
    "string": pa.string(),
    "smallint": pa.int32(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamp without time zone": pa.timestamp("us"),
}


class MartReader(Protocol):
    """Marts of one warehouse.  Columns come in the declared order, typed by :func:`canonical_type`."""

    @property
    def target(self) -> str:
        """Name of the engine."""

    def offered(self, mart: str, bench: duckdb.DuckDBPyConnection) -> AbstractContextManager[Offer]:
        """All rows of a mart, in no particular order, for ``bench`` to take; one mart at a time.

        Raises:
            BuildError: there is no such mart, or a column has a type that a public mart may not have.
        """


@dataclass(frozen=True)
class Offer:
    """A SELECT that the bench can run once, and the names of its columns."""

    columns: tuple[str, ...]
    sql: str


@contextmanager
def streamed(bench: duckdb.DuckDBPyConnection, batches: pa.RecordBatchReader) -> Iterator[Offer]:
    """Offer what another program sends."""
    bench.register("incoming", batches)
    try:
        yield Offer(tuple(batches.schema.names), "SELECT * FROM incoming")
    finally:
        bench.unregister("incoming")


def canonical_type(mart: str, column: str, declared: str) -> pa.DataType:
    """The one Arrow type for what engines may call differently.

    Args:
        declared: the engine's name of the type, such as ``DECIMAL(18,2)`` or ``numeric(18,2)``.

    Raises:
        BuildError: floats and numbers without a declared scale, which do not come out alike everywhere.
    """
    name = declared.lower()
    if decimal := _DECIMAL.fullmatch(name):
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    if name not in _TYPES:
        raise BuildError(
            f"Mart {mart}, cột {column}: kiểu {declared} không dùng được trong mart công khai. "
            "Khai kiểu trong hợp đồng của mô hình: văn bản, số nguyên, decimal(p,s), boolean, date hoặc timestamp."
        )
    return _TYPES[name]


class _DuckDBReader:
    """The bench reads the file itself: what it sorts in there never goes through Arrow."""

    target = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
        self._connection = connection
        self._warehouse = warehouse

    @contextmanager
    def offered(self, mart: str, bench: duckdb.DuckDBPyConnection) -> Iterator[Offer]:
        columns = self._columns(mart)
        bench.execute(f"ATTACH {literal(str(self._warehouse))} AS warehouse (READ_ONLY)")
        try:
            yield Offer(tuple(columns), f"SELECT {', '.join(columns.values())} FROM warehouse.{_table(mart)}")
        except duckdb.Error:
            # The bench's disk and memory, or the warehouse?  It is told by reading the warehouse alone.
            self._require_readable(mart)
            raise
        finally:
            bench.execute("DETACH warehouse")

    def _require_readable(self, mart: str) -> None:
        try:
            self._connection.execute(f"SELECT bit_xor(hash(mart)) FROM {_table(mart)} AS mart")
        except duckdb.Error as error:
            raise unreadable(mart, error) from error

    def _columns(self, mart: str) -> dict[str, str]:
        try:
            described = self._connection.execute(f"DESCRIBE {_table(mart)}").fetchall()
        except duckdb.Error as error:
            raise unreadable(mart, error) from error
        schema_of(mart, [(row[0], row[1]) for row in described])
        # smallint is widened here; every other type already is the canonical one.
        return {
            name: f"CAST({quoted(name)} AS INTEGER) AS {quoted(name)}" if declared == "SMALLINT" else quoted(name)
            for name, declared, *_ in described
        }


def _table(mart: str) -> str:
    return f"{MART_SCHEMA}.{quoted(mart)}"


@contextmanager
def duckdb_reader(warehouse: Path) -> Iterator[MartReader]:
    """Marts in a DuckDB file, opened without the right to write."""
    try:
        connection = duckdb.connect(str(warehouse), read_only=True)
    except duckdb.Error as error:
        raise BuildError(f"{warehouse}: không mở được kho dữ liệu. Chạy lại “phanky run”.") from error
    with connection:
        yield _DuckDBReader(connection, warehouse)


class _PostgresReader:
    target = "postgres"

    _CATALOGUE = f"""
        SELECT attribute.attname::text, format_type(attribute.atttypid, attribute.atttypmod)
        FROM pg_attribute AS attribute
        INNER JOIN pg_class AS class ON class.oid = attribute.attrelid
        INNER JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
        WHERE namespace.nspname = '{MART_SCHEMA}' AND class.relname = $1
            AND attribute.attnum > 0 AND NOT attribute.attisdropped
        ORDER BY attribute.attnum
    """

    def __init__(self, connection: postgresql.Connection) -> None:
        self._connection = connection

    def offered(self, mart: str, bench: duckdb.DuckDBPyConnection) -> AbstractContextManager[Offer]:
        return streamed(bench, self._batches(mart))

    def _batches(self, mart: str) -> pa.RecordBatchReader:
        try:
            schema = schema_of(mart, self._declared(mart))
            columns = ", ".join(self._column(field) for field in schema)
            cursor = self._connection.cursor()
            cursor.execute(f"SELECT {columns} FROM {MART_SCHEMA}.{quoted(mart)}")
            batches = cursor.fetch_record_batch()
        except adbc_driver_manager.Error as error:
            raise unreadable(mart, error) from error
        return pa.RecordBatchReader.from_batches(schema, _cast(mart, cursor, batches, schema))

    def _declared(self, mart: str) -> list[tuple[str, str]]:
        with self._connection.cursor() as cursor:
            cursor.execute(self._CATALOGUE, (mart,))
            return [(name, declared) for name, declared in cursor.fetchall()]

    @staticmethod
    def _column(field: pa.Field) -> str:
        # Decimals come as text: the driver has no exact type for them.
        exact = pa.types.is_decimal(field.type)
        return f"{quoted(field.name)}::text" if exact else quoted(field.name)


@contextmanager
def postgres_reader(address: str) -> Iterator[MartReader]:
    """Marts in PostgreSQL, streamed; all of them as of one moment."""
    try:
        connection = postgresql.connect(address)
    except adbc_driver_manager.Error as error:
        raise BuildError("Không nối được PostgreSQL để đọc mart. Kiểm tra PHANKY_POSTGRES_DSN.") from error
    with connection:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield _PostgresReader(connection)


def schema_of(mart: str, declared: Sequence[tuple[str, str]]) -> pa.Schema:
    """The Arrow schema of (name, the engine's type) pairs.

    Raises:
        BuildError: there are none, or one has a type that a public mart may not have.
    """
    if not declared:
        raise BuildError(f"Kho dữ liệu không có mart {mart}. Chạy lại “phanky run”.")
    return pa.schema([pa.field(name, canonical_type(mart, name, kind)) for name, kind in declared])


def _cast(
    mart: str, cursor: postgresql.Cursor, batches: pa.RecordBatchReader, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Holds the cursor: without it the stream would end."""
    try:
        with cursor:
            for batch in batches:
                columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)
    except (adbc_driver_manager.Error, OSError) as error:
        raise unreadable(mart, error) from error


def unreadable(mart: str, error: Exception) -> BuildError:
    """What the engine said, in our words."""
    reason = str(error).splitlines()[0]
    return BuildError(f"Mart {mart}: không đọc được từ kho dữ liệu ({reason}). Chạy lại “phanky run”.")
