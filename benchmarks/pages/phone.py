"""What a reader on a phone waits for: the figures of Tổng quan, and that the page answers to touch.

A phone is played by Chromium: processor slowed down four times, and Lighthouse's slow 4G (150 ms, 1.6 and
0.75 Mbit/s), both by its debugging protocol.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.dashboard.browser import Page, browser_page

_SLOWDOWN = 4
_LINE = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
_READY_MARK = "phanky-ready"
_MARKS = """
(() => {
  const first = performance.getEntriesByType("paint").find((entry) => entry.name === "first-contentful-paint");
  const ready = performance.getEntriesByName("%s")[0];
  return {largest: window.largest, first: first.startTime, ready: ready.startTime, shift: window.shift};
})()
"""
_WATCH = """
window.largest = 0; window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.largest = entry.startTime; }))
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value; }))
  .observe({type: "layout-shift", buffered: true});
"""


_PATIENCE_S = 180
"""A page that is no dashboard of ours may take long on such a line."""


@dataclass(frozen=True)
class Visit:
    """One visit; times in milliseconds from its beginning, bytes as they went over the line."""

    first_paint_ms: float
    figures_ms: float
    ready_ms: float
    bytes: int
    requests: int
    layout_shift: float


@dataclass(frozen=True)
class Target:
    """A page to visit.

    Attributes:
        ready_mark: the page's own performance mark of the moment when it can be used.
        prepare: what its browser is given before the first visit.
    """

    address: str
    ready_mark: str = _READY_MARK
    prepare: Callable[[Page], object] = lambda _: None


def measured(address: str, rounds: int = 5) -> dict[str, Any]:
    """Medians of first and second visits to a page of ours, each round with an empty browser."""
    return summary([both_visits(Target(address)) for _ in range(rounds)])


def summary(visits: Sequence[tuple[Visit, Visit]]) -> dict[str, Any]:
    """Medians over rounds."""
    first, second = zip(*visits, strict=True)
    return {"rounds": len(visits), "first": _middle(first), "second": _middle(second)}


def both_visits(target: Target) -> tuple[Visit, Visit]:
    """A first and a second visit with one browser that was empty before."""
    with browser_page() as page:
        page.call("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)
        target.prepare(page)
        page.call("Emulation.setCPUThrottlingRate", rate=_SLOWDOWN)
        page.call("Network.emulateNetworkConditions", offline=False, **_LINE)
        return _visit(page, target), _visit(page, target)


def _visit(page: Page, target: Target) -> Visit:
    page.open("about:blank", width=390, height=844)
    page.received.clear()
    marked = f"performance.getEntriesByName('{target.ready_mark}').length"
    page.open(target.address, width=390, height=844, until=marked, seconds=_PATIENCE_S)
    # What is fetched when all is shown (fonts, icon, manifest) counts too.
    time.sleep(2.5)
    page.value("1")
    marks = page.value(_MARKS % target.ready_mark)
    return Visit(
        first_paint_ms=marks["first"],
        figures_ms=max(marks["largest"], marks["first"]),
        ready_ms=marks["ready"],
        bytes=sum(page.received),
        requests=len(page.received),
        layout_shift=round(marks["shift"], 4),
    )


def _middle(visits: Sequence[Visit]) -> dict[str, float]:
    rows = [asdict(visit) for visit in visits]
    return {name: round(statistics.median(row[name] for row in rows), 4) for name in rows[0]}
