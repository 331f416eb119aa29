"""Khách hàng lớn, trọng điểm."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.monthly import monthly
from dashboard.components.notices import nothing
from dashboard.components.pareto import Step, pareto
from dashboard.large import EXCEL, PATH, Large, filter_form, kinds, large_table, list_version, pager, read_large
from dashboard.large.asking import KEY
from dashboard.large.values import Load
from dashboard.pages.contract import Page
from dashboard.texts import large as texts
from phanky import vietnamese as vi

_LOADS = 8


def layout(values: Large, address: Address) -> Component:
    """Who the consumption rests on, each of them, and what the price groups take."""
    customers = _customers(values, address) if values.customers else [_nobody(values, address)]
    parts = [_head(values), filter_form(values, address), kinds(values, address), *customers, _load(values, address)]
    return html.Article(parts, className="large-page")


def _head(values: Large) -> Component:
    where = values.units.get(values.asked.unit or "", texts.ALL_UNITS)
    told = texts.head(values.asked.period.shown, where)
    late = f" {texts.PROVISIONAL}" if values.asked.period.is_provisional else ""
    return html.Div([html.H1(texts.NAME), html.P(told + late)], className="page-head")


def _customers(values: Large, address: Address) -> list[Component]:
    summary = _pareto_told(values)
    parts = {"own": texts.OWN, "before": texts.BEFORE}
    items = [html.Li([html.Span(className=f"swatch {part}"), word]) for part, word in parts.items()]
    legend = html.Ul(items, className="legend")
    chart = [html.H2(texts.PARETO), html.P(summary, className="summary"), legend, pareto(_steps(values), summary)]
    taken = Address(EXCEL, address.filters).href
    head = html.Header([html.H2(texts.TABLE), html.A(texts.EXCEL, href=taken, className="button quiet", download="")])
    rows = [head, _influence(values), large_table(values, address), pager(values, address)]
    return [html.Section(chart, className="panel"), html.Section(rows, className="panel")]


def _steps(values: Large) -> list[Step]:
    return [
        Step(
            c.place,
            c.whole_share or 0,
            c.so_far_share or 0,
            texts.pareto_column(c.place, c.customer_name, vi.share(c.whole_share), vi.share(c.so_far_share)),
        )
        for c in values.customers
    ]


def _pareto_told(values: Large) -> str:
    first, last = values.customers[0], values.customers[-1]
    return texts.pareto(last.place, vi.share(last.so_far_share), first.customer_name, vi.share(first.whole_share))


def _influence(values: Large) -> Component:
    first = values.customers[0]
    unit = values.units.get(first.unit_code, first.unit_code)
    kwh, share = vi.number(first.effect_kwh, 0, signed=True), vi.share(first.effect_share, 2, signed=True)
    return html.P(texts.influence(first.customer_name, unit, values.asked.change, kwh, share), className="summary")


def _nobody(values: Large, address: Address) -> Component:
    if values.asked.kind == KEY and not values.count:
        return html.Section([html.P(texts.NO_KEY), html.Pre(texts.NO_KEY_COMMAND)], className="panel empty")
    back = html.P(html.A(texts.EVERY_CUSTOMER, href=address.at(PATH).href, className="button quiet"))
    return html.Section([nothing(texts.NOBODY), back], className="panel")


def _load(values: Large, address: Address) -> Component:
    rows: list[Any] = [_group(load) for load in values.loads[:_LOADS]]
    shown: Any = html.Ul(rows, className="monthly-rows") if rows else nothing(texts.NO_LOAD)
    asked: dict[str, Any] = {"chi_so": "kwh_total", "theo": ["price_group", "month"]}
    href = address.at("/kham-pha", **asked, managing_unit_code=values.asked.unit).href
    more = html.A(texts.MORE_LOAD, href=href)
    head = html.Header([html.H2(texts.LOAD), more])
    return html.Section([head, html.P(texts.LOAD_SCALE, className="remark"), shown], className="panel")


def _group(load: Load) -> Component:
    months = load.kwh
    highest, kwh = max(months, key=lambda month: month[1])
    name = load.price_group or texts.NO_GROUP
    return monthly(name, months, texts.load(name, months[0][0], months[-1][0], highest, vi.number(kwh, 0)))


PAGE = Page(PATH, texts.NAME, read_large, layout, icon="large", short=texts.SHORT, also=list_version)
