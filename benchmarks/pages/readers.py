"""Twenty readers who each do something every two seconds: how long the server takes for what they do."""

from __future__ import annotations

import http.client
import json
import random
import statistics
import threading
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

_EVERY_S = 2.0
_CALLBACK = "/_dash-update-component"


def measured(address: str, addresses: Sequence[str], *, readers: int = 20, seconds: float = 60.0) -> dict[str, Any]:
    """Milliseconds from question to answer, as readers see them, over all that they did.

    Args:
        address: of the server.
        addresses: pages with filters; each reader goes from one to another as chance has it, always the same chance.
        readers: how many.
        seconds: how long.
    """
    taken: list[tuple[str, float]] = []
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_read, args=(address, addresses, number, readers, end, taken))
        for number in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "readers": readers,
        "actions": len(taken),
        **_summary([took for _, took in taken]),
        "slowest": _worst(taken),
    }


def _read(
    address: str, addresses: Sequence[str], number: int, readers: int, end: float, taken: list[tuple[str, float]]
) -> None:
    chance = random.Random(number)  # a way through the pages, no secret
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    time.sleep(number * _EVERY_S / readers)
    while time.monotonic() < end:
        wanted = chance.choice(addresses)
        begun = time.perf_counter()
        _ask(connection, wanted)
        took = time.perf_counter() - begun
        taken.append((wanted, took * 1_000))
        time.sleep(max(0.0, _EVERY_S - took))


def _ask(connection: http.client.HTTPConnection, wanted: str) -> None:
    body = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "address", "property": "data-address", "value": wanted},
            {"id": "address", "property": "data-tick", "value": 1},
        ],
        "changedPropIds": ["address.data-address"],
        "state": [],
    }
    headers = {"Content-Type": "application/json", "Accept-Encoding": "br, gzip"}
    connection.request("POST", _CALLBACK, json.dumps(body), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{wanted}: {answer.status}")


def _summary(took: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return {"p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1), "p99_ms": round(cuts[98], 1)}


def _worst(taken: Sequence[tuple[str, float]]) -> dict[str, float]:
    """The pages that took longest in the middle of their times."""
    pages: dict[str, list[float]] = {}
    for wanted, took in taken:
        pages.setdefault(wanted, []).append(took)
    middles = {wanted: round(statistics.median(times), 1) for wanted, times in pages.items()}
    return dict(sorted(middles.items(), key=lambda found: -found[1])[:5])
