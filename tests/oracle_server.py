"""CMIS on a server that speaks Oracle's wire protocol: an emulator before a PostgreSQL of its own."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import oracledb
import psycopg
import pyarrow as pa
from pyarrow import csv

from flows.cmis.declaration import TABLES, Kind, Table
from flows.cmis.oracle.mapping import locate
from tests.runs import ROOT

POSTGRES = Path("/usr/lib/postgresql/15/bin")
_ORAFCE = Path("/usr/share/postgresql/15/extension/orafce.control")
READER, PASSWORD = "PHANKY", "chi doc"
STAMPS = ("NGAY_TAO", "NGUOI_TAO", "NGAY_SUA", "NGUOI_SUA")
LACKING = (
    None
    if _ORAFCE.is_file() and importlib.util.find_spec("seerdb") is not None
    else "no Oracle emulator: postgresql-15-orafce or seerdb is not installed (make oracle)"
)
_TYPES = {
    Kind.CODE: "VARCHAR2(50)",
    Kind.TEXT: "VARCHAR2(200)",
    Kind.ID: "NUMBER(18)",
    Kind.WHOLE: "NUMBER(4)",
    Kind.QUANTITY: "NUMBER(18,3)",
    Kind.DATE: "DATE",
    Kind.MOMENT: "TIMESTAMP",
}
_RELATIONS = {located.table.name: located for located in locate(None)}
OWNERS = tuple(sorted({located.owner for located in _RELATIONS.values()}))


@dataclass(frozen=True)
class OracleServer:
    """A running emulator.  ``port`` speaks Oracle; ``conninfo`` is the PostgreSQL behind it."""

    port: int
    conninfo: str

    @property
    def dsn(self) -> str:
        """As the settings have it."""
        return f"127.0.0.1:{self.port}/CMIS"

    def settings(self, **others: object) -> dict[str, object]:
        """What the settings need to read it, quickly failing."""
        return {
            "oracle_dsn": self.dsn, "oracle_user": READER, "oracle_password": PASSWORD, "oracle_connect_seconds": 20,
            "oracle_answer_seconds": 30, "retry_seconds": 0.0, **others,
        }  # fmt: skip

    def login(self, user: str = READER) -> oracledb.Connection:
        """A connection over the wire."""
        return oracledb.connect(user=user, password=PASSWORD, dsn=self.dsn)

    def fill(self, tables: Mapping[str, pa.Table], *, stamp: datetime | None = None) -> None:
        """Put these rows in place of all that is there; NGAY_TAO is ``stamp``."""
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            for table in TABLES:
                connection.execute(f"TRUNCATE {relation(table)}")  # type: ignore[arg-type]
                if table.name in tables:
                    _copy(connection, table, tables[table.name], stamp)

    def change(self, *statements: str) -> None:
        """Run SQL of PostgreSQL behind the emulator's back, all or nothing."""
        with psycopg.connect(self.conninfo) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[arg-type]


def relation(table: Table) -> str:
    """Schema and table in PostgreSQL."""
    return _RELATIONS[table.name].relation.lower()


def _copy(connection: psycopg.Connection, table: Table, rows: pa.Table, stamp: datetime | None) -> None:
    rows = rows.select(list(table.column_names))
    if stamp is not None and "NGAY_TAO" not in table.column_names:
        rows = rows.append_column("NGAY_TAO", pa.repeat(pa.scalar(stamp, pa.timestamp("s")), rows.num_rows))
    sink = io.BytesIO()
    csv.write_csv(rows, sink, csv.WriteOptions(include_header=False))
    names = ", ".join(name.lower() for name in rows.column_names)
    with connection.cursor().copy(f"COPY {relation(table)} ({names}) FROM STDIN (FORMAT csv)") as copy:  # type: ignore[arg-type]
        copy.write(sink.getvalue())


@contextmanager
def oracle_server() -> Iterator[OracleServer]:
    """Start both servers on a free port in a folder of their own, with every declared table, empty."""
    folder = Path(tempfile.mkdtemp(prefix="pk-ora-"))
    account = "postgres" if os.getuid() == 0 else None
    if account:
        shutil.chown(folder, account)
    try:
        with _postgres(folder, account) as conninfo, _mirror(folder, conninfo) as port:
            server = OracleServer(port, conninfo)
            _make_tables(server)
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _postgres(folder: Path, account: str | None) -> Iterator[str]:
    data = str(folder / "data")

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(POSTGRES / program), "-D", data, *arguments], user=account, group=account, cwd="/", check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    run("initdb", "-A", "trust", "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "-N")
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c timezone=UTC -c max_connections=40"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        base = f"host={folder} user=postgres"
        with psycopg.connect(f"{base} dbname=postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE cmis")
            # The emulator takes SET TRANSACTION READ ONLY and leaves isolation to the server behind it.
            connection.execute("ALTER DATABASE cmis SET default_transaction_isolation = 'repeatable read'")
        with psycopg.connect(f"{base} dbname=cmis", autocommit=True) as connection:
            connection.execute("CREATE EXTENSION orafce")
        yield f"{base} dbname=cmis"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")


@contextmanager
def _mirror(folder: Path, conninfo: str) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    users = ",".join(f"{name}:{PASSWORD}" for name in (READER, *OWNERS))
    with (folder / "mirror.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.oracle_mirror", "--port", str(port), "--failed-login-attempts", "0",
             "postgres", conninfo],
            env={**os.environ, "MIRROR_USERS": users, "TZ": "UTC"}, cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _await(port)
        yield port
    finally:
        process.kill()
        process.wait()


def _await(port: int) -> None:
    ends_at = time.monotonic() + 60
    while time.monotonic() < ends_at:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError("the emulator does not listen")


def _make_tables(server: OracleServer) -> None:
    for owner in OWNERS:
        with server.login(owner) as connection, connection.cursor() as cursor:
            for located in (one for one in _RELATIONS.values() if one.owner == owner):
                cursor.execute(_create(located.table))
                cursor.execute(f"GRANT SELECT ON {located.name} TO {READER}")
            connection.commit()


def _create(table: Table, extra: Sequence[str] = ()) -> str:
    columns = [f"{c.name} {_TYPES[c.kind]}" for c in table.columns]
    audit = [f"{name} {'DATE' if name.startswith('NGAY') else 'VARCHAR2(50)'}" for name in STAMPS]
    audit = [column for column in audit if column.split()[0] not in table.column_names]
    return f"CREATE TABLE {table.name} ({', '.join([*columns, *audit, *extra])})"
