"""What limits the list, to see and to change: chips and a form.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.cases import asking
from dashboard.cases.asking import PATH, Asked
from dashboard.cases.fields import FIELDS, LARGEST_FIRST, heading
from dashboard.cases.options import Options
from dashboard.cases.telling import Told, told
from dashboard.components.field import Field
from dashboard.texts import cases as texts
from phanky import vietnamese as vi

GRID = "bang"
"""``?bang=1``: the scrolled table instead of pages."""

Choice = tuple[str, str]
_KEPT = (EMBEDDED, GRID, asking.SINCE)
_MORE = frozenset({asking.PRICE_GROUP, asking.REQUIRED, asking.ACTUAL, asking.FINDING})


def chips(options: Options, asked: Asked, address: Address) -> Component | None:
    """The active filters; a tap takes one away."""
    found = told(options, asked)
    clear = [html.Li(html.A(texts.CLEAR, href=address.at(PATH).href, className="chip quiet"))] if len(found) > 1 else []
    items = [html.Li(_chip(filter_, address)) for filter_ in found]
    labelled: dict[str, Any] = {"aria-label": texts.FILTERS}
    return html.Ul([*items, *clear], className="chips", **labelled) if found else None


def filter_form(options: Options, asked: Asked, address: Address) -> Component:
    """Everything that can be chosen; it needs no script."""
    active = {filter_.name for filter_ in told(options, asked)}
    further = [*_further(options, asked), _sorts(asked)]
    return html.Form(
        [
            html.Div(
                [
                    html.Label([texts.SEARCH, _search(asked)], className="search"),
                    *_first(options, asked),
                    html.Button(texts.SHOW, type="submit", className="button"),
                ],
                className="filters",
            ),
            html.Details(
                [html.Summary(texts.MORE_FILTERS), html.Div(further, className="filters")],
                open=bool(active & _MORE),
                className="more-filters",
            ),
            *_kept(address),
        ],
        action=PATH,
        method="get",
        className="case-filters",
        role="search",
    )


def _chip(filter_: Told, address: Address) -> Component:
    spoken: dict[str, Any] = {"aria-label": texts.without(filter_.text)}
    href = address.having(**{filter_.name: filter_.without}, trang=None).href
    return html.A([filter_.text, html.Span("×", className="cross")], href=href, className="chip", **spoken)


def _search(asked: Asked) -> Component:
    return Field(
        name=asking.SEARCH, value=asked.search or "", type="search", placeholder=texts.SEARCH_HINT, id="tim",
        autoComplete="off",
    )  # fmt: skip


def _first(options: Options, asked: Asked) -> list[Component]:
    units = [_units(options, asked)] if len(options.units) > 1 else []
    return [_months(options, asked), *units, _verdicts(options, asked)]


def _further(options: Options, asked: Asked) -> list[Component]:
    periods = [(str(count), texts.periods(count)) for count in options.periods]
    filters = asked.filters
    return [
        _among(
            asking.PRICE_GROUP, texts.PRICE_GROUP, texts.ALL_GROUPS, options.price_groups.items(), filters.price_groups
        ),
        _among(asking.ACTUAL, texts.ACTUAL, texts.ANY, periods, [str(count) for count in filters.actual]),
        _among(asking.REQUIRED, texts.REQUIRED, texts.ANY, periods, [str(count) for count in filters.required]),
        _among(asking.FINDING, texts.FINDING, texts.NO_FINDING, options.findings.items(), filters.findings),
    ]


def _units(options: Options, asked: Asked) -> Component:
    return _among(asking.UNIT, texts.UNIT, texts.ALL_UNITS, options.units.items(), asked.filters.units)


def _verdicts(options: Options, asked: Asked) -> Component:
    chosen = asked.filters.verdicts
    is_default = frozenset(chosen) == options.wrong
    selected = "" if is_default else ",".join(chosen) or asking.ALL
    choices = [("", texts.WRONG), (asking.ALL, texts.ALL_VERDICTS), *options.verdicts.items()]
    return _select(asking.VERDICT, texts.VERDICT, _with(choices, selected, options.verdicts), selected)


def _months(options: Options, asked: Asked) -> Component:
    months = [
        (
            month.month,
            texts.month_option(
                month.month, month.quarter, ends_quarter=month.ends_quarter, is_provisional=month.is_provisional
            ),
        )
        for month in options.months
    ]
    quarters = {month.quarter: vi.quarter(month.quarter) for month in options.months}
    selected = asked.filters.quarter or asked.filters.month
    return _select(asking.MONTH, texts.MONTH, [*months, *quarters.items()], selected)


def _sorts(asked: Asked) -> Component:
    month = asked.filters.month
    choices = [
        (f"{sign}{field.name}", texts.sort_by(heading(field, month), descending=bool(sign)))
        for field in FIELDS
        for sign in ("-", "")
    ]
    selected = "" if asked.sort == LARGEST_FIRST else asked.sort
    default = [("", texts.sort_by(texts.AVERAGE, descending=True))]
    others = [choice for choice in choices if choice[0] != LARGEST_FIRST]
    return _select(asking.SORT, texts.SORT, [*default, *others], selected)


def _among(name: str, label: str, any_: str, known: Iterable[Choice], chosen: Sequence[str]) -> Component:
    words = dict(known)
    selected = ",".join(chosen)
    return _select(name, label, _with([("", any_), *words.items()], selected, words), selected)


def _with(choices: list[Choice], selected: str, words: Any) -> list[Choice]:
    """With the choice of several at once, which only a link can have made."""
    if selected in dict(choices):
        return choices
    return [*choices, (selected, " + ".join(words.get(code, code) for code in selected.split(",")))]


def _select(name: str, label: str, choices: Sequence[Choice], selected: str) -> Component:
    options = [html.Option(text, value=value, selected=value == selected) for value, text in choices]
    return html.Label([label, html.Select(options, name=name, **_NO_MEMORY)])


# Otherwise a browser that comes back puts its own last choice over the one in the address.
_NO_MEMORY: dict[str, Any] = {"autoComplete": "off"}


def _kept(address: Address) -> list[Component]:
    return [Field(name=name, value=value, type="hidden") for name, value in address.filters if name in _KEPT and value]
