"""What a verdict rests on: rule, books, contract, findings, receipt."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.intervals import folded, folded_table, pairs, when
from dashboard.dossier.values import Dossier, Finding, Row
from dashboard.spans import spans
from dashboard.texts import customer as texts
from dashboard.texts import rules as rule_texts
from phanky import vietnamese as vi

_SHORT_HASH = 12


def rule(row: Row, address: Address) -> list[Component]:
    """The rule that judged, as it stood that month."""
    mark = [] if row["citation_is_verified"] else [" ", html.Span(texts.UNVERIFIED, className="badge warn")]
    limits = f"{texts.limits(row['lower_threshold_kwh'], row['upper_threshold_kwh'])} kWh/tháng"
    shown = pairs(
        [
            (texts.CITATION, [row["citation"], *mark]),
            (texts.IN_FORCE, rule_texts.in_force(row["valid_from"], row["valid_to"])),
            (texts.LIMITS, limits),
            (texts.WINDOW, rule_texts.window(row["window_months"])),
        ]
    )
    return [
        html.H3(row["name_vi"]),
        shown,
        html.P(html.A(texts.ALL_RULES, href=address.at("/quy-dinh").href), className="onward"),
    ]


def books(values: Dossier) -> list[Component]:
    """Books and their number of kỳ; the unit too when the customer moved."""
    moved = len({month.unit_code for month in values.judged}) > 1
    found = spans(
        (month.month, (month.unit_code, month.book_codes, month.actual_periods) if month.actual_periods else None)
        for month in values.months
    )
    if not found:
        return [html.P(texts.NO_BOOKS, className="nothing")]
    heads = [texts.SPAN_HEADING, *([texts.UNIT] if moved else []), texts.BOOK_HEADING, texts.PERIODS_HEADING]
    rows = []
    for span in found:
        unit, codes, periods = span.value
        unit_cell = [html.Td(values.unit_names.get(unit or "", unit), className="text")] if moved else []
        months = html.Th(vi.months(span.first, span.last), scope="row")
        rows.append(html.Tr([months, *unit_cell, html.Td(codes, className="text"), html.Td(texts.periods(periods))]))
    return folded_table(heads, rows)


def contract(values: Dossier) -> Component:
    """Registered average, annex and agreement over time."""
    registered = [
        (span.first, span.last, texts.per_month(span.value))
        for span in spans((month.month, month.registered_average_kwh) for month in values.months)
    ]
    annexes = [(span.first, span.last, f"{vi.number(span.value)} kỳ") for span in values.annexes]
    agreements = [
        (span.first, span.last, texts.agreed(*span.value))
        for span in spans(
            (month.month, (month.agreed_periods, month.agreement_document) if month.agreed_periods else None)
            for month in values.months
        )
    ]
    return pairs(
        [
            (texts.REGISTERED, _dated(registered, texts.NO_REGISTERED)),
            (texts.ANNEX, _dated(annexes, texts.NO_ANNEX)),
            (texts.AGREEMENT, _dated(agreements, texts.NO_AGREEMENT)),
        ]
    )


def _dated(found: list[tuple[str, str, str]], otherwise: str) -> Any:
    if not found:
        return otherwise
    items = [html.Li([when(first, last), html.Span(text)]) for first, last, text in found]
    return folded(items, "intervals")


def findings(values: Dossier) -> list[Component]:
    """Findings as intervals; those of the month asked for stand out."""
    if not values.findings:
        return [html.P(texts.NO_FINDINGS, className="nothing")]
    asked = values.standing.month if values.standing is not None else None
    return folded([_finding(finding, asked) for finding in values.findings], "findings")


def _finding(finding: Finding, asked: str | None) -> Component:
    severity = texts.SEVERITIES.get(finding.severity, finding.severity)
    badge = html.Span(severity, className=f"badge {finding.severity}")
    head = html.P([html.B(finding.name), " ", badge])
    found = html.P([when(finding.span.first, finding.span.last), f" {finding.sentence}"])
    return html.Li([head, found], className="now" if finding.span.has(asked) else "past")


def receipt(values: Dossier) -> Component:
    """What the page was made from."""
    made = values.receipt
    rules = made.code.versions.get("rules")
    return pairs(
        [
            (texts.RELEASE, made.release_id),
            (texts.SNAPSHOT, made.snapshot_id),
            (texts.TAKEN, vi.moment(values.taken_at)),
            (texts.PUBLISHED, vi.moment(values.published_at)),
            (texts.CONTENT, made.content_hash[:_SHORT_HASH]),
            (texts.RULES, rules and rules[:_SHORT_HASH]),
            (texts.CODE, made.code.commit and made.code.commit[:_SHORT_HASH]),
            (texts.TESTS, texts.passed(made.tests.passed, made.tests.expected)),
        ]
    )
