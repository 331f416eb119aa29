"""The figures of the pages as tables for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.reporting import machine_line

Result = dict[str, Any]


def tables(results: Result) -> str:
    """Everything measured, as Markdown."""
    return "\n".join([*_head(results), *_phone(results["phone"]), *_readers(results)])


def _head(results: Result) -> Iterator[str]:
    yield f"{results['customers']:,} customers. {machine_line(results['machine'])}"
    yield ""


def _phone(phone: Result) -> Iterator[str]:
    yield "| Tổng quan on a phone (4× slower, slow 4G) | first visit | target | second visit | target |"
    yield "|---|--:|--:|--:|--:|"
    first, second = phone["first"], phone["second"]
    rows = (("figures and bars shown", "figures_ms", "1.5 s", "0.8 s"), ("ready to use", "ready_ms", "4 s", "2.5 s"))
    for name, key, at_first, later in rows:
        yield f"| {name} | {first[key] / 1e3:.2f} s | {at_first} | {second[key] / 1e3:.2f} s | {later} |"
    yield f"| bytes over the line | {first['bytes'] / 1e3:.0f} KB | 300 KB | {second['bytes'] / 1e3:.0f} KB | |"
    yield f"| requests | {first['requests']:.0f} | | {second['requests']:.0f} | |"
    yield f"| layout shift | {first['layout_shift']} | | {second['layout_shift']} | |"
    yield f"\nMedians of {phone['rounds']} rounds, each with an empty browser.\n"


def _readers(results: Result) -> Iterator[str]:
    read, seconds = results["readers"], results["arriving"]["seconds"]
    yield "| all at once | measured | target |"
    yield "|---|--:|--:|"
    yield f"| a page or filter, {read['readers']} readers each every 2 s: p50 | {read['p50_ms']} ms | |"
    yield f"| p95 | {read['p95_ms']} ms | 100 ms |"
    yield f"| p99 | {read['p99_ms']} ms | |"
    fresh = results["unseen"]
    yield f"| the same over 960 pages, mostly unseen before: p50 | {fresh['p50_ms']} ms | |"
    yield f"| p95 | {fresh['p95_ms']} ms | 100 ms |"
    yield f"| p99 | {fresh['p99_ms']} ms | |"
    yield f"| a new release shows in an open page | {seconds if seconds is not None else '–'} s | 15 s |"
    yield f"| memory of the server | {results['memory_mb']:.0f} MB | |"
    slow = ", ".join(f"`{address}` {took} ms" for address, took in read["slowest"].items())
    yield f"\n{read['actions']} actions; slowest pages by their median: {slow}.\n"
