"""Short answers that pages ask for again and again, each asked once: a release never changes."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import pyarrow as pa
from cachetools import LRUCache

from semantic.statement import Statement

_MOST = 256
_SHORT_BYTES = 128 << 10
"""A longer answer is not kept: 32 MB in all."""


class Remembering:
    """Runs statements over one release within one scope; threads may share it."""

    def __init__(self, run: Callable[[str, Any], pa.Table]) -> None:
        self._run = run
        self._kept: LRUCache[Statement, pa.Table] = LRUCache(_MOST)
        self._lock = Lock()

    def run(self, statement: Statement) -> pa.Table:
        """The answer, kept for the next time when it is short; errors as of what runs it."""
        with self._lock:
            found = self._kept.get(statement)
        if found is None:
            found = self._run(statement.sql, statement.parameters)
            if found.nbytes <= _SHORT_BYTES:
                with self._lock:
                    self._kept[statement] = found
        return found
