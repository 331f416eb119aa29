"""Intervals of months as lists, the newest first; older ones wait behind a click."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.texts import customer as texts

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


def pairs(found: Iterable[tuple[str, Any]]) -> Component:
    """Names and values; those without a value are left out."""
    kept = [(name, value) for name, value in found if value is not None]
    return html.Dl([part for name, value in kept for part in (html.Dt(name), html.Dd(value))], className="pairs")


def _table(heads: Sequence[str], rows: Sequence[Component]) -> Component:
    head = html.Thead(html.Tr([html.Th(head, scope="col") for head in heads]))
    return html.Div(html.Table([head, html.Tbody(list(rows))], className="spans"), className="scroll")
