"""Schema ``raw`` in the embedded warehouse: views over the landing files, so that loading copies nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from flows.cmis.declaration import RAW_TABLES, Table
from flows.landing import Manifest, landing_path
from flows.load.counting import require_loaded
from flows.load.errors import duckdb_errors
from flows.load.relations import LEDGER, LOADED, SNAPSHOT, SQL_TYPES, content_key, relation
from flows.load.warehouse import DuckDBWarehouse
from phanky.progress import reach
from phanky.settings import Settings


def load_embedded(manifest: Manifest, settings: Settings, warehouse: DuckDBWarehouse) -> bool:
    """Point the views at the snapshot's files, in one transaction; False when they already do."""
    content = content_key(manifest, str(settings.landing_dir))
    with duckdb_errors():
        warehouse.file.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(warehouse.file)) as connection:
            # Set, not passed to connect: a connection that dbt left open in this process has its own configuration.
            connection.execute(f"set memory_limit = '{warehouse.memory_limit}'; set threads = {warehouse.threads}")
            _ensure_ledger(connection)
            if _is_loaded(connection, manifest, content):
                return False
            connection.begin()
            for table in RAW_TABLES:
                reach("load.table", table.name)
                _point(connection, manifest, settings, table)
            _record(connection, manifest, content)
            reach("load.before_commit", manifest.snapshot_id)
            connection.commit()
    reach("load.committed", manifest.snapshot_id)
    return True


def _ensure_ledger(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"""
        create schema if not exists raw;
        create schema if not exists raw_ledger;
        create table if not exists {LEDGER} (
            snapshot_id varchar primary key, loaded_at timestamp, files integer, content varchar
        );
        create table if not exists {SNAPSHOT} (
            snapshot_id varchar, source varchar, as_of_date date, taken_at timestamp
        )
    """)


def _is_loaded(connection: duckdb.DuckDBPyConnection, manifest: Manifest, content: str) -> bool:
    found = connection.execute(LOADED, [manifest.snapshot_id, content]).fetchone()
    return found is not None


def _point(connection: duckdb.DuckDBPyConnection, manifest: Manifest, settings: Settings, table: Table) -> None:
    paths = [str(landing_path(settings, file)).replace("'", "''") for file in manifest.files_of(table.name)]
    if paths:
        columns = ", ".join(f'"{c.name}"::{SQL_TYPES[c.kind]} as {c.name.lower()}' for c in table.columns)
        listed = ", ".join(f"'{path}'" for path in paths)
        rows = f"select {columns} from read_parquet([{listed}], hive_partitioning = false)"
    else:
        columns = ", ".join(f"null::{SQL_TYPES[c.kind]} as {c.name.lower()}" for c in table.columns)
        rows = f"select {columns} where false"
    connection.execute(f"create or replace view {relation(table)} as {rows}")
    total = f"sum({table.total.lower()})" if table.total else "null"
    counted = connection.execute(f"select count(*), {total} from {relation(table)}").fetchone()
    require_loaded(manifest, table, counted)


def _record(connection: duckdb.DuckDBPyConnection, manifest: Manifest, content: str) -> None:
    taken = manifest.taken_at.astimezone(UTC).replace(tzinfo=None)
    connection.execute(f"delete from {SNAPSHOT}")
    connection.execute(
        f"insert into {SNAPSHOT} values (?, ?, ?, ?)", [manifest.snapshot_id, manifest.source, manifest.as_of, taken]
    )
    connection.execute(
        f"insert or replace into {LEDGER} values (?, ?, ?, ?)",
        [manifest.snapshot_id, datetime.now(UTC).replace(tzinfo=None), len(manifest.files), content],
    )
