"""Our page and Superset's beside each other, as a table for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.reporting import machine_line, table

Result = dict[str, Any]
_COLUMNS = ("on a phone (4× slower, slow 4G)", "ours, first visit", "Superset", "ours, second visit", "Superset")
_WHO = ("ours", "superset")


def _seconds(value: float) -> str:
    return f"{value / 1e3:.2f} s"


def _kilobytes(value: float) -> str:
    return f"{value / 1e3:,.0f} KB"


_ROWS: tuple[tuple[str, str, Callable[[float], str]], ...] = (
    ("first contentful paint", "first_paint_ms", _seconds),
    ("largest contentful paint", "figures_ms", _seconds),
    ("all charts drawn; ours: ready to use", "ready_ms", _seconds),
    ("bytes over the line", "bytes", _kilobytes),
    ("requests, also those that the browser's cache answers", "requests", "{:.0f}".format),
    ("layout shift", "layout_shift", "{:.3f}".format),
)


def tables(results: Result) -> str:
    """Everything measured, as Markdown."""
    return "\n".join([*_head(results), *table(_COLUMNS, _lines(results)), *_foot(results)])


def _head(results: Result) -> Iterator[str]:
    yield f"{results['customers']:,} customers. {machine_line(results['machine'])}"
    yield ""


def _lines(results: Result) -> Iterator[list[str]]:
    for name, key, shown in _ROWS:
        yield [name, *(shown(results[who][visit][key]) for visit in ("first", "second") for who in _WHO)]


def _foot(results: Result) -> Iterator[str]:
    least, most = min(results["loads"]), max(results["loads"])
    ours, theirs = (", ".join(f"{name} {figure}" for name, figure in results["cards"][who].items()) for who in _WHO)
    yield (
        f"Medians of {results['ours']['rounds']} rounds in turns, each with an empty browser; the machine's load was "
        f"{least}–{most} before them. {results['charts']} charts of Superset's.\n"
    )
    yield f"The cards say here: {ours}; there: {theirs}.\n"
