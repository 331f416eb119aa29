"""The figures over a large release as tables for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.reporting import machine_line, table

Result = dict[str, Any]
_WAYS = (("in_place", "in the release's files"), ("written", "rows written"))


def tables(results: Result) -> str:
    """Everything measured, as Markdown."""
    return "\n".join([*_head(results), *_questions(results), *_pages(results["pages"]), *_server(results["pages"])])


def _head(results: Result) -> Iterator[str]:
    largest = [f"{mart} {rows:,}" for mart, rows in results["release"]["rows"].items() if rows >= 1_000_000]
    noise = "" if results["quiet"] else " **The machine was not quiet.**"
    yield f"Rows: {', '.join(largest)}; {results['release']['mb']:,} MB. {machine_line(results['machine'])}{noise}"
    yield ""


def _questions(results: Result) -> Iterator[str]:
    rows = []
    for key, name in _WAYS:
        for way in ("new question", "kept SQL"):
            found = results[key][way]
            slowest = ", ".join(f"{question} {took:,.0f}" for question, took in found["slowest"])
            rows.append([name, way, *(f"{found[cut]:.0f}" for cut in ("p50_ms", "p95_ms", "p99_ms")), slowest])
    yield from table(["twenty questions", "", "p50 ms", "p95 ms", "p99 ms", "slowest, ms"], rows)


def _pages(pages: Result) -> Iterator[str]:
    ways = [(key, name) for key, name in _WAYS if key in pages]
    rows = [[kind, *(f"{pages[key]['kinds'][kind]:.0f}" for key, _ in ways)] for kind in pages["written"]["kinds"]]
    rows += [[f"all, {cut}", *(f"{pages[key][f'{cut}_ms']:.0f}" for key, _ in ways)] for cut in ("p50", "p95")]
    yield from table(["a page that nobody has seen, ms", *(name for _, name in ways)], rows)


def _server(pages: Result) -> Iterator[str]:
    read = pages["readers"]
    rows = [
        [f"a page or filter, {read['readers']} readers each every 2 s: p50", f"{read['p50_ms']} ms", ""],
        ["p95", f"{read['p95_ms']} ms", "100 ms"],
        ["p99", f"{read['p99_ms']} ms", ""],
        ["memory of the server, at most", f"{pages['memory_mb']['most']:,.0f} MB", "1,500 MB"],
    ]
    if "in_place" in pages:
        most = pages["memory_while_writing_mb"]["most"]
        rows.append(["the same while it writes rows behind the readers", f"{most:,.0f} MB", "1,500 MB"])
        rows.append(["rows written after", f"{pages['written_after_s']:.0f} s", ""])
    yield from table(["the server", "measured", "target"], rows)
