"""Figures out of what was measured: percentiles, ratios, what has a target.  Seconds come in, milliseconds go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median, quantiles

from benchmarks.figures import Bar
from benchmarks.semantic.asking import COLD, COMPILED, DUCKDB, FROM_FACTS, KEPT_SQL, Times
from benchmarks.semantic.clients import Load, Turn

TARGET_NEW_MS, TARGET_TIMES, TARGET_THROUGHPUT, TARGET_LATENCY = 60.0, 2.0, 1.0, 8.0


def percentile(seconds: Sequence[float], part: int) -> float:
    """In milliseconds; ``part`` is 50, 95 or 99."""
    return 1000 * (quantiles(seconds, n=100, method="inclusive")[part - 1] if len(seconds) > 1 else seconds[0])


def of_way(times: Times, way: str) -> list[float]:
    """Seconds of one way over all questions."""
    return [seconds for ways in times.values() for seconds in ways.get(way, ())]


def cold_ratios(ways: Mapping[str, list[float]]) -> list[float]:
    """A new question through the facade ÷ (its compiling + the same SQL straight on DuckDB), time by time."""
    return [
        whole / (compiling + straight)
        for whole, compiling, straight in zip(ways[COLD], ways[COMPILED], ways[DUCKDB], strict=True)
    ]


def all_cold_ratios(times: Times) -> list[float]:
    """Those of all questions."""
    return [ratio for ways in times.values() for ratio in cold_ratios(ways)]


def routed_ratio(ways: Mapping[str, list[float]]) -> float:
    """How many times longer the question takes from rows of customers than from the mart that it is answered from."""
    return median(ways[FROM_FACTS]) / median(ways[KEPT_SQL])


def throughput(loads: Iterable[Load]) -> float:
    """Questions a second over all turns."""
    found = list(loads)
    return sum(len(load.seconds) for load in found) / sum(load.wall_s for load in found)


def latency(loads: Iterable[Load], part: int) -> float:
    """Percentile over all turns."""
    return percentile([seconds for load in loads for seconds in load.seconds], part)


def bars(times: Times, turns: Sequence[Turn], clients: int) -> list[Bar]:
    """What has a target."""
    found = [
        Bar("a new question, p95", percentile(of_way(times, COLD), 95), TARGET_NEW_MS, "ms"),
        Bar(
            "a new question ÷ (straight DuckDB + compiling), median", median(all_cold_ratios(times)), TARGET_TIMES, "×"
        ),
    ]
    for kind in dict.fromkeys(turn.kind for turn in turns):
        alone = [turn.alone for turn in turns if turn.kind == kind]
        together = [turn.together for turn in turns if turn.kind == kind]
        found += [
            Bar(
                f"{clients} clients, {kind}: throughput ÷ that of one",
                throughput(together) / throughput(alone),
                TARGET_THROUGHPUT,
                "×",
                is_floor=True,
            ),
            Bar(
                f"{clients} clients, {kind}: p95 ÷ that of one",
                latency(together, 95) / latency(alone, 95),
                TARGET_LATENCY,
                "×",
            ),
        ]
    return found
