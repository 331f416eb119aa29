"""What dies while Spark computes: a worker with its executor, the driver."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from phanky.identity import whole_company
from semantic import Shelf, open_release
from tests.runs import AS_OF, PHANKY, ROOT, import_sample_agreements, sample_run, succeed
from tests.spark_cluster import needs_java, spark_cluster

pytestmark = [pytest.mark.soak, needs_java]
_RUN = ["run", "--source", "sample", "--customers", "2000", "--as-of", AS_OF.isoformat(), "--target", "spark"]
_PATIENCE_S = 240


def test_a_worker_and_its_executor_killed_during_the_build_change_nothing(shared_folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    import_sample_agreements(home)
    with spark_cluster(tmp_path / "cluster") as cluster:
        run = _begun(home, cluster.environment)
        _wait_for(home, "int_bills__live")
        assert cluster.kill_worker(0) >= 1
        assert run.wait(_PATIENCE_S) == 0

    assert _content(home) == _content(sample_run(shared_folder, "duckdb"))


def test_a_killed_driver_leaves_no_release_and_no_hindrance(shared_folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    import_sample_agreements(home)
    with spark_cluster(tmp_path / "cluster") as cluster:
        run = _begun(home, cluster.environment)
        _wait_for(home, "int_bills__live")
        java = psutil.Process(run.pid).children(recursive=True)
        assert java
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        assert Shelf(home).current_id() is None
        assert psutil.wait_procs(java, timeout=60)[1] == []
        succeed(home, *_RUN, **cluster.environment)

    assert _content(home) == _content(sample_run(shared_folder, "duckdb"))


def _begun(home: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    known = {**os.environ, "PHANKY_HOME": str(home), "PYTHONWARNINGS": "ignore", **environment}
    return subprocess.Popen([PHANKY, *_RUN], env=known, cwd=ROOT)


def _wait_for(home: Path, table: str) -> None:
    """Until Spark has begun to write a table of the intermediate models."""
    until = time.monotonic() + _PATIENCE_S
    while not list(home.glob(f"spark/run-*/tables/intermediate.db/{table}")):
        assert time.monotonic() < until, f"{table} was not begun"
        time.sleep(0.05)


def _content(home: Path) -> str:
    with open_release(whole_company("test"), home=home) as release:
        return release.receipt.content_hash
