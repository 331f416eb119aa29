"""Khách hàng sai phân kỳ: the list behind every count."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.cases.around import downloads, nobody, notices, page_head, pager
from dashboard.cases.asking import PATH
from dashboard.cases.choosing import GRID, chips, filter_form
from dashboard.cases.grid import grid
from dashboard.cases.table import case_table
from dashboard.cases.values import Cases, read_cases
from dashboard.pages.contract import Page
from dashboard.texts import cases as texts


def layout(values: Cases, address: Address) -> Component:
    """The list, what limits it, and the ways on."""
    return html.Div(
        [
            page_head(values),
            *notices(values),
            filter_form(values.options, values.asked, address),
            chips(values.options, values.asked, address),
            downloads(values, address) if values.count else None,
            html.Section(_rows(values, address), className="panel"),
        ],
        className="case-page",
    )


def _rows(values: Cases, address: Address) -> list[Component | None]:
    if not values.count:
        return [nobody(values, address)]
    if address.one(GRID) == "1":
        return [grid(values, address)]
    return [case_table(values, address), pager(values, address)]


PAGE = Page(PATH, texts.NAME, read_cases, layout, icon="cases", short=texts.SHORT)
