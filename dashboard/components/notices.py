"""What stands where there are no figures: what is the matter, and what to do."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component


def notice(title: str, *body: Any, way_on: tuple[str, str] | None = None) -> Component:
    """A page that has nothing else to say.

    Args:
        title: the heading.
        body: paragraphs or components.
        way_on: (text, address) of the link that leads on.
    """
    paragraphs = [html.P(part) if isinstance(part, str) else part for part in body]
    link = [html.P(html.A(way_on[0], href=way_on[1], className="button"))] if way_on is not None else []
    return html.Section([html.H1(title), *paragraphs, *link], className="panel empty")


def nothing(text: str) -> Component:
    """Where a table or a chart would stand, had it a row."""
    return html.P(text, className="nothing")
