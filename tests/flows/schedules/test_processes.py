"""How the processes around Prefect are started, and that they end with their parent."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.schedules.processes import only_one, prefect_environment, require_free
from phanky.errors import BusyError, ConfigurationError
from phanky.settings import load_settings
from tests.runs import ROOT


def test_nothing_is_told_to_anybody_outside(tmp_path: Path) -> None:
    found = prefect_environment(load_settings(home=tmp_path), "http://127.0.0.1:4200/api", "http://127.0.0.1:4200")
    assert found["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert found["PREFECT_SERVER_UI_V2_ENABLED"] == "false"
    assert found["DO_NOT_TRACK"] == "1"
    assert "127.0.0.1" in found["NO_PROXY"].split(",")
    assert found["PREFECT_HOME"].startswith(str(tmp_path)) or "PREFECT_HOME" in os.environ


def test_schedules_of_one_home_run_once(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    with only_one(settings), pytest.raises(BusyError, match="--no-schedules"), only_one(settings):
        pass


def test_a_port_that_is_taken_is_named() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigurationError, match=str(taken.getsockname()[1])):
            require_free(taken.getsockname()[1])


def test_a_child_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    """The parent's end of stdin is all that ties them."""
    (tmp_path / "waits.py").write_text("import time\nprint('up', flush=True)\ntime.sleep(60)\n")
    child = subprocess.Popen(
        [sys.executable, "-m", "flows.schedules.tethered", "waits"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}, cwd=ROOT,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == b"up\n"
    begun = time.monotonic()
    child.stdin.close()
    assert child.wait(20) == -15
    assert time.monotonic() - begun < 10
