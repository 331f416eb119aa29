"""Starting runs that kill themselves, and looking at what they left."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def run_killed(home: Path, target: str, point: str, occurrence: int) -> None:
    """A run that must die at a point; AssertionError when it ends in any other way."""
    code = _run(home, target, point, str(occurrence))
    assert code == -signal.SIGKILL, f"ended with {code} instead of being killed at {point}"


def run_whole(home: Path, target: str) -> None:
    """A run that must succeed."""
    assert _run(home, target) == 0


def content_of(folder: Path) -> dict[str, str]:
    """Relative path -> SHA-256 of every file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _run(home: Path, target: str, *where: str) -> int:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-W", "ignore", "-m", "tests.flows.killed_run", str(home), target, *where]
    return subprocess.run(command, env=environment, cwd=_ROOT, check=False, timeout=120).returncode
