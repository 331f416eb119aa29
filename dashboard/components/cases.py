"""A short table of customers: who, what is wrong, since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.verdicts import verdict_word
from dashboard.standing.values import Case
from dashboard.texts import standing as texts
from phanky import vietnamese as vi


def case_table(
    found: Iterable[Case],
    labels: Mapping[str, str],
    address: Address,
    *,
    with_unit: bool = True,
    with_since: bool = True,
) -> Component:
    """One row a customer, each leading to the customer's own page."""
    heads = [
        html.Th(texts.CUSTOMER, scope="col", className="text"),
        html.Th(texts.VERDICT, scope="col", className="text"),
        html.Th(texts.SINCE, scope="col") if with_since else None,
    ]
    rows = [_row(case, labels, address, with_unit, with_since) for case in found]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="few-cases")


def _row(case: Case, labels: Mapping[str, str], address: Address, with_unit: bool, with_since: bool) -> Component:
    link = html.A(case.customer_name or case.customer_id, href=address.at(f"/khach-hang/{case.customer_id}").href)
    beside = f"{case.customer_id} · {case.unit_name}" if with_unit else case.customer_id
    return html.Tr(
        [
            html.Th([link, html.Span(beside, className="code")], scope="row"),
            html.Td([verdict_word(case.verdict, labels), html.Span(texts.why(case))], className="text why"),
            html.Td(vi.month(case.wrong_since_month)) if with_since else None,
        ]
    )
