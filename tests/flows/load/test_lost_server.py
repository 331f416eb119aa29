"""PostgreSQL goes away in the middle of a load: the last release is served, a line says why, the next run succeeds."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
import pytest

from flows.load.private_server import processes_in
from phanky.errors import BuildError
from phanky.progress import listening
from tests.whole_exports import write_first, write_second
from tests.whole_runs import Job, copy_home, last_outcomes, release_in_service, state_of

pytestmark = pytest.mark.xdist_group("whole runs")

_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' AND datname = current_database()
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release of the first exports; what else a test leaves in it is its own."""
    folder = tmp_path_factory.mktemp("lost")
    Job(folder / "home", write_first(folder / "exports")).go()
    return folder / "home"


@pytest.fixture(scope="module")
def wanted(first: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The marts of the second exports as a run without trouble makes them."""
    folder = tmp_path_factory.mktemp("wanted")
    Job(folder / "home", write_second(folder / "exports")).go()
    return state_of(folder / "home").marts


def run_while(job: Job, happens: Callable[[], None]) -> str:
    """A run that must fail because of what happens at its twelfth table; what it said."""
    seen: list[str] = []

    def listener(point: str, table: str) -> None:
        if point == "load.table":
            seen.append(table)
            if len(seen) == 12:
                happens()

    with listening(listener), pytest.raises(BuildError) as told:
        job.go()
    assert len(seen) == 12
    return str(told.value)


def assert_served_and_made_good(job: Job, before: str | None, wanted: dict[str, str]) -> None:
    assert release_in_service(job.home) == before
    assert last_outcomes(job.home, 1) == ["failed"]
    assert job.go().changed
    assert state_of(job.home).marts == wanted


def test_a_session_that_the_server_ends(
    first: Path, wanted: dict[str, str], tmp_path: Path, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHANKY_POSTGRES_DSN", postgres_database)
    copy_home(first, tmp_path / "home")
    job = Job(tmp_path / "home", write_second(tmp_path / "exports"), "postgres")
    before = release_in_service(job.home)

    def end_sessions() -> None:
        with psycopg.connect(postgres_database) as connection:
            assert len(connection.execute(_OTHERS).fetchall()) == 1

    told = run_while(job, end_sessions)

    assert told.startswith("Không nạp được vào PostgreSQL: ")
    assert told.endswith(("chạy lại.", "chạy lại"))
    with psycopg.connect(postgres_database) as connection:
        assert connection.execute("SELECT to_regclass('raw.hdn_hdon')").fetchone() == (None,), "half a load is there"
    assert_served_and_made_good(job, before, wanted)


def test_a_server_that_is_stopped_at_once_and_started_again(
    first: Path, wanted: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ``pg_ctl -m immediate`` does; the next run starts it, and it recovers from its log."""
    monkeypatch.delenv("PHANKY_POSTGRES_DSN", raising=False)
    copy_home(first, tmp_path / "home")
    job = replace(Job(tmp_path / "home", write_second(tmp_path / "exports")), target="postgres")
    before = release_in_service(job.home)

    told = run_while(job, lambda: _stop_at_once(job.home / "postgres"))

    assert told.startswith("Không nạp được vào PostgreSQL: ")
    assert told.endswith("chạy lại.")
    assert_served_and_made_good(job, before, wanted)
    assert processes_in(job.home / "postgres") == []


def _stop_at_once(data: Path) -> None:
    found = processes_in(data)
    numbers = {process.pid for process in found}
    (postmaster,) = [process for process in found if process.ppid() not in numbers]
    postmaster.send_signal(signal.SIGQUIT)
    _, alive = psutil.wait_procs(found, timeout=30)
    assert not alive
