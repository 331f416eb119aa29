"""Who is expected to cross, the surest first; on a phone the style sheet shows a row as a card.  Pure."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components import paging
from dashboard.outlook.asking import PAGE
from dashboard.outlook.values import ROWS, Horizon, Outlook, Warned
from dashboard.texts import outlook as texts
from phanky import vietnamese as vi

# A table that is laid out as cards would no longer be read out as a table: so each part says what it is.
_TABLE: dict[str, Any] = {"role": "table", "aria-label": texts.TABLE}


def outlook_table(values: Outlook, horizon: Horizon, address: Address) -> Component:
    """One page of customers."""
    headings = _headings(horizon)
    heads = [
        html.Th(heading, scope="col", role="columnheader", className="text" if not place else None)
        for place, heading in enumerate(headings)
    ]
    rows = [_row(one, values, headings, address) for one in values.warned]
    table = html.Table(
        [html.Thead(html.Tr(heads, role="row"), role="rowgroup"), html.Tbody(rows, role="rowgroup")],
        className="outlook-table",
        **_TABLE,
    )
    return html.Div(table, className="scroll")


def pager(values: Outlook, address: Address) -> Component | None:
    """Ways to the pages before and after."""
    number, pages = values.asked.page, -(-values.count // ROWS)
    return paging.pager(texts.page(number, pages), number, pages, PAGE, address)


def _headings(horizon: Horizon) -> list[str]:
    return [
        texts.CUSTOMER,
        texts.average(horizon.month),
        texts.average(horizon.target_month, expected=True),
        texts.THRESHOLD,
        texts.to_come(horizon.target_month),
        texts.PERIODS,
        texts.SURENESS,
    ]


def _row(one: Warned, values: Outlook, headings: list[str], address: Address) -> Component:
    cells: list[Any] = [
        vi.average(one.average_kwh),
        html.B(vi.average(one.expected_average_kwh)),
        _crossed(one, values),
        [vi.number(one.expected_kwh, 0), html.Span(_made(one, values), className="code")],
        [texts.periods(one.periods_now, one.periods_then), html.Span(_book(one), className="code")],
        [_sure(one), html.Span(texts.past(one.past_hits, one.past_warnings), className="code")],
    ]
    labelled = zip(headings[1:], cells, strict=True)
    return html.Tr([_who(one, values, address), *(_cell(*pair) for pair in labelled)], role="row")


def _cell(heading: str, shown: Any) -> Component:
    label: dict[str, Any] = {"data-label": heading}
    return html.Td(shown, role="cell", **label)


def _who(one: Warned, values: Outlook, address: Address) -> Component:
    link = html.A(one.customer_name or one.customer_id, href=address.at(f"/khach-hang/{one.customer_id}").href)
    unit = values.units.get(one.unit_code, one.unit_code)
    return html.Th([link, html.Span(f"{one.customer_id} · {unit}", className="code")], scope="row", role="rowheader")


def _crossed(one: Warned, values: Outlook) -> list[Any]:
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    sign = html.Span(texts.SIGNS[one.direction], className=f"way {one.direction}", **hidden)
    word = values.labels.get(("direction", one.direction), one.direction)
    return [html.Span([sign, vi.number(one.threshold_kwh, 0)], className="crossed"), html.Span(word, className="code")]


def _made(one: Warned, values: Outlook) -> str:
    if one.step is not None:
        return texts.step(one.step)
    return values.labels.get(("forecast_source", one.source), one.source)


def _book(one: Warned) -> str:
    return texts.book(one.actual_periods, one.periods_then)


def _sure(one: Warned) -> str:
    return vi.share(one.hit_rate, 0) if one.hit_rate is not None else texts.NEVER
