"""The rows as one table; on a phone the style sheet shows each row as a card.  Pure."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.cases.fields import FIELDS, Field, heading
from dashboard.cases.values import Cases
from dashboard.texts import cases as texts
from phanky import vietnamese as vi

Row = dict[str, Any]

# A table that is laid out as cards would no longer be read out as a table: so each part says what it is.
_ROLES: dict[str, Any] = {"role": "table", "aria-label": texts.ROWS}
_NUMBERS = frozenset({"kwh", "int"})


def case_table(cases: Cases, address: Address) -> Component:
    """One page of rows."""
    month = cases.asked.filters.month
    heads = [_head(field, month, cases.asked.sort, address) for field in FIELDS]
    rows = [_row(row, month, address) for row in cases.rows]
    table = html.Table(
        [html.Thead(html.Tr(heads, role="row"), role="rowgroup"), html.Tbody(rows, role="rowgroup")],
        className="cases",
        **_ROLES,
    )
    return html.Div(table, className="scroll")


def customer_href(address: Address, customer_id: str) -> str:
    """Why this verdict: the customer's own page."""
    return address.at(f"/khach-hang/{customer_id}").href


def shown(field: Field, value: Any) -> str:
    """A value as readers write it."""
    if value is None:
        return vi.NOTHING
    if field.kind == "month":
        return vi.month(value)
    return vi.number(value) if field.kind in _NUMBERS else str(value)


def _head(field: Field, month: str, sort: str, address: Address) -> Component:
    is_sorted = sort.removeprefix("-") == field.name
    order: dict[str, Any] = {}
    if is_sorted:
        order["aria-sort"] = "descending" if sort.startswith("-") else "ascending"
    link = html.A(heading(field, month), href=address.having(xep=_next(field, sort), trang=None).href)
    return html.Th(link, scope="col", role="columnheader", className=_kind(field), **order)


def _next(field: Field, sort: str) -> str:
    """What a tap on a heading asks for: the other way round, numbers from the greatest down at first."""
    if sort.removeprefix("-") == field.name:
        return field.name if sort.startswith("-") else f"-{field.name}"
    return f"-{field.name}" if field.kind in _NUMBERS else field.name


def _row(row: Row, month: str, address: Address) -> Component:
    return html.Tr([_cell(field, row, month, address) for field in FIELDS], role="row")


def _cell(field: Field, row: Row, month: str, address: Address) -> Component:
    value = shown(field, row[field.key])
    label: dict[str, Any] = {"data-label": heading(field, month)}
    if field.name == "ma":
        link = html.A(value, href=customer_href(address, row["customer_id"]))
        return html.Th(link, scope="row", role="rowheader", className=_kind(field), **label)
    inside = _verdict(row["verdict"], value) if field.name == "ket-luan" else value
    return html.Td(inside, role="cell", className=_kind(field), **label)


def _verdict(verdict: str, label: str) -> Component:
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    return html.Span([html.Span(className=f"swatch {verdict}", **hidden), label], className="verdict")


def _kind(field: Field) -> str:
    return field.name if field.kind in _NUMBERS else f"{field.name} text"
