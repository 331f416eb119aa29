"""Whole runs through the command line, each made once a test session whatever the number of workers."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from flows.cmis.sample import sample_agreements
from phanky.ledger import AGREEMENT_LIST, open_ledger
from phanky.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data" / "real-2024-2026"
EXPECTED = REAL.with_name("real-2024-2026.expected.csv")
AS_OF = date(2026, 11, 24)
PHANKY = str(Path(sys.executable).parent / "phanky")

needs_real_data = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real snapshot lies beside the project, in ../shared/data, and is not here"
)


@dataclass(frozen=True)
class Finished:
    """A command that ended: its exit code and what it said."""

    code: int
    out: str
    err: str


def phanky(home: Path, *arguments: str, **environment: str) -> Finished:
    """Run one command of the real program in a process of its own."""
    known = {**os.environ, "PHANKY_HOME": str(home), "PYTHONWARNINGS": "ignore", **environment}
    done = subprocess.run([PHANKY, *arguments], env=known, cwd=ROOT, capture_output=True, text=True, check=False)
    return Finished(done.returncode, done.stdout, done.stderr)


def succeed(home: Path, *arguments: str, **environment: str) -> str:
    """Run a command that must succeed and return what it printed."""
    done = phanky(home, *arguments, **environment)
    assert done.code == 0, f"phanky {' '.join(arguments)} left with {done.code}: {done.err}"
    return done.out


def real_run(shared: Path, target: str, **environment: str) -> Path:
    """PHANKY_HOME after the real snapshot was run on an engine."""
    return _once(shared / f"real-{target}", ["--source", "files", "--path", str(REAL)], target, **environment)


def sample_run(shared: Path, target: str, **environment: str) -> Path:
    """PHANKY_HOME after the sample, with its agreements, was run on an engine."""
    return _once(shared / f"sample-{target}", ["--source", "sample", "--customers", "2000"], target, **environment)


def _once(home: Path, source: list[str], target: str, **environment: str) -> Path:
    with FileLock(home.with_suffix(".lock")):
        if not (home / "releases" / "current").is_file():
            if "sample" in source:
                import_sample_agreements(home)
            succeed(home, "run", *source, "--as-of", AS_OF.isoformat(), "--target", target, **environment)
    return home


def import_sample_agreements(home: Path) -> None:
    """Put the sample's agreements into the ledger, as `phanky import agreements` does with a file."""
    home.mkdir(parents=True, exist_ok=True)
    with open_ledger(load_settings(home=home)) as ledger:
        ledger.lists.replace(AGREEMENT_LIST, sample_agreements(AS_OF), file="mau.xlsx", sha256="0" * 64, who="test")
