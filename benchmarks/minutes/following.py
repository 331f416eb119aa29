"""One change in CMIS followed to the page: committed, seen by the next look, run, published, shown."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.live import change_bills
from benchmarks.minutes.metering import MeteredCmis
from flows.watching import Follower
from phanky.progress import listening
from tests.dashboard.browser import READY, Page

POLL_S = 15.0
WHERE = {"all months": "true", "open months": "NAM = 2026 and THANG >= 9"}
"""Which bills one in a hundred is changed of: those of every month are the worst case."""

_LONGEST_S = 240.0
_STEPS = ("run.landing", "run.load", "run.build", "run.documentation", "run.publish", "publish.before_current")


def looked(follower: Follower, cmis: MeteredCmis, wait_s: float = 0.0) -> dict[str, Any]:
    """One look of ``phanky watch``: seconds of each step of the run, what it read, when the release stood."""
    time.sleep(wait_s)
    points: dict[str, float] = {}

    def reached(point: str, _: str) -> None:
        points.setdefault(point, time.monotonic())

    cmis.meter.taken()
    begun = time.monotonic()
    with listening(reached):
        follower.look()
    ended = time.monotonic()
    names = [name for name in _STEPS if name in points]
    ends = [*(points[name] for name in names[1:]), ended]
    spent = {name.partition(".")[2]: round(end - points[name], 2) for name, end in zip(names, ends, strict=True)}
    spent["before landing"] = round(points[names[0]] - begun, 2) if names else 0.0
    published = points.get("publish.before_current", ended)
    return {"steps": spent, "read": cmis.meter.taken(), "published_at": published, "begun_at": begun}


def followed(follower: Follower, cmis: MeteredCmis, page: Page, turn: int, where: str, wait_s: float) -> dict[str, Any]:
    """Change bills and wait until the open page shows the release that has them.

    ``wait_s`` is how long after the commit the watcher looks next, of the 15 s between two looks.
    """
    shown = _release(page)
    bills = change_bills(cmis, turn, where=WHERE[where])
    committed = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        look = pool.submit(looked, follower, cmis, wait_s)
        page.wait(f"{READY} && document.querySelector('.release').textContent !== {shown!r}", _LONGEST_S)
        seen = time.monotonic()
        found = look.result()
    published = found.pop("published_at")
    return {
        **found, "where": where, "bills": bills, "wait_s": wait_s,
        "run_s": round(published - found.pop("begun_at"), 2), "page_s": round(seen - published, 2),
        "total_s": round(seen - committed, 2),
    }  # fmt: skip


def _release(page: Page) -> str:
    found = page.value("document.querySelector('.release').textContent")
    return str(found)
