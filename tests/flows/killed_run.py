"""One run that may be killed: ``python -m tests.flows.killed_run HOME TARGET [POINT OCCURRENCE]``.

Lands a small company and loads it; at the given occurrence of the given point the process kills itself with
SIGKILL, so nothing of it can clean up.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from flows.cmis.declaration import AGREEMENTS
from flows.landing import land
from flows.load import load, open_warehouse
from phanky.progress import listening
from phanky.settings import load_settings
from tests.memory_source import MemorySource, small_company


def run(home: Path, target: str, point: str | None, occurrence: int) -> None:
    """Land and load, killed where asked."""
    seen: Counter[str] = Counter()

    def kill_there(reached: str, _: str) -> None:
        seen[reached] += 1
        if reached == point and seen[reached] == occurrence:
            os.kill(os.getpid(), signal.SIGKILL)

    settings = load_settings(home=home, memory_limit_gb=0.5)
    agreements = AGREEMENTS.arrow_schema.empty_table()
    with listening(kill_there):
        manifest = land(
            MemorySource(small_company()),
            settings,
            as_of=date(2026, 9, 5),
            agreements=agreements,
            agreements_version="none",
        )
        with open_warehouse(settings, target) as warehouse:  # type: ignore[arg-type]  # a word from the command line
            load(manifest, settings, warehouse)


if __name__ == "__main__":
    _, home, target, *where = sys.argv
    run(Path(home), target, where[0] if where else None, int(where[1]) if where else 0)
