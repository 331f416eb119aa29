"""dlt's SQL source over the same wire, in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.peers.environments import DEFAULT_BUILD, PINS, Environments
from tests.oracle_server import PASSWORD, READER, OracleServer

_BACKENDS = ("sqlalchemy", "pyarrow")


def dlt_readings(server: OracleServer) -> list[dict[str, Any]]:
    """One reading with each way in which dlt takes rows over; what it says is part of the error when it fails."""
    build = Path(os.environ.get("PHANKY_PEERS", DEFAULT_BUILD))
    python = Environments(build).dlt() / "venv" / "bin" / "python"
    return [_read(python, backend, server) for backend in _BACKENDS]


def _read(python: Path, backend: str, server: OracleServer) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="pk-dlt-") as folder:
        done = subprocess.run(
            [str(python), str(PINS / "dlt_source" / "reading.py"), backend, server.dsn, READER, PASSWORD],
            cwd=folder, check=False, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": "", "DLT_DATA_DIR": folder, "RUNTIME__DLTHUB_TELEMETRY": "false"},
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"dlt ({backend}): {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {"way": f"dlt, {backend}", **found}
