"""A short table of customers: who, what is wrong, since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.verdicts import verdict_word
from dashboard.standing.values import Case
from dashboard.texts import standing as texts


def case_table(found: Iterable[Case], labels: Mapping[str, str], address: Address) -> Component:
    """One row a customer, each leading to the customer's own page."""
    heads = [html.Th(name, scope="col", className="text") for name in (texts.CUSTOMER, texts.VERDICT)]
    rows = [_row(case, labels, address) for case in found]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="few-cases")


def _row(case: Case, labels: Mapping[str, str], address: Address) -> Component:
    link = html.A(case.customer_name or case.customer_id, href=address.at(f"/khach-hang/{case.customer_id}").href)
    beside = f"{case.customer_id} · {case.unit_name}"
    told: list[Any] = [verdict_word(case.verdict, labels), f" {texts.since(case)}", html.Span(texts.why(case))]
    return html.Tr(
        [html.Th([link, html.Span(beside, className="code")], scope="row"), html.Td(told, className="text why")]
    )
