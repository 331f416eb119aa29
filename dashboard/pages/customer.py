"""Hồ sơ khách hàng: why the verdict is what it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.components import evidence, history
from dashboard.components.consumption import consumption
from dashboard.components.field import Field
from dashboard.components.intervals import pairs
from dashboard.dossier import Dossier, Standing, read_dossier
from dashboard.pages.contract import Page
from dashboard.standing.corrections import signed_off
from dashboard.texts import customer as texts
from dashboard.view import View
from phanky import vietnamese as vi


def _read(view: View, address: Address) -> Dossier:
    return read_dossier(view, address.part("customer").strip(), address.one("thang"))


def _layout(values: Dossier, address: Address) -> Component:
    standing = values.standing
    body = [_never_judged(values)] if standing is None else [_verdict(values, standing, address)]
    body.append(_panel(texts.CHART, *consumption(values), kind="chart"))
    if standing is not None:
        body += _evidence(values, standing, address)
    body.append(_panel(texts.RECEIPT, evidence.receipt(values), kind="receipt"))
    return html.Article([_head(values, address), *body], className="dossier")


def _head(values: Dossier, address: Address) -> Component:
    customer = values.customer
    unit = customer["managing_unit_code"]
    who = pairs(
        [
            (texts.UNIT, html.A(values.unit_name, href=address.at(f"/don-vi/{unit}").href)),
            (texts.PRICES, customer["price_groups"]),
            (texts.FIRST_DAY, vi.date(customer["first_date"])),
            (texts.LAST_DAY, vi.date(customer["end_date"]) if customer["end_date"] is not None else None),
        ]
    )
    back = html.A(
        [html.Span("←", **{"aria-hidden": "true"}), texts.back(values.unit_name)],  # type: ignore[arg-type]
        href=address.at("/danh-sach", don_vi=unit).href,
        className="button quiet",
    )
    printing = html.Button(texts.PRINT, type="button", className="button quiet", **{"data-does": "print"})  # type: ignore[arg-type]
    name = html.H1([customer["customer_name"], html.Span(customer["customer_id"], className="code")])
    return html.Div([name, who, html.Div([back, printing], className="actions")], className="dossier-head")


def _verdict(values: Dossier, standing: Standing, address: Address) -> Component:
    row = standing.row
    reason = row["reason"] and html.P(values.words.label("reason", row["reason"]))
    word = [history.verdict_word(row["verdict"], values.words)]
    if row["is_provisional"]:
        word.append(html.Span(texts.PROVISIONAL, className="badge"))
    basis = values.words.label("basis", row["basis"]) if row["basis"] is not None else None
    facts = pairs(
        [
            (texts.REQUIRED, html.B(texts.periods(row["required_periods"]))),
            (texts.ACTUAL, html.B(texts.periods(row["actual_periods"]))),
            (texts.SINCE, texts.since(standing)),
            (texts.AVERAGE, _per_month(row["average_kwh"])),
            (texts.DISTANCE, _per_month(row["distance_to_threshold_kwh"])),
            (texts.BASIS, basis),
        ]
    )
    return html.Section(
        [
            html.H2(texts.verdict_of(standing.month)),
            html.P(word, className="conclusion"),
            reason,
            facts,
            _choice(values, standing, address),
        ],
        className=f"panel told {row['verdict']}",
    )


def _per_month(kwh: Decimal | None) -> str | None:
    return None if kwh is None else texts.per_month(kwh)


def _choice(values: Dossier, standing: Standing, address: Address) -> Component:
    options = [
        html.Option(vi.month(month.month), value=month.month, selected=month.month == standing.month)
        for month in reversed(values.judged)
    ]
    kept = [Field(name=EMBEDDED, value="1", type="hidden")] if address.is_embedded else []
    label = html.Label([texts.MONTH, html.Select(options, name="thang")])
    button = html.Button(texts.SHOW, type="submit", className="button quiet")
    return html.Form(
        [label, *kept, button],
        action=address.at(address.path).href.partition("?")[0],
        method="get",
        className="filters at-once",
    )


def _never_judged(values: Dossier) -> Component:
    scope, reason = values.customer["scope"], values.customer["scope_reason"]
    spoken = reason and values.words.label("reason", reason)
    told = texts.never_judged(values.words.label("scope", scope), spoken)
    return html.Section(html.P(told, className="conclusion"), className="panel told")


def _evidence(values: Dossier, standing: Standing, address: Address) -> list[Component]:
    argument = html.Ul([html.Li(sentence) for sentence in standing.argument], className="argument")
    rule = evidence.rule(standing.rule, address)
    months = [html.P(texts.CHOOSE_MONTH, className="remark"), history.calendar(values, address)]
    months += [*history.signed(values), *history.told(values)]
    return [
        _columns(_panel(texts.WHY, argument), _panel(texts.RULE, *rule)),
        _panel(texts.HISTORY, *months, kind="history"),
        _columns(_panel(texts.BOOKS, *evidence.books(values)), _panel(texts.CONTRACT, evidence.contract(values))),
        _panel(texts.FINDINGS, *evidence.findings(values)),
    ]


def _panel(title: str, *body: Any, kind: str = "") -> Component:
    return html.Section([html.H2(title), *body], className=f"panel {kind}".rstrip())


def _columns(*panels: Component) -> Component:
    return html.Div(list(panels), className="columns")


PAGE = Page("/khach-hang/<customer>", texts.NAME, _read, _layout, also=signed_off)
