"""How soon a new release shows in a page that is open."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import psutil

from semantic import Shelf
from tests.dashboard.browser import READY, browser_page

_LONGEST_S = 60.0


def memory_mb(process: int) -> float:
    """Resident memory of the server (MB = 10^6 bytes)."""
    return round(psutil.Process(process).memory_info().rss / 1e6)


def measured(address: str, home: Path) -> dict[str, Any]:
    """Seconds from the moment the pointer moves until an open page shows the other release; the pointer goes back.

    The home needs two releases; with one there is nothing to measure.
    """
    shelf = Shelf(home)
    now = shelf.current_id()
    others = [receipt.release_id for receipt in shelf.receipts() if receipt.release_id != now]
    if now is None or not others:
        return {"seconds": None}
    with browser_page() as page:
        page.open(address + "/", width=1440, height=900, until=READY)
        try:
            _point(home, others[-1])
            begun = time.monotonic()
            page.wait(f"document.querySelector('.release').textContent.includes('{others[-1]}')", _LONGEST_S)
            return {"seconds": round(time.monotonic() - begun, 1)}
        finally:
            _point(home, now)


def _point(home: Path, release_id: str) -> None:
    pointer = home / "releases" / "current"
    beside = pointer.with_name("current.bench")
    beside.write_text(release_id, encoding="utf-8")
    beside.replace(pointer)
