"""Where the benchmark keeps its data: under ``.phanky/bench``, which git does not see."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "benchmarks"
OUT = HERE / "out"
BY_HAND = HERE / "verdicts_by_hand.sql"
AS_OF = date(2026, 11, 24)
MONTHS = 24


@dataclass(frozen=True)
class Places:
    """The folders of one size; the data in ``source`` is made once and kept."""

    customers: int

    @property
    def root(self) -> Path:
        """Everything of this size."""
        return ROOT / ".phanky" / "bench" / str(self.customers)

    @property
    def source(self) -> Path:
        """A PHANKY_HOME that holds the landed snapshot and the ledger with its agreements, and nothing built."""
        return self.root / "source"

    @property
    def landed(self) -> Path:
        """What landing cost when it was done."""
        return self.root / "landed.json"

    @property
    def exports(self) -> Path:
        """The same tables as CSV files."""
        return self.root / "exports"

    def home(self, name: str) -> Path:
        """A PHANKY_HOME to run in."""
        return self.root / name

    def fresh_home(self, name: str) -> Path:
        """An empty PHANKY_HOME that shares the landed files (hard links) and the ledger; nothing is loaded or built."""
        home = self.home(name)
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        for part in ("landing", "snapshots"):
            shutil.copytree(self.source / part, home / part, copy_function=os.link)
        shutil.copyfile(self.source / "ledger.db", home / "ledger.db")
        return home
