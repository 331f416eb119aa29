"""Tổng quan: how many are wrong, whether it gets better, which unit is behind."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.bars import Bar, bars
from dashboard.components.cases import case_table
from dashboard.components.headline import headline, page_head
from dashboard.components.notices import nothing
from dashboard.components.trend import trend
from dashboard.components.verdicts import legend
from dashboard.components.weight import weight_pairs
from dashboard.pages.contract import Page
from dashboard.standing.company import Overview, read_overview
from dashboard.standing.corrections import signed_off
from dashboard.standing.values import TO_ACT_ON, Headline, Unit
from dashboard.texts import overview as texts
from dashboard.texts import standing as shared
from phanky import vietnamese as vi


def _layout(values: Overview, address: Address) -> Component:
    head = values.head
    about = ", ".join(values.own.values()) if values.own is not None else texts.COMPANY
    return html.Article(
        [
            page_head(texts.NAME, about, head, address),
            *headline(head, values.labels, partial(_list, values, address)),
            _changes(values, address),
            html.Div(
                [_units(values, address), html.Div([_trend(values, address), _weight(values)], className="column")],
                className="columns",
            ),
            _new(values, address),
        ],
        className="standing",
    )


def _changes(values: Overview, address: Address) -> Component | None:
    """Who changed, customer by customer, takes longer than a first glance may wait."""
    links = [*_since_sign_off(values, address), *_since_yesterday(values.head, address)]
    return html.Div([html.P(link, className="onward") for link in links]) if links else None


def _since_yesterday(head: Headline, address: Address) -> list[Component]:
    if head.earlier is None or head.asked is not None:
        return []
    return [html.A(texts.who_changed(head.earlier.as_of), href=address.at("/thay-doi").href)]


def _since_sign_off(values: Overview, address: Address) -> list[Component]:
    if values.corrected is None:
        return []
    quarter, customers = values.corrected
    return [html.A(texts.who_corrected(quarter, customers), href=address.at("/thay-doi", tu=quarter).href)]


def _list(values: Overview, address: Address, *verdicts: str) -> str:
    own = list(values.own) if values.own is not None else None
    return address.at("/danh-sach", don_vi=own, ket_luan=verdicts, thang=values.head.asked).href


def _units(values: Overview, address: Address) -> Component:
    if not values.units:
        return html.Section([html.H2(texts.BY_UNIT), nothing(texts.NO_UNITS)], className="panel")
    worst = values.units[0]
    told = texts.units_told(worst.name, worst.counts.too_few, worst.counts.too_many, worst.counts.share_right)
    own = [unit for unit in values.units if unit.code in (values.own or ()) and unit.rank is not None]
    ranks = [html.P(texts.ranked(unit.name, unit.rank or 0, len(values.units)), className="summary") for unit in own]
    order = texts.BY_UNIT_ORDER if values.own is None else texts.BY_UNIT_ORDER_LIMITED
    link = html.A(texts.ALL_UNITS, href=address.at("/don-vi", thang=values.head.asked).href)
    return html.Section(
        [
            html.Header([html.H2(texts.BY_UNIT), link]),
            html.P(told, className="summary"),
            *ranks,
            legend(TO_ACT_ON, values.labels),
            bars(_bar(unit, values, address) for unit in values.units),
            html.P(order, className="remark"),
        ],
        className="panel",
    )


def _bar(unit: Unit, values: Overview, address: Address) -> Bar:
    amounts = {verdict: unit.counts.of(verdict) for verdict in TO_ACT_ON}
    asked = values.head.asked
    listed = address.at("/danh-sach", don_vi=unit.code, ket_luan=TO_ACT_ON, thang=asked).href
    return Bar(
        name=unit.name,
        href=address.at(f"/don-vi/{unit.code}", thang=asked).href,
        amounts=amounts,
        list_href=listed if unit.is_open else None,
        told=texts.bar_told(unit.name, amounts, values.labels),
        figure=vi.share(unit.counts.share_right),
        remark=texts.wrong(unit.counts.wrong),
        is_own=values.own is not None and unit.code in values.own,
    )


def _trend(values: Overview, address: Address) -> Component:
    body = trend(values.months, values.head.now.month, values.labels)
    link = html.A(shared.AS_TABLE, href=address.at("/kham-pha", chi_so="customers_wrong", theo="month").href)
    return html.Section([html.Header([html.H2(shared.TREND), link]), *body], className="panel")


def _new(values: Overview, address: Address) -> Component:
    now = values.head.now
    if not values.new:
        return html.Section([html.H2(texts.NEW), nothing(texts.NOBODY_NEW)], className="panel")
    all_new = address.at("/danh-sach", thang=values.head.asked, sai_tu=now.month).href
    return html.Section(
        [
            html.Header([html.H2(texts.new_in(now.month, now.newly_wrong)), html.A(texts.ALL_NEW, href=all_new)]),
            case_table(values.new, values.labels, address),
        ],
        className="panel",
    )


def _weight(values: Overview) -> Component:
    return html.Section([html.H2(shared.WEIGHT), weight_pairs(values.weight, values.head.now)], className="panel")


PAGE = Page("/", texts.NAME, read_overview, _layout, icon="overview", also=signed_off)
