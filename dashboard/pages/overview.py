"""Tổng quan."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.overview import Overview
from dashboard.pages.contract import Page
from dashboard.reading import read_overview
from dashboard.view import View
from phanky import vietnamese as vi


def _read(view: View, _address: Address) -> Overview:
    return read_overview(view.release)


def _layout(values: Overview, address: Address) -> list[Any]:
    rows = [
        html.Tr([html.Th(u.name), html.Td(vi.number(u.counts.too_few)), html.Td(vi.share(u.counts.share_right))])
        for u in values.units
    ]
    return [html.H1("Tổng quan"), html.Section(html.Table(html.Tbody(rows)), className="panel")]


PAGE = Page("/", "Tổng quan", _read, _layout, icon="overview")
