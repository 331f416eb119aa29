"""The figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.reporting import bar_table, machine_line, table
from benchmarks.semantic import figures
from benchmarks.semantic.asking import COLD, COMPILED, DUCKDB, FROM_FACTS, KEPT_ANSWER, KEPT_SQL, POSTGRES, Times
from benchmarks.semantic.clients import Load, Turn
from benchmarks.semantic.instance import FACTS

_WAYS = (COLD, COMPILED, KEPT_SQL, KEPT_ANSWER, DUCKDB, POSTGRES)
_PARTS = (50, 95, 99)


@dataclass(frozen=True)
class Measured:
    """One run.

    Attributes:
        release: id and rows of the marts that answer for metrics.
        rounds: how often each question was asked in every way.
        marts: question -> mart that it is answered from.
        openings: whose scope -> what its openings cost.
        others_share: of the machine that other processes took meanwhile.
    """

    release: dict[str, Any]
    machine: dict[str, Any]
    rounds: int
    marts: dict[str, str]
    times: Times
    openings: dict[str, list[dict[str, Any]]]
    turns: Sequence[Turn]
    clients: int
    others_share: float
    load_before: float


def report(measured: Measured) -> str:
    """All tables."""
    sections = (_about, _bars, _overall, _questions, _openings, _clients, _aggregates)
    return "\n".join("\n".join(section(measured)) for section in sections)


def _about(measured: Measured) -> Iterator[str]:
    rows = ", ".join(f"{name} {count:,}" for name, count in measured.release["rows"].items())
    yield machine_line(measured.machine)
    yield ""
    yield (
        f"Rows: {rows}. Each question was asked {measured.rounds} times in every way; "
        f"load before {measured.load_before:.1f}, others took {measured.others_share:.0%}."
    )
    yield ""


def _bars(measured: Measured) -> Iterator[str]:
    yield "### The bar"
    yield ""
    yield from bar_table(figures.bars(measured.times, measured.turns, measured.clients))


def _overall(measured: Measured) -> Iterator[str]:
    yield "### The twenty questions together (milliseconds)"
    yield ""
    found = {way: figures.of_way(measured.times, way) for way in _WAYS}
    lines = [
        [way, *(_ms(figures.percentile(seconds, part)) for part in _PARTS)] for way, seconds in found.items() if seconds
    ]
    yield from table(["way", *(f"p{part}" for part in _PARTS)], lines)
    ratios = [f"{figures.percentile(figures.all_cold_ratios(measured.times), part) / 1000:.2f}×" for part in _PARTS]
    yield f"A new question ÷ (straight DuckDB + compiling), each time by itself: p50, p95, p99 {', '.join(ratios)}."
    yield ""


def _questions(measured: Measured) -> Iterator[str]:
    yield "### Each question (milliseconds: p50 / p95 / p99)"
    yield ""
    ways = [way for way in _WAYS if figures.of_way(measured.times, way)]
    lines = [
        [name, f"`{measured.marts[name]}`", *(_spread(found[way]) for way in ways)]
        for name, found in measured.times.items()
    ]
    yield from table(["question", "answered from", *ways], lines)


def _openings(measured: Measured) -> Iterator[str]:
    yield "### Opening a release, in a process of its own"
    yield ""
    lines = []
    for scope, costs in measured.openings.items():
        answers = [cost["answer"] for cost in costs]
        times = [f"{median(answer[key] for answer in answers):.2f}" for key in ("open_s", "first_s", "second_s")]
        memory = [f"{median(answer[key] for answer in answers):,.0f}" for key in ("opened_mb", "asked_mb")]
        lines.append([scope, str(len(costs)), *times, *memory, f"{max(cost['peak_mb'] for cost in costs):,.0f}"])
    yield from table(
        ["scope", "runs", "open s", "first question s", "second s", "MB opened", "MB asked", "peak MB"], lines
    )


def _clients(measured: Measured) -> Iterator[str]:
    yield f"### {measured.clients} clients at once"
    yield ""
    lines = []
    for kind in dict.fromkeys(turn.kind for turn in measured.turns):
        turns = [turn for turn in measured.turns if turn.kind == kind]
        lines.append(_load_line(kind, 1, [turn.alone for turn in turns]))
        lines.append(_load_line(kind, measured.clients, [turn.together for turn in turns]))
    yield from table(["load", "clients", "questions", "a second", *(f"p{part} ms" for part in _PARTS)], lines)


def _load_line(kind: str, clients: int, loads: Sequence[Load]) -> list[str]:
    number = sum(len(load.seconds) for load in loads)
    parts = [_ms(figures.latency(loads, part)) for part in _PARTS]
    return [kind, str(clients), f"{number:,}", f"{figures.throughput(loads):.0f}", *parts]


def _aggregates(measured: Measured) -> Iterator[str]:
    yield f"### Aggregates against `{FACTS}` (milliseconds, median, kept SQL)"
    yield ""
    lines = []
    for name, ways in measured.times.items():
        if measured.marts[name].startswith("agg_"):
            medians = [figures.percentile(ways[way], 50) for way in (KEPT_SQL, FROM_FACTS)]
            ratio = f"{figures.routed_ratio(ways):.1f}×"
            lines.append([name, f"`{measured.marts[name]}`", *map(_ms, medians), ratio])
    yield from table(["question", "answered from", "from it", f"from `{FACTS}`", "ratio"], lines)


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.1f}" if milliseconds >= 1 else f"{milliseconds:.3f}"


def _spread(seconds: Sequence[float]) -> str:
    return " / ".join(_ms(figures.percentile(seconds, part)) for part in _PARTS)
