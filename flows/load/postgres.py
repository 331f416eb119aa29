"""Schema ``raw`` in PostgreSQL: real tables, in one transaction with the ledger rows.

A table whose files are those that it was copied from stays as it is; the others are replaced whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.cmis.declaration import RAW_TABLES, Table
from flows.landing import Manifest, landing_path
from flows.load.counting import is_as_landed, require_loaded
from flows.load.errors import postgres_errors
from flows.load.relations import (
    LEDGER,
    LOADED,
    SNAPSHOT,
    SQL_TYPES,
    TABLES_LEDGER,
    content_key,
    relation,
    table_key,
)
from flows.load.warehouse import PostgresWarehouse
from phanky.progress import reach
from phanky.settings import Settings

if TYPE_CHECKING:
    from adbc_driver_postgresql.dbapi import Cursor

_ROWS_PER_BATCH = 65_536


def load_postgres(manifest: Manifest, settings: Settings, warehouse: PostgresWarehouse) -> bool:
    """Make the raw tables hold the snapshot's rows; False when it is the one that is loaded."""
    from adbc_driver_postgresql import dbapi

    content = content_key(manifest, "")
    # Leaving the connection without a commit rolls everything back.
    with postgres_errors(), dbapi.connect(warehouse.conninfo) as connection, connection.cursor() as cursor:
        _ensure_ledger(cursor)
        if _is_loaded(cursor, manifest, content):
            return False
        for table in RAW_TABLES:
            if not _stands(cursor, manifest, table):
                reach("load.table", table.name)
                _replace(cursor, manifest, settings, table)
        _record(cursor, manifest, content)
        reach("load.before_commit", manifest.snapshot_id)
        connection.commit()
    reach("load.committed", manifest.snapshot_id)
    return True


def _ensure_ledger(cursor: Cursor) -> None:
    cursor.execute("create schema if not exists raw")
    cursor.execute("create schema if not exists raw_ledger")
    cursor.execute(
        f"create table if not exists {LEDGER} "
        "(snapshot_id varchar primary key, loaded_at timestamp, files integer, content varchar)"
    )
    cursor.execute(
        f"create table if not exists {SNAPSHOT} "
        "(snapshot_id varchar, source varchar, as_of_date date, taken_at timestamp)"
    )
    cursor.execute(f"create table if not exists {TABLES_LEDGER} (name varchar primary key, content varchar)")


def _is_loaded(cursor: Cursor, manifest: Manifest, content: str) -> bool:
    cursor.execute(LOADED, (manifest.snapshot_id, content))
    return cursor.fetchone() is not None


def _stands(cursor: Cursor, manifest: Manifest, table: Table) -> bool:
    """Whether a table was copied from the snapshot's files, and nobody has taken it or rows of it away since."""
    cursor.execute(
        f"select 1 from {TABLES_LEDGER} where name = $1 and content = $2 and to_regclass($1) is not null",
        (relation(table), table_key(manifest, table)),
    )
    return cursor.fetchone() is not None and is_as_landed(manifest, table, _counted(cursor, table))


def _counted(cursor: Cursor, table: Table) -> tuple[Any, ...] | None:
    total = f"sum({table.total.lower()})::text" if table.total else "null::text"
    cursor.execute(f"select count(*), {total} from {relation(table)}")
    found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _replace(cursor: Cursor, manifest: Manifest, settings: Settings, table: Table) -> None:
    # Views that were built on the old table go with it; the build that follows makes them again.
    cursor.execute(f"drop table if exists {relation(table)} cascade")
    cursor.execute(f"create table {relation(table)} ({', '.join(_columns(table))})")
    reader = pa.RecordBatchReader.from_batches(_schema(table), _batches(manifest, settings, table))
    cursor.adbc_ingest(table.name.lower(), reader, mode="append", db_schema_name="raw")
    cursor.execute(f"analyze {relation(table)}")
    require_loaded(manifest, table, _counted(cursor, table))
    cursor.execute(f"delete from {TABLES_LEDGER} where name = $1", (relation(table),))
    _insert(cursor, TABLES_LEDGER, relation(table), table_key(manifest, table))


def _columns(table: Table) -> Iterator[str]:
    # Text sorts and compares by code point, as in DuckDB, whatever the collation of the database.
    for column in table.columns:
        kind = SQL_TYPES[column.kind]
        yield f"{column.name.lower()} {kind}" + (' collate "C"' if kind == "varchar" else "")


def _schema(table: Table) -> pa.Schema:
    return pa.schema([field.with_name(field.name.lower()) for field in table.arrow_schema])


def _batches(manifest: Manifest, settings: Settings, table: Table) -> Iterator[pa.RecordBatch]:
    schema = _schema(table)
    for landed in manifest.files_of(table.name):
        with pq.ParquetFile(landing_path(settings, landed)) as file:
            for batch in file.iter_batches(_ROWS_PER_BATCH, columns=list(table.column_names)):
                yield batch.rename_columns(schema.names).cast(schema)


def _record(cursor: Cursor, manifest: Manifest, content: str) -> None:
    cursor.execute(f"delete from {SNAPSHOT}")
    _insert(cursor, SNAPSHOT, manifest.snapshot_id, manifest.source, manifest.as_of, _naive(manifest.taken_at))
    cursor.execute(f"delete from {LEDGER} where snapshot_id = $1", (manifest.snapshot_id,))
    _insert(cursor, LEDGER, manifest.snapshot_id, _naive(datetime.now(UTC)), len(manifest.files), content)


def _insert(cursor: Cursor, table: str, *values: Any) -> None:
    marks = ", ".join(f"${place}" for place in range(1, len(values) + 1))
    cursor.execute(f"insert into {table} values ({marks})", values)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
