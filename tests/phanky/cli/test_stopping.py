"""A run that is asked to stop says so and leaves with the signal's code, whatever the libraries make of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from phanky.ledger import Outcome, open_ledger
from phanky.settings import load_settings

PROGRAM = [sys.executable, "-W", "ignore", "-c", "from phanky.cli import main; main()"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopping_while_the_engine_computes(number: signal.Signals, code: int, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHANKY_")}
    process = subprocess.Popen(
        [*PROGRAM, "run", "--source", "sample", "--customers", "150"],
        env={**kept, "PHANKY_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A suite started in the background hands down an ignored SIGINT, as nohup does.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no thread runs yet
    )
    assert process.stderr is not None
    next(line for line in process.stderr if "Tính kết luận" in line)

    process.send_signal(number)
    out, err = process.communicate(timeout=30)

    assert process.returncode == code
    assert err.splitlines()[-1] == "Lỗi: Đã dừng theo yêu cầu."
    assert out == ""
    with open_ledger(load_settings(home=tmp_path)) as ledger:
        assert ledger.last_runs(1)[0].outcome is Outcome.FAILED
    assert not (tmp_path / "releases" / "current").exists()
