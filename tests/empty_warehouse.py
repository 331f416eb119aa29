"""A DuckDB warehouse whose schema ``raw`` has every table and no row: enough to compile the dbt project against."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.cmis.declaration import RAW_TABLES


def make_empty_warehouse(path: Path) -> None:
    """Write the warehouse to ``path``."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema raw")
        for table in RAW_TABLES:
            empty = table.arrow_schema.empty_table()
            columns = ", ".join(f"{name} as {name.lower()}" for name in empty.column_names)
            connection.execute(f"create table raw.{table.name.lower()} as select {columns} from empty")
        connection.execute(
            "create table raw.snapshot (snapshot_id varchar, source varchar, as_of_date date, taken_at timestamp)"
        )
