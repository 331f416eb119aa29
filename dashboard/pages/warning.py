"""Cảnh báo sớm."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.components.notices import nothing
from dashboard.outlook import EXCEL, PATH, Outlook, crossings, filter_form, outlook_table, pager, quality, read_outlook
from dashboard.outlook.asking import PAGE as PAGE_NUMBER
from dashboard.pages.contract import Page
from dashboard.texts import outlook as texts


def layout(values: Outlook, address: Address) -> list[Any]:
    """Who is expected to cross, each of them, and how far such warnings can be trusted."""
    return [
        _head(values),
        crossings(values, address),
        filter_form(values, address),
        _customers(values, address),
        quality(values),
        html.Section([html.H2(texts.METHOD), html.P(texts.HOW), html.P(texts.SURE)], className="panel"),
    ]


def _head(values: Outlook) -> Component:
    horizon = values.horizon
    told = texts.head(values.count, horizon.target_month, horizon.month) if horizon is not None else texts.NOBODY
    return html.Div([html.H1(texts.NAME), html.P(told, className="lead")], className="page-head")


def _customers(values: Outlook, address: Address) -> Component:
    if not values.warned or values.horizon is None:
        return html.Section(_nobody(values, address), className="panel")
    head = html.Header([html.H2(texts.TABLE), _download(address)])
    return html.Section(
        [head, outlook_table(values, values.horizon, address), pager(values, address)], className="panel"
    )


def _nobody(values: Outlook, address: Address) -> list[Component]:
    if not sum(values.counts.values()) and not values.asked.unit:
        return [nothing(texts.NOBODY)]
    back = html.A(texts.EVERYONE, href=address.at(PATH).href, className="button quiet")
    return [nothing(texts.NOBODY_HERE), html.P(back)]


def _download(address: Address) -> Component:
    kept = tuple(pair for pair in address.filters if pair[0] not in {EMBEDDED, PAGE_NUMBER})
    marked: dict[str, Any] = {"data-export": "1"}
    link = html.A(texts.TAKE_AWAY, href=Address(EXCEL, kept).href, download="", className="button quiet", **marked)
    status: dict[str, Any] = {
        "data-making": texts.MAKING,
        "data-taking": texts.TAKING,
        "data-done": texts.DONE,
        "data-failed": texts.FAILED,
    }
    return html.Div([link, html.Span(role="status", className="export-status", **status)], className="actions")


PAGE = Page(PATH, texts.NAME, read_outlook, layout, icon="warning", short=texts.SHORT)
