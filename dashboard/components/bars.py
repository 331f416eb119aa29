"""Bars of customers to act on, one a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.verdicts import parts


@dataclass(frozen=True)
class Bar:
    """One row.

    Attributes:
        name, href: of the unit.
        amounts: verdict -> customers.
        list_href: the list of these customers; None where the reader may not see them.
        told: the bar in words.
        figure, remark: at the end of the bar.
        is_own: one of the reader's own units.
    """

    name: str
    href: str
    amounts: Mapping[str, int]
    list_href: str | None
    told: str
    figure: str
    remark: str
    is_own: bool = False


def bars(shown: Iterable[Bar]) -> Component:
    """One bar under the other, on one scale."""
    rows = list(shown)
    whole = max((sum(row.amounts.values()) for row in rows), default=0) or 1
    return html.Ul([_row(row, whole) for row in rows], className="bars")


def _row(row: Bar, whole: int) -> Component:
    stack = html.Span(parts(row.amounts, whole), className="stack")
    told: dict[str, Any] = {"title": row.told}
    bar = (
        html.A(stack, href=row.list_href, className="bar-link", **told)
        if row.list_href is not None
        else html.Span(stack, className="bar-link", role="img", **told)
    )
    end = html.Span([html.B(row.figure), html.Span(row.remark)], className="end")
    return html.Li([html.A(row.name, href=row.href), bar, end], className="own" if row.is_own else "")
