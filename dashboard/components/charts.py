"""Bars, columns and tables of shades, around a line of nothing where there are losses.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

# Of a hundred: darker, the figures on it would be hard to read.
_DARKEST = 45


@dataclass(frozen=True)
class Mark:
    """One value: what it is of, how much, and how that is written; None: there is none."""

    label: str
    value: float | None
    shown: str


def bars(marks: Sequence[Mark], summary: str) -> Component:
    """One bar a row, label before and figure behind."""
    low, span = _extent([mark.value for mark in marks])
    rows = [
        html.Li(
            [
                html.Span(mark.label, className="bar-label"),
                _bar(mark, low, span),
                html.Span(mark.shown, className="number"),
            ]
        )
        for mark in marks
    ]
    spoken: dict[str, Any] = {"aria-label": summary}
    return html.Ul(rows, className="bar-rows", **spoken)


def columns(marks: Sequence[Mark], summary: str) -> Component:
    """One column a month or quarter."""
    low, span = _extent([mark.value for mark in marks])
    spoken: dict[str, Any] = {"role": "img", "aria-label": summary}
    greatest = max((mark for mark in marks if mark.value is not None), key=_value, default=None)
    top = html.Span(greatest.shown, className="greatest") if greatest is not None else None
    shown = [top, *(_column(mark, low, span) for mark in marks)]
    return html.Div(shown, className="time-columns many" if len(marks) > 12 else "time-columns", **spoken)


def shades(corner: str, across: Sequence[str], rows: Sequence[tuple[str, Sequence[Mark]]], summary: str) -> Component:
    """A table whose cells are the darker the greater their figure."""
    known = [mark.value for _, marks in rows for mark in marks if mark.value is not None] or [0.0]
    least = min(known) if min(known) >= 0 else 0.0
    greatest = max(abs(value) for value in known)
    head = html.Tr([html.Th(corner, scope="col"), *(html.Th(label, scope="col") for label in across)])
    body = [
        html.Tr([html.Th(label, scope="row"), *(_shade(mark, least, greatest) for mark in marks)])
        for label, marks in rows
    ]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="shades")
    return scrolled(table, summary)


def scrolled(content: Component, told: str) -> Component:
    """What may be wider than a phone, reachable with the keyboard; ``told`` is its name."""
    named: dict[str, Any] = {"aria-label": told}
    return html.Div(content, className="scroll", role="region", tabIndex="0", **named)


def _extent(values: Sequence[float | None]) -> tuple[float, float]:
    """The least and the width of what has to find room, nothing included."""
    known = [value for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    return low, (high - low) or 1.0


def _place(value: float | None, low: float, span: float) -> tuple[str, str]:
    known = value or 0.0
    return f"{(min(known, 0) - low) / span * 100:.2f}%", f"{abs(known) / span * 100:.2f}%"


def _bar(mark: Mark, low: float, span: float) -> Component:
    start, length = _place(mark.value, low, span)
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    filled = html.Span(className=_kind(mark), style={"marginLeft": start, "width": length})
    return html.Span(filled, className="bar-track", **hidden)


def _column(mark: Mark, low: float, span: float) -> Component:
    start, length = _place(mark.value, low, span)
    filled = html.Span(className=_kind(mark), style={"bottom": start, "height": length})
    return html.Div(
        [html.Div(filled, className="room"), html.Span(mark.label, className="when")],
        title=f"{mark.label}: {mark.shown}",
        className="time-column",
    )


def _shade(mark: Mark, least: float, greatest: float) -> Component:
    # From the least one on: shares between 80 and 100 % would otherwise all look alike.
    part = (abs(mark.value) - least) / (greatest - least or 1.0) if mark.value is not None else 0.0
    strength = round(part * _DARKEST)
    look = {"background": f"color-mix(in srgb, var(--{_kind(mark)}) {strength}%, transparent)"}
    return html.Td(mark.shown, style=look)


def _value(mark: Mark) -> float:
    return mark.value or 0.0


def _kind(mark: Mark) -> str:
    return "loss" if mark.value is not None and mark.value < 0 else "gain"
