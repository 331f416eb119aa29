"""How much of the machine others took while something was measured."""

from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks.measuring import busy_s
from flows.load.private_server import processes_in


class Others:
    """Watches from when it is made.

    Args:
        server_data: data folder of the PostgreSQL server whose work is ours.
    """

    def __init__(self, server_data: Path) -> None:
        self._data = server_data
        self._begun, self._busy, self._own = time.monotonic(), busy_s(), self._own_s()

    def share(self) -> float:
        """Of the machine's time until now."""
        others = busy_s() - self._busy - (self._own_s() - self._own)
        return max(others, 0.0) / ((time.monotonic() - self._begun) * (os.cpu_count() or 1))

    def _own_s(self) -> float:
        # With the ended backends, whose time their postmaster inherits.
        return time.process_time() + sum(sum(process.cpu_times()[:4]) for process in processes_in(self._data))
