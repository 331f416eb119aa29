"""Đơn vị: one unit, how it stands among all, and what it has to correct."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components import parts
from dashboard.components.cases import case_table
from dashboard.components.headline import headline, page_head
from dashboard.components.notices import nothing
from dashboard.components.trend import trend, trend_table
from dashboard.components.weight import weight_pairs
from dashboard.pages.contract import Page
from dashboard.standing.one_unit import Inside, OneUnit, read_unit
from dashboard.texts import standing as shared
from dashboard.texts import unit as texts


def _layout(values: OneUnit, address: Address) -> Component:
    inside = values.inside
    list_of = partial(_list, values, address)
    back = html.A(texts.BACK, href=address.at("/don-vi", thang=values.head.asked).href)
    title = [values.name, " ", html.Span(values.code, className="code")]
    numbers = headline(values.head, values.labels, lambda verdict: list_of(ket_luan=verdict) if inside else None)
    body = [html.P(texts.CLOSED_TO_READER, className="notice warn"), _trend(values, address)]
    return html.Article(
        [
            page_head(title, [texts.ranked(values.rank, values.ranked), " · ", back], values.head, address),
            *numbers,
            *(body if inside is None else _open(values, inside, address)),
        ],
        className="standing",
    )


def _list(values: OneUnit, address: Address, **filters: Any) -> str:
    return address.at("/danh-sach", don_vi=values.code, thang=values.head.asked, **filters).href


def _trend(values: OneUnit, address: Address) -> Component:
    charts = trend(values.months, values.head.now.month, values.labels)
    return _panel(shared.TREND, *charts, trend_table(values.months, values.labels, address))


def _open(values: OneUnit, inside: Inside, address: Address) -> list[Component]:
    if not values.head.now.counts.in_scope:
        return [nothing(texts.NO_CUSTOMERS), _trend(values, address)]
    list_of = partial(_list, values, address)
    oldest = case_table(inside.oldest, values.labels, address) if inside.oldest else nothing(texts.NOBODY_WRONG)
    header = html.Header([html.H2(texts.OLDEST), html.A(texts.LIST, href=list_of())])
    matrix = [parts.matrix(inside.periods, list_of), html.P(texts.MATRIX_SUMMARY, className="remark")]
    return [
        html.Section([header, oldest], className="panel"),
        _columns(
            _trend(values, address),
            _panel(shared.WEIGHT, weight_pairs(inside.weight, values.head.now)),
            _panel(texts.MATRIX, *matrix),
        ),
        _columns(
            _panel(texts.PRICE_GROUPS, parts.price_group_table(inside.price_groups, list_of)),
            _panel(texts.FINDINGS, parts.finding_table(inside.findings, list_of)),
        ),
    ]


def _panel(title: str, *body: Any) -> Component:
    return html.Section([html.H2(title), *body], className="panel")


def _columns(first: Component, *others: Component) -> Component:
    return html.Div([first, html.Div(list(others), className="column")], className="columns")


PAGE = Page("/don-vi/<unit>", texts.NAME, read_unit, _layout)
