"""The reconciliation as tables with bars.  Pure."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.components.field import Field
from dashboard.components.notices import nothing
from dashboard.data.reconciliation import MONTH, UNIT, Compared, Reason, Reconciliation
from dashboard.data.tables import cell, first, head, table
from dashboard.texts import data as texts
from phanky import vietnamese as vi

_HIDDEN: dict[str, Any] = {"aria-hidden": "true"}


def reconciliation(found: Reconciliation | None, address: Address) -> Component:
    """What CMIS has billed beside what the figures hold, and why they differ."""
    if found is None:
        return html.Section([html.H2(texts.RECONCILIATION), nothing(texts.NO_RECONCILIATION)], className="panel")
    return html.Section(
        [
            html.Header([html.H2(_title(found)), html.P(_summary(found), className="summary")]),
            html.P(texts.MEANING, className="lead"),
            None if found.is_judged else html.P(texts.NOT_JUDGED, className="notice warn"),
            _choice(found, address),
            _legend(),
            html.Div([_rows(found, address), _reasons(found)], className="reconciled"),
        ],
        className="panel",
    )


def _title(found: Reconciliation) -> str:
    where = f" · {found.units[found.unit]}" if found.unit else ""
    return f"{texts.RECONCILIATION} · {vi.month(found.month)}{where}"


def _summary(found: Reconciliation) -> str:
    total = found.total
    other = next((reason for reason in found.reasons if not reason.is_counted and reason.kwh), None)
    largest = texts.largest(other.label, vi.number(other.kwh, 0)) if other else None
    return texts.summary(
        vi.number(total.kwh, 0), vi.number(total.counted_kwh, 0), vi.share(total.counted_share), largest
    )


def _choice(found: Reconciliation, address: Address) -> Component:
    months = [html.Option(vi.month(month), value=month, selected=month == found.month) for month in found.months]
    fields = [html.Label([texts.MONTH, html.Select(months, name=MONTH)])]
    if len(found.units) > 1:
        units = [html.Option(texts.ALL_UNITS, value="", selected=found.unit is None)]
        units += [html.Option(name, value=code, selected=code == found.unit) for code, name in found.units.items()]
        fields.append(html.Label([texts.UNIT, html.Select(units, name=UNIT)]))
    embedded = [Field(name=EMBEDDED, value="1", type="hidden")] if address.is_embedded else []
    spoken: dict[str, Any] = {"aria-label": texts.CHOOSE}
    show = html.Button(texts.SHOW, type="submit", className="button")
    return html.Form(
        [*fields, show, *embedded], action=address.path, method="get", className="filters at-once", **spoken
    )


def _legend() -> Component:
    shown = (("counted", texts.IN_FIGURES), ("other", texts.NOT_IN_FIGURES))
    items = [html.Li([html.Span(className=f"swatch {kind}", **_HIDDEN), name]) for kind, name in shown]
    return html.Ul(items, className="legend")


def _rows(found: Reconciliation, address: Address) -> Component:
    heads = [
        head(texts.MONTH if found.unit else texts.UNIT),
        head(texts.BILLS, "wide"),
        head(texts.CUSTOMERS, "wide"),
        head(texts.KWH_CMIS),
        head(texts.KWH_COUNTED, "wide"),
        head(texts.KWH_OTHER),
    ]
    rows = [_row(found, row, address) for row in found.rows]
    if found.unit is None:
        rows.append(_compared(found.total, html.B(texts.TOTAL)))
    title = html.H3(texts.BY_MONTH if found.unit else texts.BY_UNIT)
    return html.Div([title, table(heads, rows, "compared")])


def _row(found: Reconciliation, row: Compared, address: Address) -> Component:
    if found.unit is None:
        href = address.having(**{UNIT: row.key, MONTH: found.month}).href
        return _compared(row, html.A(found.units[row.key], href=href))
    current: dict[str, Any] = {"aria-current": "true"} if row.key == found.month else {}
    href = address.having(**{MONTH: row.key}).href
    return _compared(row, html.A(vi.month(row.key), href=href, **current))


def _compared(row: Compared, name: Any) -> Component:
    return html.Tr(
        [
            first([name, _bar(row.counted_share)]),
            cell(vi.number(row.bills), "wide"),
            cell(vi.number(row.customers), "wide"),
            cell(vi.number(row.kwh, 0)),
            cell(vi.number(row.counted_kwh, 0), "wide"),
            cell(vi.number(row.other_kwh, 0)),
        ]
    )


def _bar(share: float | None) -> Component:
    """The part of CMIS's energy that the figures hold; where moves between units make it more, it is full."""
    part = min(max(share or 0.0, 0.0), 1.0)
    counted = html.Span(className="counted", style={"width": f"{part:.2%}"})
    bar = html.Span([counted], className="part-bar", **_HIDDEN)
    return html.Span([bar, html.Span(vi.share(share), className="code")], className="part")


def _reasons(found: Reconciliation) -> Component:
    heads = [
        head(texts.REASON),
        head(texts.BILLS, "wide"),
        head(texts.CUSTOMERS, "wide"),
        head(texts.KWH),
        head(texts.SHARE),
    ]
    rows = [_reason(reason) for reason in found.reasons]
    return html.Div([html.H3(texts.BY_REASON), table(heads, rows, "reasons")])


def _reason(reason: Reason) -> Component:
    kind = "counted" if reason.is_counted else "other"
    name = html.Span([html.Span(className=f"swatch {kind}", **_HIDDEN), reason.label], className="verdict")
    meaning = html.Span(reason.meaning, className="meaning") if reason.meaning else None
    return html.Tr(
        [
            first([name, meaning]),
            cell(vi.number(reason.bills), "wide"),
            cell(vi.number(reason.customers), "wide"),
            cell(vi.number(reason.kwh, 0)),
            cell(vi.share(reason.share)),
        ]
    )
