"""``python -m benchmarks.country``: questions, pages and memory over a release of 36 million customer-months."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

from benchmarks.country import asking, reading
from benchmarks.country.home import country_home, described_release
from benchmarks.country.reporting import tables
from benchmarks.keeping import add_keeping, kept_or, show
from benchmarks.machine import described
from benchmarks.measuring import wait_for_quiet
from benchmarks.pages.serving import served
from semantic.kept import FOLDER


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, keep the figures; with ``--write`` put the tables into README.md."""
    asked = _parsed(arguments)
    show("country", tables(kept_or(_measured, "country", asked)), asked)
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.country", description=__doc__)
    parser.add_argument("--home", type=Path, help="a home with such a release, instead of the benchmark's own")
    parser.add_argument("--rounds", type=int, default=3, help="how often each question is asked")
    parser.add_argument("--seconds", type=float, default=60, help="how long the twenty readers read")
    parser.add_argument("--written-within", type=float, default=3_600, help="seconds to wait for the written rows")
    parser.add_argument("--keep-written", action="store_true", help="use the rows that an earlier run has written")
    add_keeping(parser)
    return parser.parse_args(arguments)


def _measured(asked: argparse.Namespace) -> dict[str, Any]:
    home = asked.home or country_home()
    if not asked.keep_written:
        shutil.rmtree(home / FOLDER, ignore_errors=True)
    quiet = wait_for_quiet(asked.patience)
    return {
        "machine": described(("duckdb", "metricflow", "dash", "waitress")),
        "quiet": quiet,
        "release": described_release(home),
        "in_place": asking.asked(home, rounds=asked.rounds, writes=False),
        "pages": _pages(home, asked),
        "written": asking.asked(home, rounds=asked.rounds, writes=True),
    }


def _pages(home: Path, asked: argparse.Namespace) -> dict[str, Any]:
    kinds = reading.addresses(reading.customers(home, 5))
    results = {} if asked.keep_written else _written_behind(home, kinds, asked.written_within)
    with served(home) as (address, process):
        reading.settled(address)
        written = reading.unseen(address, kinds)
        many = reading.many(address, asked.seconds)
        return {**results, "written": written, "readers": many, "memory_mb": reading.memory_mb(process)}


def _written_behind(home: Path, kinds: dict[str, list[str]], patience_s: float) -> dict[str, Any]:
    """What readers have until the rows are written, and how long that takes beside them."""
    with served(home) as (address, process):
        first = reading.unseen(address, kinds)
        seconds = reading.wait_until_written(home, patience_s)
        most = reading.memory_mb(process)
        return {"in_place": first, "written_after_s": seconds, "memory_while_writing_mb": most}


if __name__ == "__main__":
    raise SystemExit(main())
