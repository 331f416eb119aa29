"""Schema ``raw`` on Spark: tables over the landed files where they lie, so that loading copies nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cmis.declaration import RAW_TABLES, Kind, Table
from flows.landing import Manifest, landing_path
from flows.load.counting import require_loaded
from flows.load.errors import spark_errors
from flows.load.relations import SNAPSHOT, content_key, relation
from flows.load.spark_session import RawTables, read_raw_tables, session_of, write_raw_tables
from flows.load.warehouse import SparkWarehouse
from phanky.progress import reach
from phanky.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_TYPES: dict[Kind, str] = {
    Kind.CODE: "string",
    Kind.TEXT: "string",
    Kind.ID: "bigint",
    Kind.WHOLE: "int",
    Kind.QUANTITY: "decimal(18, 3)",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamp",
}


def load_spark(manifest: Manifest, settings: Settings, warehouse: SparkWarehouse) -> bool:
    """Make tables of the snapshot's files; False when they are the ones that every session begins with already."""
    content = content_key(manifest, str(settings.landing_dir))
    folder = warehouse.root / "raw" / content
    tables = RawTables(manifest.snapshot_id, content, tuple(_statements(manifest, folder)))
    if folder.is_dir() and read_raw_tables(warehouse) == tables:
        return False
    warehouse.raw_file.unlink(missing_ok=True)
    shutil.rmtree(folder.parent, ignore_errors=True)
    with spark_errors(warehouse.master):
        session = session_of(warehouse)
        for table, statement in zip((*RAW_TABLES, None), tables.statements, strict=True):
            if table is not None:
                reach("load.table", table.name)
                _link(manifest, settings, table, folder)
            session.sql(statement)
            if table is not None:
                _require_counted(session, manifest, table)
    reach("load.before_commit", manifest.snapshot_id)
    write_raw_tables(warehouse, tables)
    reach("load.committed", manifest.snapshot_id)
    return True


def _statements(manifest: Manifest, folder: Path) -> Iterator[str]:
    for table in RAW_TABLES:
        columns = ", ".join(f"{column.name.lower()} {_TYPES[column.kind]}" for column in table.columns)
        place = _quoted((folder / table.name.lower()).as_uri())
        yield f"create table {relation(table)} ({columns}) using parquet location {place}"
    taken = manifest.taken_at.astimezone(UTC).replace(tzinfo=None)
    yield (
        f"create view {SNAPSHOT} as select {_quoted(manifest.snapshot_id)} as snapshot_id, "
        f"{_quoted(manifest.source)} as source, date '{manifest.as_of}' as as_of_date, timestamp '{taken}' as taken_at"
    )


def _link(manifest: Manifest, settings: Settings, table: Table, folder: Path) -> None:
    """A folder of names for the landed files: Spark's tables take a folder, and landing's holds other snapshots too."""
    place = folder / table.name.lower()
    place.mkdir(parents=True)
    for number, file in enumerate(manifest.files_of(table.name)):
        os.link(landing_path(settings, file), place / f"{number:05}.parquet")


def _require_counted(session: SparkSession, manifest: Manifest, table: Table) -> None:
    total = f"sum({table.total.lower()})" if table.total else "null"
    counted = session.sql(f"select count(*), {total} from {relation(table)}").first()
    require_loaded(manifest, table, None if counted is None else tuple(counted))


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
