"""What schema ``raw`` looks like on every engine."""

from __future__ import annotations

import hashlib

from flows.cmis.declaration import RAW_TABLES, Kind, Table
from flows.landing import Manifest

SQL_TYPES: dict[Kind, str] = {
    Kind.CODE: "varchar",
    Kind.TEXT: "varchar",
    Kind.ID: "bigint",
    Kind.WHOLE: "integer",
    Kind.QUANTITY: "numeric(18, 3)",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamp",
}
"""Types of raw columns, by names that both engines know."""

SNAPSHOT = "raw.snapshot"
LEDGER = "raw_ledger.loads"
TABLES_LEDGER = "raw_ledger.tables"
"""Which files each raw table was copied from, where loading copies."""

LOADED = f"""
    select 1 from {SNAPSHOT} join {LEDGER} using (snapshot_id)
    where snapshot_id = $1 and content = $2 and {len(RAW_TABLES)} = (
        select count(*) from information_schema.tables
        where table_schema = 'raw' and table_name in ({", ".join(f"'{t.name.lower()}'" for t in RAW_TABLES)})
    )
"""
"""A row when snapshot $1 with content $2 is what stands in ``raw``, and nobody has dropped a relation since."""


def relation(table: Table) -> str:
    """The name of a table in the warehouse."""
    return f"raw.{table.name.lower()}"


def table_key(manifest: Manifest, table: Table) -> str:
    """16 hex digits over the files of one table of a snapshot."""
    paths = "\n".join([manifest.layout, *(f.path for f in manifest.files_of(table.name))])
    return hashlib.sha256(paths.encode()).hexdigest()[:16]


def content_key(manifest: Manifest, place: str) -> str:
    """16 hex digits over the files of a snapshot and the place they are read from (empty: copied)."""
    paths = "\n".join([place, manifest.layout, *(f.path for f in manifest.files)])
    return hashlib.sha256(paths.encode()).hexdigest()[:16]
