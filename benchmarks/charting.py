"""Horizontal bars as a small SVG, so that the README needs no drawing library."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

_WIDTH, _LABEL, _ROW, _TOP, _MARGIN = 860, 340, 30, 50, 70
_STYLE = "text{font:14px system-ui,sans-serif;fill:#1f2933} .title{font-weight:600} .bar{fill:#2f6f9f}"


def bar_chart(title: str, rows: Sequence[tuple[str, float]]) -> str:
    """One bar a row, labelled with its value; the longest fills the width."""
    height = _TOP + _ROW * len(rows) + 10
    scale = (_WIDTH - _LABEL - _MARGIN) / max((value for _, value in rows), default=1.0)
    bars = "\n".join(_bar(index, label, value, scale) for index, (label, value) in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">\n'
        f'<style>{_STYLE}</style>\n<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f'<text class="title" x="10" y="26">{escape(title)}</text>\n{bars}\n</svg>\n'
    )


def _bar(index: int, label: str, value: float, scale: float) -> str:
    top, width = _TOP + _ROW * index, max(value * scale, 1.0)
    return (
        f'<text x="{_LABEL - 10}" y="{top + 15}" text-anchor="end">{escape(label)}</text>'
        f'<rect class="bar" x="{_LABEL}" y="{top}" width="{width:.1f}" height="20" rx="2"/>'
        f'<text x="{_LABEL + width + 6:.1f}" y="{top + 15}">{value:.1f}</text>'
    )
