"""What a reader on a phone waits for: the figures of Tổng quan, and that the page answers to touch.

A phone is played by Chromium: processor slowed down four times, and Lighthouse's slow 4G (150 ms, 1.6 and
0.75 Mbit/s), both by its debugging protocol.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import asdict, dataclass
from typing import Any

from tests.dashboard.browser import READY, Page, browser_page

_SLOWDOWN = 4
_LINE = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
_MARKS = """
(() => {
  const first = performance.getEntriesByType("paint").find((entry) => entry.name === "first-contentful-paint");
  const ready = performance.getEntriesByName("phanky-ready")[0];
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


@dataclass(frozen=True)
class Visit:
    """One visit; times in milliseconds from its beginning, bytes as they went over the line."""

    figures_ms: float
    ready_ms: float
    bytes: int
    requests: int
    layout_shift: float


def measured(address: str, rounds: int = 5) -> dict[str, Any]:
    """Medians of first and second visits to a page, each round with an empty browser."""
    visits: list[tuple[Visit, Visit]] = []
    for _ in range(rounds):
        with browser_page() as page:
            page.call("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)
            page.call("Emulation.setCPUThrottlingRate", rate=_SLOWDOWN)
            page.call("Network.emulateNetworkConditions", offline=False, **_LINE)
            visits.append((_visit(page, address), _visit(page, address)))
    first, second = zip(*visits, strict=True)
    return {"rounds": rounds, "first": _middle(first), "second": _middle(second)}


def _visit(page: Page, address: str) -> Visit:
    page.open("about:blank", width=390, height=844)
    page.received.clear()
    page.open(address, width=390, height=844, until=READY)
    # What is fetched when all is shown (fonts, icon, manifest) counts too.
    time.sleep(2.5)
    page.value("1")
    marks = page.value(_MARKS)
    return Visit(
        figures_ms=max(marks["largest"], marks["first"]),
        ready_ms=marks["ready"],
        bytes=sum(page.received),
        requests=len(page.received),
        layout_shift=round(marks["shift"], 4),
    )


def _middle(visits: Any) -> dict[str, float]:
    rows = [asdict(visit) for visit in visits]
    return {name: round(statistics.median(row[name] for row in rows), 4) for name in rows[0]}
