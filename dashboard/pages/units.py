"""Đơn vị: all of them, ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.headline import page_head
from dashboard.components.notices import nothing
from dashboard.components.verdicts import swatch
from dashboard.pages.contract import Page
from dashboard.standing import reading
from dashboard.standing.values import BY_VERDICT, Headline, Unit
from dashboard.texts import overview as overview_texts
from dashboard.texts import standing as shared
from dashboard.texts import unit as texts
from dashboard.view import View
from phanky import vietnamese as vi

_ALWAYS = ("thieu_ky", "thua_ky")


@dataclass(frozen=True)
class Units:
    """The page; ``own`` are the reader's units, empty for one who sees them all."""

    labels: Mapping[str, str]
    head: Headline
    units: tuple[Unit, ...]
    own: frozenset[str]


def _read(view: View, address: Address) -> Units:
    month = reading.month_asked(view, address)
    head = reading.headline(view, reading.months(view, None), month, None)
    units = reading.units_of(view, month, head.closed.month if head.closed is not None else None)
    return Units(reading.verdict_labels(view), head, units, view.identity.units or frozenset())


def _layout(values: Units, address: Address) -> Component:
    remark = shared.window(values.head.now.month, values.head.window_first)
    return html.Article(
        [
            page_head(texts.NAME, remark, values.head, address),
            html.Section([html.H2(texts.ALL), *_ranking(values, address)], className="panel"),
        ],
        className="standing",
    )


def _ranking(values: Units, address: Address) -> list[Component]:
    if not values.units:
        return [nothing(overview_texts.NO_UNITS)]
    known = [unit for unit in values.units if unit.rank is not None] or list(values.units)
    worst, best = known[0], known[-1]
    first = [unit.name for unit in known if unit.rank == 1]
    told = texts.told(worst.name, worst.counts.share_right, first, best.counts.share_right)
    rows = [_row(unit, values, address) for unit in values.units]
    table = html.Table([_heads(values), html.Tbody(rows)], className="ranking")
    return [html.P(told, className="summary"), html.Div(table, className="scroll")]


def _heads(values: Units) -> Component:
    closed = vi.quarter(values.head.closed.quarter) if values.head.closed is not None else ""
    verdicts = [_head([swatch(code), " ", values.labels[code]], wide=code not in _ALWAYS) for code in BY_VERDICT]
    cells = [
        html.Th(shared.UNIT, scope="col"),
        *verdicts,
        _head(shared.IN_SCOPE, wide=True),
        _head(shared.SHARE_RIGHT),
        _head(closed, wide=True),
        _head(shared.RANK),
    ]
    return html.Thead(html.Tr(cells))


def _row(unit: Unit, values: Units, address: Address) -> Component:
    name = html.A(unit.name, href=address.at(f"/don-vi/{unit.code}", thang=values.head.asked).href)
    own = html.Span(texts.OWN, className="badge") if unit.code in values.own else None
    verdicts = [_cell(vi.number(unit.counts.of(code)), wide=code not in _ALWAYS) for code in BY_VERDICT]
    cells = [
        html.Th([name, html.Span(unit.code, className="code"), own], scope="row"),
        *verdicts,
        _cell(vi.number(unit.counts.in_scope), wide=True),
        _cell(html.B(vi.share(unit.counts.share_right))),
        _cell(vi.share(unit.closed_share), wide=True),
        _cell(vi.number(unit.rank)),
    ]
    return html.Tr(cells, className="own" if unit.code in values.own else "")


def _head(name: Any, *, wide: bool = False) -> Component:
    return html.Th(name, scope="col", className="wide" if wide else "")


def _cell(value: Any, *, wide: bool = False) -> Component:
    return html.Td(value, className="wide" if wide else "")


PAGE = Page("/don-vi", texts.NAME, _read, _layout, icon="unit")
