"""A verdict: the same colour, pattern and word wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

_HIDDEN: dict[str, Any] = {"aria-hidden": "true"}


def swatch(verdict: str) -> Component:
    """Colour and pattern; the word beside it says the same."""
    return html.Span(className=f"swatch {verdict}", **_HIDDEN)


def verdict_word(verdict: str, labels: Mapping[str, str]) -> Component:
    """Swatch and word, kept on one line."""
    return html.Span([swatch(verdict), labels.get(verdict, verdict)], className="verdict")


def legend(verdicts: Iterable[str], labels: Mapping[str, str]) -> Component:
    """What the parts of a chart mean."""
    return html.Ul([html.Li([swatch(verdict), labels[verdict]]) for verdict in verdicts], className="legend")


def parts(amounts: Mapping[str, int], whole: int) -> list[Component]:
    """The parts of a bar that is ``whole`` long; what is read out stands beside it."""
    return [
        html.Span(className=verdict, style={"width": f"{100 * amount / whole:.2f}%"})
        for verdict, amount in amounts.items()
        if amount
    ]
