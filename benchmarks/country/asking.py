"""The twenty questions over the large release: read in its own files, and over rows that were written for questions."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.questions import questions
from benchmarks.semantic.answers import require_equal, rows_of
from benchmarks.semantic.instance import Instance
from phanky.identity import whole_company
from semantic import Room

COLD, KEPT_SQL = "new question", "kept SQL"


def asked(home: Path, *, rounds: int, writes: bool) -> dict[str, Any]:
    """Milliseconds of each way over all questions and rounds, and the slowest questions by their median."""
    begun, spent = time.perf_counter(), time.process_time()
    room = Room.under(home)
    instance = Instance.open(home, whole_company("measured"), Room(room.folder, writes=writes))
    opening = {"wall_s": time.perf_counter() - begun, "cpu_s": time.process_time() - spent}
    times: dict[str, dict[str, list[float]]] = {COLD: {}, KEPT_SQL: {}}
    for _ in range(rounds):
        for question in questions():
            release, _compiler = instance.cold(question.query)
            for way in (COLD, KEPT_SQL):
                before = time.perf_counter()
                found = release.answer(question.query)
                times[way].setdefault(question.name, []).append((time.perf_counter() - before) * 1_000)
            require_equal(question.name, rows_of(found.table), rows_of(release.answer(question.query).table))
    return {"opening": opening, **{way: _summary(found) for way, found in times.items()}}


def _summary(times: dict[str, list[float]]) -> dict[str, Any]:
    cuts = quantiles((took for each in times.values() for took in each), n=100, method="inclusive")
    slowest = sorted(((name, median(each)) for name, each in times.items()), key=lambda found: -found[1])
    return {"p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98], "slowest": slowest[:3]}
