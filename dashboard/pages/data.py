"""Dữ liệu: the release in service, how it agrees with CMIS, and what the installation did."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.data.reconciled import reconciliation
from dashboard.data.recorded import audit, runs, took
from dashboard.data.released import checked, in_service, shelf
from dashboard.data.values import Data, Operations, read_data, read_operations
from dashboard.pages.contract import Page
from dashboard.texts import data as texts
from phanky import vietnamese as vi


def layout(values: Data, address: Address) -> Component:
    """Whether the data are whole, first; then where they came from."""
    operations = values.operations
    prefect_url = operations.prefect_url if operations is not None else None
    return html.Div(
        [
            html.Div([html.H1(texts.NAME), html.P(texts.LEAD)], className="page-head"),
            _cards(values),
            reconciliation(values.reconciliation, address),
            html.Div(
                [
                    in_service(values.receipt, values.zone, address, prefect_url),
                    checked(values.receipt) if operations is not None else None,
                ],
                className="columns" if operations is not None else "",
            ),
            *(_operations(operations, values) if operations is not None else ()),
        ],
        className="data-page",
    )


def _cards(values: Data) -> Component:
    tests, found = values.receipt.tests, values.reconciliation
    verdict = texts.ALL_PASSED if tests.all_passed else texts.NOT_ALL_PASSED
    taken = values.receipt.taken_at.astimezone(values.zone)
    shown = [
        _card(texts.TAKEN, f"{taken:%H:%M}", vi.date(taken.date())),
        _card(texts.CHECKS, texts.checks(tests.passed, tests.expected), verdict),
    ]
    if found is not None:
        shown.append(_card(texts.COUNTED, vi.share(found.total.counted_share), vi.month(found.month)))
    if values.operations is not None:
        shown.append(_last_run(values.operations))
    return html.Dl(shown, className="cards")


def _last_run(operations: Operations) -> Component:
    if not operations.runs:
        return _card(texts.LAST_RUN, vi.NOTHING, texts.NO_RUN)
    last = operations.runs[0]
    outcome = html.Span(texts.OUTCOMES[last.outcome.value], className=f"outcome {last.outcome.value}")
    return _card(texts.LAST_RUN, outcome, took(last))


def _card(name: str, figure: Any, remark: str) -> Component:
    return html.Div([html.Dt(name), html.Dd([figure, html.Span(remark, className="change")])], className="card")


def _operations(operations: Operations, values: Data) -> list[Any]:
    shown = [shelf(operations.shelf, values.zone), runs(operations.runs, values.zone)]
    return [*shown, audit(operations.audit, values.zone)] if operations.audit is not None else shown


# Runs go on and releases are signed off without a new release.
PAGE = Page("/du-lieu", texts.NAME, read_data, layout, icon="data", also=read_operations)
