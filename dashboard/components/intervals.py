"""Intervals of months as lists, the newest first; older ones wait behind a click."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.texts import customer as texts
from phanky import vietnamese as vi

_SEEN = 4


def folded(items: Sequence[Component], kind: str) -> list[Component]:
    """A list whose older items are folded away; what is folded is not printed."""
    shown: list[Component] = [html.Ul(list(items[:_SEEN]), className=kind)]
    if rest := list(items[_SEEN:]):
        shown.append(html.Details([html.Summary(texts.more(len(rest))), html.Ul(rest, className=kind)]))
    return shown


def folded_table(heads: Sequence[str], rows: Sequence[Component]) -> list[Component]:
    """The same of rows of a table."""
    shown: list[Component] = [_table(heads, rows[:_SEEN])]
    if rest := rows[_SEEN:]:
        shown.append(html.Details([html.Summary(texts.more(len(rest))), _table(heads, rest)]))
    return shown


def when(first: str, last: str) -> Component:
    """The months of an interval."""
    return html.Span(vi.months(first, last), className="when")


def pairs(found: Iterable[tuple[str, Any]]) -> Component:
    """Names and values; those without a value are left out."""
    kept = [(name, value) for name, value in found if value is not None]
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in kept], className="pairs")


def _table(heads: Sequence[str], rows: Sequence[Component]) -> Component:
    last = len(heads) - 1
    cells = [html.Th(head, scope="col", className="text" if place < last else "") for place, head in enumerate(heads)]
    head = html.Thead(html.Tr(cells))
    return html.Div(html.Table([head, html.Tbody(list(rows))], className="spans"), className="scroll")
