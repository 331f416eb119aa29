"""Spark for the length of a run: one session that dbt joins, and no Java process afterwards.

What lies under ``home/spark`` belongs to one run: its tables and the catalogue of them are made anew whenever a session
starts, because marts are rebuilt whole.  So nothing that a killed driver left there (a lock of the catalogue, half a
table) hinders the next run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pydantic import TypeAdapter

from flows.durable import write_durably
from flows.load.errors import spark_errors
from flows.load.warehouse import SparkWarehouse
from phanky.errors import ConfigurationError
from phanky.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
_SHUTDOWN_S = 30
_LOGGING = """\
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {log}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d %p %c{{1}}: %m%n
"""
_SAME_SQL = {
    # Times and failed casts mean what they mean on the other engines.
    "spark.sql.ansi.enabled": "false",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.session.timeZone": "UTC",
}


@dataclass(frozen=True)
class RawTables:
    """The relations of schema ``raw`` that a loaded snapshot has, as the statements that make them."""

    snapshot_id: str
    content: str
    statements: tuple[str, ...]


_RAW_TABLES = TypeAdapter(RawTables)


def read_raw_tables(warehouse: SparkWarehouse) -> RawTables | None:
    """Those of the snapshot loaded last; None when there is none."""
    file = warehouse.raw_file
    return _RAW_TABLES.validate_json(file.read_bytes()) if file.is_file() else None


def write_raw_tables(warehouse: SparkWarehouse, tables: RawTables) -> None:
    """What every session begins with from now on."""
    write_durably(warehouse.raw_file, _RAW_TABLES.dump_json(tables))


@contextmanager
def spark_warehouse(settings: Settings) -> Iterator[SparkWarehouse]:
    """A warehouse whose session starts when somebody asks :func:`session_of` for it, and ends here.

    Raises:
        ConfigurationError: Spark or Java is not installed.
    """
    _require_installed()
    root = settings.home / "spark"
    conf = json.loads(settings.spark_conf)
    warehouse = SparkWarehouse(root, root / f"run-{uuid4().hex[:12]}", settings.spark_master or LOCAL, conf)
    try:
        yield warehouse
    finally:
        stop_session()


def session_of(warehouse: SparkWarehouse) -> SparkSession:
    """The running session of this run; the first call starts it in an empty folder, with schema ``raw``.

    Raises:
        BuildError: it does not start.
    """
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    _clear(warehouse)
    builder = SparkSession.builder.appName("phanky").master(warehouse.master).enableHiveSupport()
    with spark_errors(warehouse.master), _java_told_nothing():
        session: SparkSession = builder.config(map=dict(_configuration(warehouse))).getOrCreate()
        session.sql("create schema raw")
        known = read_raw_tables(warehouse)
        for statement in known.statements if known is not None else ():
            session.sql(statement)
    return session


def stop_session() -> None:
    """End the session and its Java process, if there is one."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        with suppress(Exception):  # whatever has become of the cluster, the process below must go
            running.stop()
    # Without this the Java process would live as long as ours; pyspark offers no public way.
    context: Any = SparkContext
    gateway, context._gateway, context._jvm = context._gateway, None, None
    if gateway is not None:
        with suppress(Exception):
            gateway.shutdown()
        _end(gateway.proc)


def _end(java: subprocess.Popen[bytes]) -> None:
    # It ends by itself when nobody is there to write to it any more.
    if java.stdin is not None:
        java.stdin.close()
    try:
        java.wait(_SHUTDOWN_S)
    except subprocess.TimeoutExpired:
        java.kill()
        java.wait()


def _require_installed() -> None:
    try:
        import dbt.adapters.spark  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError:
        raise ConfigurationError("Chưa cài Spark. Cài phần tùy chọn: pip install 'phanky[spark]'.") from None
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and (Path(home) / "bin" / "java").is_file()):
        raise ConfigurationError("Spark cần Java 17 trở lên. Cài openjdk-17-jre-headless hoặc đặt JAVA_HOME.")


def _clear(warehouse: SparkWarehouse) -> None:
    for left in warehouse.root.glob("run-*/"):
        shutil.rmtree(left, ignore_errors=True)
    warehouse.folder.mkdir(parents=True)
    log = warehouse.root / "spark.log"
    log.unlink(missing_ok=True)
    write_durably(warehouse.folder / "log4j2.properties", _LOGGING.format(log=log).encode())


def _configuration(warehouse: SparkWarehouse) -> Mapping[str, str]:
    folder = warehouse.folder
    java = (
        f"-Dderby.stream.error.file={folder / 'derby.log'} "
        f"-Dlog4j2.configurationFile=file:{folder / 'log4j2.properties'}"
    )
    is_local = warehouse.master.startswith("local")
    return {
        **_SAME_SQL,
        "spark.sql.warehouse.dir": warehouse.tables.as_uri(),
        "spark.hadoop.javax.jdo.option.ConnectionURL": f"jdbc:derby:;databaseName={folder / 'metastore'};create=true",
        "spark.driver.defaultJavaOptions": java,
        # Small tables are broadcast from here, unpacked: a gigabyte is too little at 100,000 customers.
        "spark.driver.memory": "4g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        **({"spark.sql.shuffle.partitions": "4"} if is_local else {}),
        **warehouse.conf,
    }


@contextmanager
def _java_told_nothing() -> Iterator[None]:
    """Java's own warnings at its start go nowhere: what matters stands in Spark's log."""
    before = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)
        os.close(nowhere)
