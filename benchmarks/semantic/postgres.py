"""The released marts in PostgreSQL, with indexes that fit: the same SQL runs there unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg
from psycopg.conninfo import make_conninfo

from flows.load.private_server import private_server
from phanky.settings import load_settings
from semantic.naming import SCHEMA, quoted, relation
from semantic.receipt import MartReceipt
from semantic.release import Opened

INDEXES = Path(__file__).with_name("indexes.sql")
_ROWS_PER_BATCH = 65_536
_LOADED = f"select obj_description(to_regnamespace('{SCHEMA}'), 'pg_namespace')"


@contextmanager
def served_marts(home: Path, opened: Opened, connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Address of a private server under ``home`` that has these marts; stopped at the end, its data is kept."""
    with private_server(load_settings(home=home)) as parameters:
        address = make_conninfo(**parameters)
        with psycopg.connect(address, autocommit=True) as postgres:
            if postgres.execute(_LOADED).fetchone() != (_key(opened),):
                load_marts(address, opened, connection)
        yield address


def load_marts(address: str, opened: Opened, connection: duckdb.DuckDBPyConnection) -> None:
    """Copy the marts from the open instance into schema ``marts``, index and analyse them."""
    with psycopg.connect(address, autocommit=True) as postgres:
        postgres.execute(f"drop schema if exists {SCHEMA} cascade")
        postgres.execute(f"create schema {SCHEMA}")
        for mart in opened.marts:
            postgres.execute(f"create table {_name(mart)} ({', '.join(_columns(mart))})")
            _copy(address, mart, connection)
        for statement in INDEXES.read_text(encoding="utf-8").split(";\n"):
            postgres.execute(statement)
        postgres.execute("vacuum analyze")
        postgres.execute(f"comment on schema {SCHEMA} is '{_key(opened)}'")


def _key(opened: Opened) -> str:
    """The release and the indexes: another one of either is loaded anew."""
    return f"{opened.receipt.release_id} {hashlib.sha256(INDEXES.read_bytes()).hexdigest()}"


def _name(mart: MartReceipt) -> str:
    return f"{SCHEMA}.{quoted(mart.name)}"


def _columns(mart: MartReceipt) -> Iterator[str]:
    # Text sorts by code point, as in DuckDB, whatever the collation of the database.
    for name, data_type in mart.columns:
        kind = "double precision" if data_type == "DOUBLE" else data_type.lower()
        yield quoted(name) + " " + kind + (' collate "C"' if kind == "varchar" else "")


def _copy(address: str, mart: MartReceipt, connection: duckdb.DuckDBPyConnection) -> None:
    from adbc_driver_postgresql import dbapi

    with connection.cursor() as source, dbapi.connect(address) as target, target.cursor() as cursor:
        reader = source.sql(f"select * from {relation(mart.name)}").to_arrow_reader(_ROWS_PER_BATCH)
        cursor.adbc_ingest(mart.name, reader, mode="append", db_schema_name=SCHEMA)
        target.commit()
