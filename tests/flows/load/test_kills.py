"""A run that is killed while loading leaves the warehouse whole, and the next run loads the same rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import psutil  # type: ignore[import-untyped]
import psycopg
import pytest

from flows.load import open_warehouse
from flows.load.private_server import processes_in
from phanky.settings import load_settings
from tests.flows.kills import run_killed, run_whole

_FOUND = "select count(*), sum(dien_tthu) from raw.hdn_hdon"


@pytest.mark.parametrize(
    ("point", "occurrence"),
    [("load.begin", 1), ("load.table", 12), ("load.before_commit", 1), ("load.committed", 1)],
)
def test_the_embedded_warehouse_is_loaded_by_the_next_run(tmp_path: Path, point: str, occurrence: int) -> None:
    run_killed(tmp_path, "duckdb", point, occurrence)
    run_whole(tmp_path, "duckdb")

    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as warehouse:
        assert warehouse.execute(_FOUND).fetchall() == [(9, Decimal("9004.500"))]
        assert warehouse.execute("select count(*) from raw_ledger.loads").fetchall() == [(1,)]


@pytest.mark.parametrize(("point", "occurrence"), [("load.table", 12), ("load.committed", 1)])
def test_the_private_server_of_a_killed_run_is_replaced(tmp_path: Path, point: str, occurrence: int) -> None:
    run_killed(tmp_path, "postgres", point, occurrence)
    assert processes_in(tmp_path / "postgres"), "the killed run should leave its server behind"

    run_whole(tmp_path, "postgres")

    assert processes_in(tmp_path / "postgres") == []
    _assert_loaded(tmp_path)


def test_a_server_that_was_killed_with_its_run_recovers(tmp_path: Path) -> None:
    run_killed(tmp_path, "postgres", "load.before_commit", 1)
    killed = processes_in(tmp_path / "postgres")
    for process in killed:
        process.kill()
    psutil.wait_procs(killed, timeout=10)
    assert (tmp_path / "postgres" / "postmaster.pid").exists()

    run_whole(tmp_path, "postgres")

    _assert_loaded(tmp_path)


def _assert_loaded(home: Path) -> None:
    with (
        open_warehouse(load_settings(home=home, memory_limit_gb=0.5), "postgres") as warehouse,
        psycopg.connect(warehouse.conninfo) as server,  # type: ignore[union-attr]  # asked for above
    ):
        assert server.execute(_FOUND).fetchall() == [(9, Decimal("9004.500"))]
        assert server.execute("select count(*) from raw_ledger.loads").fetchall() == [(1,)]
