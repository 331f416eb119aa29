"""``python -m benchmarks.oracle.reading WAY DSN PASSWORD``: one way to read all bills, alone in its process.

Prints JSON: rows, seconds of reading, peak memory of this process and of the processes that it started (megabytes).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flows.cmis.declaration import table
from phanky.progress import listening

_FETCHED = 10_000
_LONG = 3600.0


def main() -> None:
    """Read, print."""
    way, dsn, user, password = sys.argv[1:]
    begun = time.monotonic()
    rows, children_mb = WAYS[way](dsn, user, password)
    seconds = time.monotonic() - begun
    print(json.dumps({"rows": rows, "seconds": seconds, "own_mb": peak_mb(os.getpid()), "children_mb": children_mb}))


def peak_mb(process: int) -> float:
    """The most memory that a process ever held; getrusage would begin with its parent's."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024 / 1e6


def by_arrow(dsn: str, user: str, password: str) -> tuple[int, float]:
    """As a run does: in a subprocess, counted in the same transaction, cast and checked, given as Arrow batches."""
    from flows.cmis.oracle.mapping import locate
    from flows.cmis.oracle.process import Access
    from flows.cmis.oracle.source import OracleSource

    access = Access(dsn, user, password, connect_seconds=60, answer_seconds=_LONG, total_seconds=_LONG)
    peaks: list[float] = []

    def note(point: str, detail: str) -> None:
        if point == "oracle.end":
            peaks.append(peak_mb(int(detail.rsplit(maxsplit=1)[-1])))

    with listening(note), OracleSource(access, locate(None)).session() as session:
        extract = session.whole(table("HDN_HDON"))
        rows = sum(batch.num_rows for batch in extract.batches)
        assert extract.control().rows == rows
    return rows, max(peaks)


def by_fetchmany(dsn: str, user: str, password: str) -> tuple[int, float]:
    """The plain way: tuples, ten thousand at a time, dropped as they come."""
    import oracledb

    with oracledb.connect(user=user, password=password, dsn=dsn) as connection, connection.cursor() as cursor:
        cursor.arraysize = cursor.prefetchrows = _FETCHED
        cursor.execute(f"SELECT {', '.join(table('HDN_HDON').column_names)} FROM HDONPSINH.HDN_HDON")
        rows = 0
        while found := cursor.fetchmany(_FETCHED):
            rows += len(found)
    return rows, 0.0


WAYS: dict[str, Callable[[str, str, str], tuple[int, float]]] = {"phanky": by_arrow, "fetchmany": by_fetchmany}


if __name__ == "__main__":
    main()
