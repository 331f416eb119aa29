"""Quy định: what is judged by which rule, since when, and on what authority."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.intervals import pairs
from dashboard.figures.lawline import Piece, line
from dashboard.pages.contract import Page
from dashboard.rulebook import Band, Row, Rule, Rulebook, read_rulebook
from dashboard.texts import customer as customer_texts
from dashboard.texts import rules as texts
from dashboard.view import View
from phanky import vietnamese as vi

_MODEL = "/docs/#!/model/model.phanky.{}"
_STATES = {"now": texts.IN_FORCE_NOW, "past": texts.PAST, "to_come": texts.TO_COME}


def _read(view: View, _address: Address) -> Rulebook:
    return read_rulebook(view)


def _layout(values: Rulebook, _address: Address) -> Component:
    head = html.Div([html.H1(texts.NAME), html.P(texts.LEAD)], className="page-head")
    rules = html.Div([_rule(rule) for rule in values.rules], className="columns")
    return html.Article([head, _line(values), rules, _findings(values)], className="rulebook")


def _line(values: Rulebook) -> Component:
    drawn = line(values.rules, values.judged, values.as_of)
    names = [
        (texts.short(piece.rule.row["name_vi"]), piece.rule.row["valid_from"])
        for piece in drawn.pieces
        if piece.rule is not None
    ]
    told = texts.timeline(names, *(values.judged or (None, None)))
    judged = (
        html.Div(_piece(drawn.judged, "judged", texts.DATA), className="lane") if drawn.judged is not None else None
    )
    lanes = [html.Div([_of_rule(piece) for piece in drawn.pieces], className="lane rules"), judged]
    ends = html.Div([html.Span(vi.date(drawn.first)), html.Span(vi.date(drawn.last))], className="ends")
    plot = html.Div([*lanes, ends], className="lawline", role="img", **{"aria-label": told})  # type: ignore[arg-type]
    return html.Section([html.H2(texts.LINE), plot, html.P(told, className="summary")], className="panel")


def _of_rule(piece: Piece) -> Component:
    rule = piece.rule
    return _piece(piece, rule.state, texts.short(rule.row["name_vi"])) if rule is not None else html.Span()


def _piece(piece: Piece, kind: str, text: str) -> Component:
    return html.Span(
        html.Span(text), className=f"piece {kind}", style={"left": f"{piece.left}%", "width": f"{piece.width}%"}
    )


def _rule(rule: Rule) -> Component:
    row = rule.row
    months = texts.judged(rule.months[0], rule.months[-1], len(rule.months)) if rule.months else texts.NOT_USED
    facts = pairs(
        [
            (texts.CITATION, _cited(row)),
            (texts.VALID, texts.in_force(row["valid_from"], row["valid_to"])),
            (texts.WINDOW, texts.window(row["window_months"])),
            (texts.CHECKED, vi.date(row["checked_on"])),
            (texts.JUDGED, months),
            (texts.MODEL, _model(row)),
        ]
    )
    state = html.Span(_STATES[rule.state], className="badge" if rule.state == "now" else "badge quiet")
    head = html.Header([html.H2(row["name_vi"]), state])
    return html.Section([head, facts, *_bands(rule)], className="panel rule", id=row["rule_id"])


def _bands(rule: Rule) -> list[Component]:
    heads = [texts.BAND, texts.PERIODS, texts.CUSTOMERS, texts.WRONG]
    table = html.Table([_head(heads), html.Tbody([_band(band) for band in rule.bands])])
    counts = [html.P(texts.counts_of(rule.months[-1]), className="remark")] if rule.months else []
    return [*counts, html.Div(table, className="scroll")]


def _band(band: Band) -> Component:
    cells = [html.Td(vi.number(value)) for value in (band.periods, band.customers, band.wrong)]
    return html.Tr([html.Th(texts.band(band.lower, band.upper), scope="row"), *cells])


def _findings(values: Rulebook) -> Component:
    if values.month is None:
        return html.Section([html.H2(texts.FINDINGS), html.P(texts.NONE_YET, className="nothing")], className="panel")
    heads = [texts.FINDING, texts.found_in(values.month)]
    table = html.Table([_head(heads), html.Tbody([_finding(row, count) for row, count in values.findings])])
    return html.Section(
        [html.H2(texts.FINDINGS), html.Div(table, className="scroll")], className="panel findings-of-rules"
    )


def _finding(row: Row, count: int) -> Component:
    severity = customer_texts.SEVERITIES.get(row["severity"], row["severity"])
    name = html.Div([html.B(row["name_vi"]), " ", html.Span(severity, className=f"badge {row['severity']}")])
    details = html.Div([html.Span(_cited(row)), html.Span(texts.since(row["valid_from"])), _model(row)])
    cell = html.Th([name, details], scope="row", className="named")
    return html.Tr([cell, html.Td(vi.number(count))], id=row["rule_id"])


def _head(heads: list[str]) -> Component:
    return html.Thead(html.Tr([html.Th(head, scope="col") for head in heads]))


def _cited(row: Row) -> list[Any]:
    mark = [] if row["citation_is_verified"] else [" ", html.Span(texts.UNVERIFIED, className="badge warn")]
    return [row["citation"], *mark]


def _model(row: Row) -> Component:
    return html.A(row["model_name"], href=_MODEL.format(row["model_name"]), className="model")


PAGE = Page("/quy-dinh", texts.NAME, _read, _layout, icon="rules")
