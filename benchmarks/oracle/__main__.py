"""``python -m benchmarks.oracle``: rows a second and peak memory of reading CMIS, beside plain ``cursor.fetchmany``.

Over the emulator of the tests, which gives some thousands of rows a second: it is the limit of both.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.machine import described
from benchmarks.oracle.bills import fill_bills
from benchmarks.oracle.peers import dlt_readings
from benchmarks.oracle.reading import WAYS
from benchmarks.places import OUT, ROOT
from benchmarks.reporting import machine_line, rewrite_readme
from tests.oracle_server import LACKING, PASSWORD, READER, OracleServer, oracle_server

Reading = dict[str, Any]
_ROWS, _ROUNDS, _SMALLER = 200_000, 3, 4
_MOST_MB = 1_000
_PACKAGES = ("oracledb", "seerdb", "pyarrow")


def main(arguments: list[str] | None = None) -> int:
    """Measure in turns, print, keep; 1 when somebody did not read every row, or memory went over its bar."""
    asked = _parsed(arguments)
    if LACKING is not None:
        sys.stderr.write(f"{LACKING}\n")
        return 1
    with oracle_server() as server:
        readings = _measured(server, asked.rows, asked.rounds, asked.peers)
    tables = "\n".join(_report(readings, asked.rows))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "oracle.json").write_text(json.dumps(readings, indent=1), encoding="utf-8")
    sys.stdout.write(f"{tables}\n")
    if asked.write:
        rewrite_readme("oracle", tables)
    whole = all(found["rows"] == found["expected"] for found in readings)
    return 0 if whole and max(map(_peak, _of(readings, "phanky"))) < _MOST_MB else 1


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.oracle", description=__doc__)
    parser.add_argument("--rows", type=int, default=_ROWS, help="bills (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="how often each way reads (default %(default)s)")
    parser.add_argument("--peers", action="store_true", help="dlt's SQL source as well, in an environment of its own")
    parser.add_argument("--write", action="store_true", help="put the figures into benchmarks/README.md")
    return parser.parse_args(arguments)


def _measured(server: OracleServer, rows: int, rounds: int, peers: bool) -> list[Reading]:
    found: list[Reading] = []
    for size, times in ((rows // _SMALLER, 1), (rows, rounds)):
        fill_bills(server, size)
        for _ in range(times):
            load = os.getloadavg()[0]
            turn = [{"way": way, **_read(way, server)} for way in WAYS]
            turn += dlt_readings(server) if peers and size == rows else []
            found += [{"expected": size, "load": load, **one} for one in turn]
    return found


def _read(way: str, server: OracleServer) -> Reading:
    command = [sys.executable, "-m", "benchmarks.oracle.reading", way, server.dsn, READER, PASSWORD]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    reading: Reading = json.loads(done.stdout)
    return reading


def _of(readings: list[Reading], way: str) -> list[Reading]:
    return [found for found in readings if found["way"] == way]


def _peak(found: Reading) -> float:
    return float(found["own_mb"] + found["children_mb"])


def _report(readings: list[Reading], rows: int) -> Iterator[str]:
    loads = [found["load"] for found in readings]
    yield f"{rows:,} bills. {machine_line(described(_PACKAGES))}"
    yield f"Load before the turns: {min(loads):.1f} to {max(loads):.1f}."
    yield ""
    yield "| way | rows | seconds (median) | rows/s | against fetchmany | peak memory, all its processes (MB) |"
    yield "|---|---:|---:|---:|---:|---:|"
    for size in sorted({found["expected"] for found in readings}):
        same = [found for found in readings if found["expected"] == size]
        plain = median(found["seconds"] for found in _of(same, "fetchmany"))
        for way in dict.fromkeys(found["way"] for found in same):
            seconds, peak = median(f["seconds"] for f in _of(same, way)), max(map(_peak, _of(same, way)))
            yield f"| {way} | {size:,} | {seconds:.1f} | {size / seconds:,.0f} | {plain / seconds:.2f}× | {peak:,.0f} |"


if __name__ == "__main__":
    sys.exit(main())
