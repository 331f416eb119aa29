"""The question as a form; it needs no script.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.components.choice import Option, choice, grouped_choice
from dashboard.components.field import Field
from dashboard.explore.asking import BY, FIRST, LAST, METRIC, PATH, SCOPE, WHOLE_COMPANY, Asked, parameter
from dashboard.explore.values import TIME, Choices, Explored
from dashboard.texts import explore as texts
from phanky import vietnamese as vi


def question_form(values: Explored, address: Address) -> Component:
    """Metric, splits, time and filters."""
    asked, choices = values.asked, values.choices
    splits = {
        "": [("", texts.NO_SPLIT)],
        texts.TIME: list(TIME.items()),
        texts.DIMENSIONS: list(choices.splits.items()),
    }
    first, second = (*asked.by, "", "")[:2]
    parts = [
        grouped_choice(METRIC, texts.METRIC, _metrics(choices), asked.metric),
        grouped_choice(BY, texts.BY, splits, first),
        grouped_choice(BY, texts.AND_BY, splits, second),
        grouped_choice(FIRST, texts.FROM, _periods(choices, texts.FIRST_MONTH), asked.first or ""),
        grouped_choice(LAST, texts.TO, _periods(choices, texts.LAST_MONTH), asked.last or ""),
        _scope(asked) if choices.may_ask_everyone else None,
        html.Button(texts.SHOW, type="submit", className="button"),
    ]
    return html.Form(
        [html.Div(parts, className="filters"), _filters(asked, choices), *_kept(address)],
        action=PATH,
        method="get",
        className="question",
    )


def chips(values: Explored, address: Address) -> Component | None:
    """The filters in force; a tap takes one away."""
    asked, choices = values.asked, values.choices
    told = [(name, value) for name, given in asked.filters.items() for value in given]
    items = [html.Li(_chip(name, value, choices, address)) for name, value in told]
    named: dict[str, Any] = {"aria-label": texts.FILTERS}
    return html.Ul(items, className="chips", **named) if items else None


def _chip(name: str, value: str, choices: Choices, address: Address) -> Component:
    shown = texts.filtered(choices.label(name), _word(choices, name, value))
    kept = tuple(pair for pair in address.filters if pair != (parameter(name), value))
    spoken: dict[str, Any] = {"aria-label": texts.without(shown)}
    return html.A([shown, html.Span("×")], href=Address(PATH, kept).href, className="chip", **spoken)


def _metrics(choices: Choices) -> dict[str, Sequence[Option]]:
    groups: dict[str, list[Option]] = {heading: [] for heading in texts.METRIC_GROUPS.values()}
    for metric in choices.metrics.values():
        groups[texts.METRIC_GROUPS[metric.format.value]].append((metric.name, metric.label))
    return dict(groups)


def _periods(choices: Choices, blank: str) -> dict[str, Sequence[Option]]:
    return {
        "": [("", blank)],
        texts.QUARTERS: [(quarter, vi.quarter(quarter)) for quarter in reversed(choices.quarters)],
        texts.MONTHS: [(month, vi.month(month)) for month in reversed(choices.months)],
    }


def _scope(asked: Asked) -> Component:
    options = [("", texts.OWN_UNITS), (WHOLE_COMPANY, texts.EVERYONE)]
    return choice(SCOPE, texts.SCOPE, options, WHOLE_COMPANY if asked.everyone else "")


def _filters(asked: Asked, choices: Choices) -> Component:
    fields = [_filter(name, values, asked, choices) for name, values in choices.filters.items()]
    return html.Details(
        [html.Summary(texts.FILTERS), html.Div(fields, className="filters")],
        className="more-filters",
    )


def _filter(name: str, values: tuple[Any, ...] | None, asked: Asked, choices: Choices) -> Component:
    given = asked.filters.get(name, ())
    chosen = given[0] if given else ""
    if values is None:
        field = Field(name=parameter(name), value=chosen, type="search", placeholder=texts.ANY_TEXT, autoComplete="off")
        return html.Label([choices.label(name), field])
    options = [("", texts.ANY), *((_text(value), choices.word(name, value)) for value in values)]
    if chosen == texts.NONE or chosen not in dict(options):
        options.append((chosen, chosen))
    return choice(parameter(name), choices.label(name), options, chosen)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _word(choices: Choices, name: str, text: str) -> str:
    known = {_text(value): choices.word(name, value) for value in choices.filters.get(name) or ()}
    return known.get(text, text)


def _kept(address: Address) -> list[Component]:
    return [Field(name=EMBEDDED, value="1", type="hidden")] if address.is_embedded else []
