"""Minutes as tables for people."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.figures import Bar
from benchmarks.minutes.following import POLL_S
from benchmarks.reporting import bar_table, machine_line, table

Result = dict[str, Any]
_ALL, _WAITS = "all months", 100


def tables(results: Result) -> str:
    """Everything measured, as Markdown."""
    return "\n".join([*_head(results), *bar_table(bars(results)), *_taking(results), *_rounds(results)])


def bars(results: Result) -> list[Bar]:
    """What has a target; the worst case counts, changes in every month."""
    full, changes = results["full"], [r for r in results["rounds"] if r["where"] == _ALL]
    shares = {
        name: 100 * median(r["read"][key] for r in changes) / full["read"][key]
        for name, key in (("rows read", "rows"), ("seconds of reading", "seconds"))
    }
    landing = 100 * median(r["steps"]["landing"] for r in changes) / full["steps"]["landing"]
    return [
        *(Bar(f"1 % of bills changed: {name}, of a full run's", share, 25.0, "%") for name, share in shares.items()),
        Bar("the same: the whole of landing, of a full run's", landing, 25.0, "%"),
        Bar("commit to open page, all rounds, any moment between two looks: p95", spread(results["rounds"], 95), 60.0,
            "s"),
        Bar("the same with changes in every month alone: p95", spread(changes, 95), 60.0, "s"),
    ]  # fmt: skip


def spread(rounds: list[Result], percent: int) -> float:
    """A percentile of what the rounds would have taken, had each been committed at 100 even moments between looks."""
    apart = [POLL_S * (turn + 0.5) / _WAITS for turn in range(_WAITS)]
    times = sorted(r["total_s"] - r["wait_s"] + wait for r in rounds for wait in apart)
    return float(times[min(len(times) - 1, len(times) * percent // 100)])


def _head(results: Result) -> Iterator[str]:
    yield f"{results['customers']:,} customers. {machine_line(results['machine'])}"
    yield f"Load before: {results['load_before']:.1f}."
    yield ""


def _taking(results: Result) -> Iterator[str]:
    lines = [
        ["everything", f"{results['full']['read']['rows']:,}", *_reading(results["full"])],
        ["nothing had changed", f"{results['unchanged']['read']['rows']:,}", *_reading(results["unchanged"])],
        *([f"1 % of the bills of {r['where']} ({r['bills']:,})", f"{r['read']['rows']:,}", *_reading(r)]
          for r in results["rounds"]),
    ]  # fmt: skip
    yield from table(["taken", "rows read", "MB of Arrow", "s in the source", "landing s"], lines)


def _reading(taken: Result) -> list[str]:
    return [f"{taken['read']['mb']:,.0f}", f"{taken['read']['seconds']:.1f}", f"{taken['steps']['landing']:.1f}"]


def _rounds(results: Result) -> Iterator[str]:
    names = ("landing", "load", "build", "publish")
    lines = [
        [str(turn), r["where"], f"{r['wait_s']:.1f}", *(f"{r['steps'].get(name, 0):.1f}" for name in names),
         f"{r['page_s']:.1f}", f"**{r['total_s']:.1f}**"]
        for turn, r in enumerate(results["rounds"], 1)
    ]  # fmt: skip
    header = ["round", "changed in", "wait for the look", *names, "page", "commit to page, s"]
    yield from table(header, lines)
    rounds = results["rounds"]
    yield (
        f"As measured: p50 {median(r['total_s'] for r in rounds):.1f} s, longest "
        f"{max(r['total_s'] for r in rounds):.1f} s; at any moment between two looks: p50 {spread(rounds, 50):.1f} s, "
        f"p95 {spread(rounds, 95):.1f} s."
    )
    yield ""
