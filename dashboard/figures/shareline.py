"""A line of shares over months as a picture, to lie over columns of equal width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

_COLOUR = "#128a6a"


def floor_of(shares: Sequence[float | None]) -> float:
    """Where the axis begins: the next twentieth below the lowest share, so that a change can be seen."""
    lowest = min((share for share in shares if share is not None), default=0.0)
    return max(0.0, (int(lowest * 20 - 1e-9)) / 20) if lowest < 1 else 0.95


def share_line(shares: Sequence[float | None]) -> str:
    """As a data address; a month without a share breaks the line.

    The picture is stretched to its place: a unit to the right is a month, from top to bottom it is 100.
    """
    floor = floor_of(shares)
    lines = "".join(
        f"<polyline vector-effect='non-scaling-stroke' points='{' '.join(points)}'/>" for points in _runs(shares, floor)
    )
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {len(shares)} 100' preserveAspectRatio='none'>"
        f"<g fill='none' stroke='{_COLOUR}' stroke-width='3' stroke-linejoin='round' stroke-linecap='round'>{lines}</g>"
        "</svg>"
    )
    return f"data:image/svg+xml,{quote(svg, safe=_PLAIN)}"


_PLAIN = " ='/:,."


def height(share: float, floor: float) -> float:
    """How far up a share lies, of 100."""
    return 100 * (share - floor) / (1 - floor)


def _runs(shares: Sequence[float | None], floor: float) -> Iterator[list[str]]:
    run: list[str] = []
    for place, share in enumerate(shares):
        if share is None:
            if run:
                yield run
            run = []
        else:
            run.append(f"{place + 0.5},{100 - height(share, floor):.1f}")
    if run:
        yield run
