"""Figures in boxes, each with what it was before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.verdicts import swatch
from dashboard.texts import standing as texts


@dataclass(frozen=True)
class Card:
    """One figure.

    Attributes:
        verdict: whose look it carries.
        href: where its customers are listed.
        changes: components of :func:`change`.
    """

    label: str
    figure: str
    verdict: str | None = None
    href: str | None = None
    changes: tuple[Component, ...] = ()


def cards(shown: Iterable[Card]) -> Component:
    """Cards beside each other; one with an address leads on."""
    return html.Div([_card(card) for card in shown], className="cards")


def change(amount: float, told: str, *, more_is: str = "") -> Component:
    """What changed.

    Args:
        amount: how much; its sign says which way.
        told: the change as a text, with its sign and what it is held against.
        more_is: ``good``, ``bad``, or nothing where a change is neither.
    """
    opposite = {"good": "bad", "bad": "good", "": ""}
    kind = "" if not amount else more_is if amount > 0 else opposite[more_is]
    return html.Span(told, className=f"change {kind}".rstrip())


def changed(now: int, before: int, since: str, *, more_is: str = "") -> Component:
    """A change of a count since ``since``."""
    return change(now - before, texts.changed(now - before, since), more_is=more_is)


def _card(card: Card) -> Component:
    dt = html.Dt([swatch(card.verdict), card.label] if card.verdict is not None else card.label)
    inside = html.Dl([dt, html.Dd([html.B(card.figure), *card.changes])])
    box: dict[str, Any] = {"className": "card"}
    return html.A(inside, href=card.href, **box) if card.href is not None else html.Div(inside, **box)
