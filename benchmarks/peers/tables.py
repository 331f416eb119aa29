"""The times as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.peers.timing import Timing, percentile


def report(timings: Sequence[Timing], versions: Mapping[str, str]) -> str:
    """A line a question, a line for all of them, and what was not answered; milliseconds, p50 / p95."""
    return "\n".join([*_versions(versions), "", *_times(timings, list(versions)), *_problems(timings)]) + "\n"


def _versions(versions: Mapping[str, str]) -> Iterator[str]:
    for peer, version in versions.items():
        yield f"* {peer}: {version}"


def _times(timings: Sequence[Timing], peers: Sequence[str]) -> Iterator[str]:
    yield _line(["question", "rows", *(f"{peer}, {what}" for peer in peers for what in ("miss", "hit"))])
    yield _line(["---"] * (2 + 2 * len(peers)))
    by_question: dict[str, dict[str, Timing]] = {}
    for timing in timings:
        by_question.setdefault(timing.question, {})[timing.peer] = timing
    for question, found in by_question.items():
        rows = str(next(iter(found.values())).rows)
        yield _line([question, rows, *(cell for peer in peers for cell in _cells([found[peer]]))])
    # A pool over different questions would compare nothing.
    answered = [found for found in by_question.values() if not any(timing.problem for timing in found.values())]
    cells = [cell for peer in peers for cell in _cells([found[peer] for found in answered])]
    yield _line([f"**{len(answered)} that all answered**", "", *cells])


def _cells(timings: Sequence[Timing]) -> Iterator[str]:
    for seconds in (
        [one for timing in timings for one in timing.misses],
        [one for timing in timings for one in timing.hits],
    ):
        yield f"{percentile(seconds, 50):.1f} / {percentile(seconds, 95):.1f}" if seconds else "–"


def _problems(timings: Sequence[Timing]) -> Iterator[str]:
    found = [timing for timing in timings if timing.problem is not None]
    if found:
        yield ""
    for timing in found:
        yield f"* {timing.peer}, {timing.question}: {timing.problem}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
