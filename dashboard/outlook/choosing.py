"""Which warnings are shown: a card for each crossing, and the filters.  Pure."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.components.choice import Option, choice
from dashboard.components.field import Field
from dashboard.outlook.asking import DIRECTION, DOWN, LOWER, PATH, THRESHOLD, UNIT, UP, UPPER
from dashboard.outlook.values import Horizon, Outlook
from dashboard.texts import outlook as texts
from phanky import vietnamese as vi

_CROSSINGS = ((LOWER, UP), (UPPER, UP), (LOWER, DOWN), (UPPER, DOWN))


def crossings(values: Outlook, address: Address) -> Component:
    """How many are expected to cross each threshold each way; a card shows those alone."""
    named: dict[str, Any] = {"aria-label": texts.CROSSINGS}
    cards = [_card(values, *crossing, address) for crossing in _CROSSINGS]
    return html.Nav(cards, className="cards crossings", **named)


def filter_form(values: Outlook, address: Address) -> Component:
    """Unit, threshold and direction; it needs no script."""
    asked = values.asked
    units = [("", texts.ALL_UNITS), *values.units.items()]
    parts = [
        choice(UNIT, texts.UNIT, units, asked.unit or "") if len(values.units) > 1 else None,
        choice(THRESHOLD, texts.THRESHOLD, _thresholds(values), asked.threshold or ""),
        choice(DIRECTION, texts.DIRECTION, _directions(values), asked.direction or ""),
        html.Button(texts.SHOW, type="submit", className="button"),
        Field(name=EMBEDDED, value="1", type="hidden") if address.is_embedded else None,
    ]
    named: dict[str, Any] = {"aria-label": texts.FILTERS}
    return html.Form(parts, action=PATH, method="get", className="filters at-once outlook-filters", **named)


def threshold_shown(horizon: Horizon | None, threshold: str) -> str:
    """The threshold in kWh of the foretold month; its code where no rule is known for it."""
    if horizon is None:
        return threshold
    return vi.number(horizon.lower_kwh if threshold == LOWER else horizon.upper_kwh, 0)


def _thresholds(values: Outlook) -> list[Option]:
    shown = ((code, f"{threshold_shown(values.horizon, code)} kWh") for code in (LOWER, UPPER))
    return [("", texts.ALL_THRESHOLDS), *shown]


def _directions(values: Outlook) -> list[Option]:
    return [("", texts.ALL_DIRECTIONS), *((code, _word(values, code)) for code in (UP, DOWN))]


def _word(values: Outlook, direction: str) -> str:
    return values.labels.get(("direction", direction), direction)


def _card(values: Outlook, threshold: str, direction: str, address: Address) -> Component:
    sign = html.Span(texts.SIGNS[direction], className=f"way {direction}", **{"aria-hidden": "true"})  # type: ignore[arg-type]
    label = texts.crossing(_word(values, direction), threshold_shown(values.horizon, threshold))
    count = values.counts.get((threshold, direction), 0)
    is_chosen = (values.asked.threshold, values.asked.direction) == (threshold, direction)
    wish: dict[str, Any] = {THRESHOLD: threshold, DIRECTION: direction, "trang": None}
    if is_chosen:  # once more shows all again
        wish = {THRESHOLD: None, DIRECTION: None, "trang": None}
    current: dict[str, Any] = {"aria-current": "true"} if is_chosen else {}
    inside = html.Dl([html.Dt([sign, label]), html.Dd(vi.number(count))])
    return html.A(inside, href=address.having(**wish).href, className="card", **current)
