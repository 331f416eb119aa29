"""What the page shows can be chosen: period, unit, price group, change, and which customers.  Pure."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.components.choice import Option, choice, grouped_choice
from dashboard.components.field import Field
from dashboard.large.asking import CHANGE, CHANGES, EVERYONE, GROUP, KIND, KINDS, LARGE, MONTH, PATH, UNIT, Period
from dashboard.large.values import Large
from dashboard.texts import large as texts
from phanky import vietnamese as vi


def filter_form(values: Large, address: Address) -> Component:
    """Period, unit, price group and change; it needs no script."""
    asked = values.asked
    units = [("", texts.ALL_UNITS), *values.units.items()]
    groups = [("", texts.ALL_GROUPS), *((group, group) for group in values.groups)]
    parts = [
        grouped_choice(MONTH, texts.PERIOD, _periods(values.periods), asked.period.name),
        choice(UNIT, texts.UNIT, units, asked.unit or "") if len(values.units) > 1 else None,
        choice(GROUP, texts.GROUP, groups, asked.group or ""),
        choice(CHANGE, texts.CHANGE, [(str(p), texts.change(p)) for p in CHANGES], str(asked.change)),
        html.Button(texts.SHOW, type="submit", className="button"),
        *_kept(address),
    ]
    named: dict[str, Any] = {"aria-label": texts.FILTERS}
    return html.Form(parts, action=PATH, method="get", className="filters at-once large-filters", **named)


def kinds(values: Large, address: Address) -> Component:
    """All, the large ones, the key ones: how many, and their part of everything in view."""
    named: dict[str, Any] = {"aria-label": texts.KINDS}
    return html.Nav([_kind(values, kind, address) for kind in KINDS], className="cards kinds", **named)


def _periods(periods: tuple[Period, ...]) -> dict[str, list[Option]]:
    options = [(period.is_quarter, (period.name, period.shown)) for period in periods]
    return {
        texts.MONTHS: [option for is_quarter, option in options if not is_quarter],
        texts.QUARTERS: [option for is_quarter, option in options if is_quarter],
    }


def _kept(address: Address) -> list[Component]:
    kept = {EMBEDDED, KIND}
    return [Field(name=name, value=value, type="hidden") for name, value in address.filters if name in kept and value]


def _kind(values: Large, kind: str, address: Address) -> Component:
    found = values.kinds[kind]
    remark = f"{vi.number(values.whole_kwh, 0)} kWh" if kind == EVERYONE else texts.part(vi.share(found.share or 0))
    label = KINDS[kind] if kind != LARGE else f"{KINDS[kind]}, {texts.large(values.threshold_kwh)}"
    current: dict[str, Any] = {"aria-current": "true"} if kind == values.asked.kind else {}
    return html.A(
        html.Dl([html.Dt(label), html.Dd([vi.number(found.count), html.Span(remark, className="change")])]),
        href=address.having(**{KIND: kind, "trang": None}).href,
        className="card",
        **current,
    )
