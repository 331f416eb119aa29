"""Each customer with its part, its growth and its weight; on a phone the style sheet shows a row as a card.  Pure."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components import paging
from dashboard.large.asking import PAGE
from dashboard.large.reading import ROWS
from dashboard.large.values import Customer, Large
from dashboard.texts import large as texts
from phanky import vietnamese as vi

# A table that is laid out as cards would no longer be read out as a table: so each part says what it is.
_TABLE: dict[str, Any] = {"role": "table", "aria-label": texts.TABLE}


def large_table(values: Large, address: Address) -> Component:
    """One page of customers."""
    headings = _headings(values)
    heads = [html.Th(heading, scope="col", role="columnheader") for heading in headings]
    rows = [_row(customer, values, headings, address) for customer in values.customers]
    table = html.Table(
        [html.Thead(html.Tr(heads, role="row"), role="rowgroup"), html.Tbody(rows, role="rowgroup")],
        className="large-table",
        **_TABLE,
    )
    return html.Div(table, className="scroll")


def pager(values: Large, address: Address) -> Component | None:
    """Ways to the pages before and after."""
    number, pages = values.asked.page, -(-values.count // ROWS)
    return paging.pager(texts.page(number, pages, values.count), number, pages, PAGE, address)


def _headings(values: Large) -> list[str]:
    last = values.asked.period.months[-1]
    return [
        texts.CUSTOMER,
        texts.KWH,
        texts.UNIT_SHARE,
        texts.WHOLE_SHARE,
        texts.growth_month(last, values.before),
        texts.growth_year(last, values.year_before),
        texts.effect(values.asked.change),
        texts.VERDICT,
    ]


def _row(customer: Customer, values: Large, headings: list[str], address: Address) -> Component:
    cells: list[Any] = [
        vi.number(customer.kwh, 0),
        vi.share(customer.unit_share),
        vi.share(customer.so_far_share),
        vi.share(customer.growth_month, signed=True),
        vi.share(customer.growth_year, signed=True),
        [vi.share(customer.effect_share, 2, signed=True), _kwh(customer.effect_kwh)],
        _verdict(customer, values),
    ]
    labelled = zip(headings[1:], cells, strict=True)
    return html.Tr([_who(customer, values, address), *(_cell(*pair) for pair in labelled)], role="row")


def _cell(heading: str, shown: Any) -> Component:
    label: dict[str, Any] = {"data-label": heading}
    return html.Td(shown, role="cell", className="so-far" if heading == texts.WHOLE_SHARE else None, **label)


def _kwh(kwh: float) -> Component:
    return html.Span(f"{vi.number(kwh, 0, signed=True)} kWh", className="code")


def _who(customer: Customer, values: Large, address: Address) -> Component:
    unit = values.units.get(customer.unit_code, customer.unit_code)
    link = html.A(
        f"{customer.place}. {customer.customer_name}", href=address.at(f"/khach-hang/{customer.customer_id}").href
    )
    told = html.Span(
        [
            f"{customer.customer_id} · ",
            html.A(unit, href=address.at(f"/don-vi/{customer.unit_code}").href),
            f" · {customer.price_group or texts.NO_GROUP}",
        ],
        className="code",
    )
    return html.Th([link, told, _key(customer)], scope="row", role="rowheader")


def _key(customer: Customer) -> Component | None:
    if not customer.is_key:
        return None
    why = ": ".join(part for part in (customer.reason, customer.remark) if part)
    return html.Span([html.Span(texts.KEY_BADGE, className="badge"), why], className="why")


def _verdict(customer: Customer, values: Large) -> Any:
    if customer.verdict is None:
        return vi.NOTHING
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    word = values.verdicts.get(customer.verdict, customer.verdict)
    return html.Span([html.Span(className=f"swatch {customer.verdict}", **hidden), word], className="verdict")
