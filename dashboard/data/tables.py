"""Plain tables of this page: heads, rows, cells.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

Cell = Any


def table(heads: Sequence[Component], rows: Sequence[Component], kind: str = "") -> Component:
    """A table that scrolls by itself where a phone is too narrow for it."""
    made = html.Table([html.Thead(html.Tr(list(heads))), html.Tbody(list(rows))], className=kind)
    # Reached by keyboard, so that it can be scrolled without a mouse.
    return html.Div(made, className="scroll", tabIndex=0)


def head(text: Cell, kind: str = "") -> Component:
    """The head of a column: ``text`` (to the left), ``wide`` (on desks alone)."""
    return html.Th(text, scope="col", className=kind)


def first(content: Cell) -> Component:
    """The cell that says what a row is about."""
    return html.Th(content, scope="row")


def cell(content: Cell, kind: str = "") -> Component:
    """Another cell; kinds as of :func:`head`."""
    return html.Td(content, className=kind)


def pairs(*named: tuple[str, Cell]) -> Component:
    """Names and values; what is empty is left out."""
    shown = [(name, value) for name, value in named if value not in (None, "", [])]
    parts = [part for name, value in shown for part in (html.Dt(name), html.Dd(value))]
    return html.Dl(parts, className="pairs")


def code(text: str, length: int | None = None) -> Component:
    """An id or a hash, whole in its title where it is shortened."""
    return html.Span(text[:length], className="code", title=text if length is not None else None)
