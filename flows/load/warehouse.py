"""The warehouse a run computes in: the embedded file, a PostgreSQL server somewhere, or one of our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from flows.load.errors import connection_error
from flows.load.private_server import private_server
from phanky.errors import ConfigurationError
from phanky.settings import Settings

_SESSION_OPTIONS = "-c statement_timeout=30min -c lock_timeout=60s -c timezone=UTC"
"""No statement of a run may take longer than the run is worth, or wait for a reader for ever."""

_STALLED_LINE = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
"""A line that is cut or stalls is noticed within a minute or so instead of never."""


@dataclass(frozen=True)
class DuckDBWarehouse:
    """One file, opened by one process at a time; nobody holds it open between the steps of a run."""

    file: Path
    memory_limit: str  # as DuckDB writes it: "4.0GB"
    threads: int
    spill_folder: Path
    kind: Literal["duckdb"] = "duckdb"


@dataclass(frozen=True)
class PostgresWarehouse:
    """A database on a server that answers.

    Attributes:
        host: a host name, or the folder of the server's socket.
        extras: further libpq parameters of the configured address (``sslmode``, ``sslrootcert``, …).
        conninfo: all of it for psycopg and ADBC, with time limits; holds the password.
        is_private: the server is ours and stops with the run.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    dbname: str
    conninfo: str = field(repr=False)
    extras: Mapping[str, str] = field(default_factory=dict)
    is_private: bool = False
    kind: Literal["postgres"] = "postgres"


@dataclass(frozen=True)
class SparkWarehouse:
    """A Spark session to be started, and the folder that driver and workers see under one path.

    Attributes:
        root: what lasts from run to run.
        folder: catalogue and tables of this run.
        master: ``spark://host:port`` or ``local[*]``.
        conf: settings of Spark that win over ours.
    """

    root: Path
    folder: Path
    master: str
    conf: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["spark"] = "spark"

    @property
    def tables(self) -> Path:
        """Parquet files of schema ``marts`` lie in ``marts.db`` below, and so on."""
        return self.folder / "tables"

    @property
    def raw_file(self) -> Path:
        """Names the relations of the loaded snapshot."""
        return self.root / "raw.json"


Warehouse = DuckDBWarehouse | PostgresWarehouse | SparkWarehouse


@contextmanager
def open_warehouse(settings: Settings, target: Literal["duckdb", "postgres", "spark"]) -> Iterator[Warehouse]:
    """The warehouse of ``target`` for the length of a run; the caller holds the run lock.

    Raises:
        ConfigurationError: the configured address is malformed, refuses us, or its database is not UTF-8; Spark or Java
            is not installed.
        BuildError: the server does not answer, or a private one does not start.
    """
    if target == "duckdb":
        memory, spill = f"{settings.memory_limit_gb}GB", settings.work_dir / "spill"
        yield DuckDBWarehouse(settings.warehouse_file, memory, settings.threads, spill)
        return
    if target == "spark":
        # Imported where it is used: only this target needs Spark to be installed.
        from flows.load.spark_session import spark_warehouse

        with spark_warehouse(settings) as spark:
            yield spark
        return
    address = settings.postgres_address()
    if address is not None:
        yield _answering(_configured(address))
        return
    with private_server(settings) as parameters:
        yield _answering(_warehouse(parameters, is_private=True))


def _configured(address: str) -> PostgresWarehouse:
    try:
        parameters = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    except psycopg.ProgrammingError:
        # Its message quotes the address, which may hold a password.
        raise ConfigurationError(
            "PHANKY_POSTGRES_DSN không đúng dạng. Viết postgresql://người_dùng:mật_khẩu@máy:5432/cơ_sở_dữ_liệu."
        ) from None
    for name in ("host", "user", "dbname"):
        if not parameters.get(name):
            raise ConfigurationError(f"PHANKY_POSTGRES_DSN thiếu {name}. Bổ sung rồi chạy lại.")
    return _warehouse(parameters, is_private=False)


def _warehouse(parameters: Mapping[str, str], *, is_private: bool) -> PostgresWarehouse:
    options = f"{parameters.get('options', '')} {_SESSION_OPTIONS}".strip()
    known = ("host", "port", "user", "password", "dbname", "options")
    return PostgresWarehouse(
        host=parameters["host"],
        port=int(parameters.get("port", "5432")),
        user=parameters["user"],
        password=parameters.get("password", ""),
        dbname=parameters["dbname"],
        conninfo=make_conninfo(**{**_STALLED_LINE, **parameters, "options": options}),
        extras={name: value for name, value in parameters.items() if name not in known},
        is_private=is_private,
    )


def _answering(warehouse: PostgresWarehouse) -> PostgresWarehouse:
    try:
        with psycopg.connect(warehouse.conninfo) as connection:
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        raise connection_error(error, f"{warehouse.host}:{warehouse.port}/{warehouse.dbname}") from error
    if encoding != "UTF8":
        raise ConfigurationError(
            f"Cơ sở dữ liệu {warehouse.dbname} dùng bảng mã {encoding}, cần UTF8. "
            "Tạo cơ sở dữ liệu khác với ENCODING UTF8."
        )
    return warehouse
