"""Ways to the pages of a list before and after."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.texts import shell as texts


def pager(told: str, number: int, pages: int, parameter: str, address: Address) -> Component | None:
    """None where there is but one page.

    Args:
        told: which page of how many this is.
        number: of this page, from 1.
        pages: how many there are.
        parameter: of the address, that names the page.
        address: of this page.
    """
    if pages <= 1:
        return None
    before = _to(texts.PREVIOUS, number - 1, parameter, address) if number > 1 else html.Span()
    after = _to(texts.NEXT, number + 1, parameter, address) if number < pages else html.Span()
    named: dict[str, Any] = {"aria-label": texts.PAGES}
    return html.Nav([before, html.Span(told), after], className="pager", **named)


def _to(word: str, number: int, parameter: str, address: Address) -> Component:
    return html.A(word, href=address.having(**{parameter: number}).href, className="button quiet")
