"""Thay đổi: who became wrong, who is settled since an earlier day; or what a signed-off quarter says otherwise now.

Reached from Tổng quan, which does not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.notices import nothing
from dashboard.components.verdicts import verdict_word
from dashboard.pages.contract import Page
from dashboard.standing.changes import Changed, Changes, Judged, changes
from dashboard.standing.corrections import Corrected, Corrections, corrections, signed_off
from dashboard.standing.reading import verdict_labels
from dashboard.texts import changes as texts
from dashboard.texts import standing as shared
from dashboard.view import View

_MOST = 200


@dataclass(frozen=True)
class ChangesPage:
    """The page; ``found`` is None when there is nothing to compare with."""

    labels: Mapping[str, str]
    found: Changes | Corrections | None


def _read(view: View, address: Address) -> ChangesPage:
    quarter = address.one("tu")
    return ChangesPage(verdict_labels(view), corrections(view, quarter) if quarter is not None else changes(view))


def _layout(values: ChangesPage, address: Address) -> Component:
    found = values.found
    if isinstance(found, Corrections):
        return _since_sign_off(found, values.labels, address)
    back = html.A(texts.BACK, href=address.at("/").href)
    told = texts.since(found.since, found.before) if found is not None else None
    head = html.Div([html.Div([html.H1(texts.NAME), html.P(told)]), back], className="page-head")
    if found is None:
        return html.Article([head, html.Section(nothing(texts.NO_EARLIER), className="panel")], className="standing")
    parts = ((texts.NEW, found.new), (texts.SETTLED, found.settled), (texts.CHANGED, found.changed))
    return html.Article([head, *(_part(name, rows, values, address) for name, rows in parts)], className="standing")


def _since_sign_off(found: Corrections, labels: Mapping[str, str], address: Address) -> Component:
    back = html.A(texts.BACK, href=address.at("/").href)
    told = texts.signed_off(found.signed_at, found.release_id)
    head = html.Div(
        [html.Div([html.H1(texts.corrected_name(found.quarter)), html.P(told)]), back], className="page-head"
    )
    shown = found.rows[:_MOST]
    body = [_corrected_table(shown, labels, address)] if shown else [nothing(texts.NOTHING_CORRECTED)]
    left = len(found.rows) - len(shown)
    rest = [html.P(texts.more_corrected(left, found.quarter), className="remark")] if left else []
    title = html.H2(texts.corrected(found.customers))
    return html.Article([head, html.Section([title, *body, *rest], className="panel")], className="standing")


def _corrected_table(rows: tuple[Corrected, ...], labels: Mapping[str, str], address: Address) -> Component:
    names = (shared.CUSTOMER, texts.WHEN_SIGNED_OFF, texts.AFTER)
    heads = [html.Th(name, scope="col", className="text") for name in names]
    body = [_corrected_row(row, labels, address) for row in rows]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="few-cases changes-table")


def _corrected_row(row: Corrected, labels: Mapping[str, str], address: Address) -> Component:
    to = address.at(f"/khach-hang/{row.customer_id}", thang=row.month).href
    code = html.Span(texts.of_month(row.month, row.customer_id, row.unit_name), className="code")
    name = html.Th([html.A(row.customer_name or row.customer_id, href=to), code], scope="row")
    return html.Tr([name, *(_judged(side, labels, with_average=True) for side in (row.before, row.after))])


def _part(name: str, rows: tuple[Changed, ...], values: ChangesPage, address: Address) -> Component:
    body = [_table(rows[:_MOST], values.labels, address)] if rows else [nothing(texts.NOBODY)]
    left = [html.P(texts.more(len(rows) - _MOST), className="remark")] if len(rows) > _MOST else []
    return html.Section([html.H2(texts.headed(name, len(rows))), *body, *left], className="panel")


def _table(rows: tuple[Changed, ...], labels: Mapping[str, str], address: Address) -> Component:
    heads = [html.Th(name, scope="col", className="text") for name in (shared.CUSTOMER, texts.BEFORE, texts.AFTER)]
    body = [_row(row, labels, address) for row in rows]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="few-cases changes-table")


def _row(row: Changed, labels: Mapping[str, str], address: Address) -> Component:
    link = html.A(row.customer_name or row.customer_id, href=address.at(f"/khach-hang/{row.customer_id}").href)
    name = html.Th([link, html.Span(f"{row.customer_id} · {row.unit_name}", className="code")], scope="row")
    return html.Tr([name, _judged(row.before, labels), _judged(row.after, labels)])


def _judged(judged: Judged, labels: Mapping[str, str], *, with_average: bool = False) -> Component:
    if judged.verdict is None:
        return html.Td(texts.NOT_JUDGED, className="text")
    periods = html.Span(texts.periods(judged.actual_periods, judged.required_periods))
    average = [html.Span(texts.average(judged.average_kwh))] if with_average else []
    return html.Td([verdict_word(judged.verdict, labels), periods, *average], className="text why")


PAGE = Page("/thay-doi", texts.NAME, _read, _layout, also=signed_off)
