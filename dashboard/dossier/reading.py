"""Reads one customer's file from a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.dossier.values import Dossier, Finding, Month, Row, Standing, Summary
from dashboard.spans import Span, spans
from dashboard.standing.corrections import signed_verdicts
from dashboard.texts import customer as texts
from dashboard.view import View
from phanky.errors import UsageError
from semantic import argue, tell_finding
from semantic.naming import require_known

SHOWN_MONTHS = 24
"""Of the chart: two years, so that a season can be held against its like."""

# The thresholds are those a verdict was judged with; where there is none, those in force on the month's last day.
_MONTHS_ALONE = """
SELECT
    spine.month, used.kwh, used.covered_days, used.is_ordinary,
    used.month IS NULL AND spine.month_date >= date_trunc('month', person.first_date)
        AND (person.end_date IS NULL OR spine.month_date < person.end_date) AS is_gap,
    coalesce(judged.lower_threshold_kwh, rule.lower_threshold_kwh) AS lower_kwh,
    coalesce(judged.upper_threshold_kwh, rule.upper_threshold_kwh) AS upper_kwh,
    judged.verdict, judged.reason, judged.required_periods, judged.actual_periods, judged.unit_code, judged.book_codes,
    judged.registered_average_kwh, judged.agreed_periods, judged.agreement_document, counted.months_wrong
FROM phanky.marts.dim_months AS spine
INNER JOIN phanky.marts.dim_customers AS person ON person.customer_id = $customer
LEFT JOIN phanky.marts.fct_monthly_consumption AS used
    ON used.customer_id = $customer AND used.month = spine.month
LEFT JOIN phanky.marts.fct_reading_period_compliance AS judged
    ON judged.customer_id = $customer AND judged.month = spine.month
LEFT JOIN phanky.marts.fct_customer_month AS counted
    ON counted.customer_id = $customer AND counted.month = spine.month
LEFT JOIN phanky.marts.dim_rules AS rule
    ON rule.rule_group = 'reading_periods' AND last_day(spine.month_date) >= rule.valid_from
    AND (rule.valid_to IS NULL OR last_day(spine.month_date) <= rule.valid_to)
"""
# Beside each month, the chart that ends with it in figures: the customer's rows are looked for once.
_MONTHS = f"""
WITH months AS ({_MONTHS_ALONE})
SELECT
    *,
    min(kwh) OVER shown AS lowest_kwh, arg_min(month, kwh) OVER shown AS lowest_month,
    max(kwh) OVER shown AS highest_kwh, arg_max(month, kwh) OVER shown AS highest_month,
    count(*) FILTER (WHERE kwh >= lower_kwh AND kwh <= upper_kwh) OVER shown AS between_months,
    count(*) FILTER (WHERE kwh > upper_kwh) OVER shown AS above_months,
    count(*) FILTER (WHERE NOT is_ordinary) OVER shown AS irregular_months,
    count(*) FILTER (WHERE is_gap) OVER shown AS gap_months
FROM months
WINDOW shown AS (ORDER BY month ROWS {SHOWN_MONTHS - 1} PRECEDING)
ORDER BY month
"""
_FINDINGS = """
SELECT
    found.rule_id, found.month, rule.name_vi, rule.finding_vi, found.severity,
    found.evidence, found.evidence_value, found.reference_value
FROM phanky.marts.fct_rule_results AS found
INNER JOIN phanky.marts.dim_rules AS rule USING (rule_id)
WHERE found.customer_id = $customer AND rule.rule_group <> 'reading_periods'
ORDER BY found.rule_id, found.month
"""
_ANNEX = "annex_differs_from_book"


def read_dossier(view: View, customer_id: str, month: str | None) -> Dossier:
    """The file of a customer at one month; None: the newest it is judged in.

    Raises:
        UsageError: no such customer within the scope, in the same words whether or not there is one outside it;
            or no verdict of that month.
    """
    customer = _customer(view, customer_id)
    rows = view.release.select(_MONTHS, {"customer": customer_id}).to_pylist()
    months = tuple(Month(**_fields(Month, row)) for row in rows)
    standing = _standing(view, customer_id, months, month)
    shown = _shown(months, standing)
    found = view.release.select(_FINDINGS, {"customer": customer_id}).to_pylist()
    zone = ZoneInfo(view.settings.timezone)
    return Dossier(
        customer=customer,
        unit_name=view.unit_names.get(customer["managing_unit_code"], customer["managing_unit_code"]),
        unit_names=view.unit_names,
        words=view.words,
        standing=standing,
        months=months,
        shown=shown,
        summary=_summary(rows, shown),
        findings=_findings(months, found, standing.month if standing is not None else None),
        signed=signed_verdicts(view, customer_id, customer["managing_unit_code"]),
        annexes=_annexes(months, found),
        receipt=view.release.receipt,
        taken_at=view.release.receipt.taken_at.astimezone(zone),
        published_at=view.release.receipt.published_at.astimezone(zone),
    )


def _customer(view: View, customer_id: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = view.release.rows("dim_customers", where={"customer_id": customer_id}).to_pylist()
    if not found:
        raise UsageError(texts.not_found(customer_id))
    return found[0]


def _standing(view: View, customer_id: str, months: tuple[Month, ...], asked: str | None) -> Standing | None:
    judged = {month.month: month for month in months if month.verdict is not None}
    if not judged:
        return None
    month = require_known("kết luận của tháng", asked or max(judged), judged)
    (row,) = view.release.rows(
        "fct_reading_period_compliance", where={"customer_id": customer_id, "month": month}
    ).to_pylist()
    (rule,) = view.release.rows("dim_rules", where={"rule_id": row["rule_id"]}).to_pylist()
    return Standing(row, rule, argue(row, rule, view.words), judged[month].months_wrong)


def _shown(months: tuple[Month, ...], standing: Standing | None) -> tuple[Month, ...]:
    """The newest two years, or the two years to the month asked for when its window lies before them."""
    newest = months[-SHOWN_MONTHS:]
    if standing is None or not newest or standing.row["window_first_month"] >= newest[0].month:
        return newest
    known = sum(month.month <= standing.month for month in months)
    return months[: max(known, SHOWN_MONTHS)][-SHOWN_MONTHS:]


def _summary(rows: list[Row], shown: tuple[Month, ...]) -> Summary | None:
    if all(month.kwh is None for month in shown):
        return None
    last = next(row for row in rows if row["month"] == shown[-1].month)
    return Summary(**_fields(Summary, last))


def _fields(kind: type[Month] | type[Summary], row: Row) -> dict[str, Any]:
    return {field.name: row[field.name] for field in fields(kind)}


def _findings(months: tuple[Month, ...], rows: list[Row], asked: str | None) -> tuple[Finding, ...]:
    """Those of the month asked for first, then the newest."""
    by_place = {(row["rule_id"], row["month"]): row for row in rows}
    merged = [
        span
        for rule_id in dict.fromkeys(row["rule_id"] for row in rows)
        for span in spans((month.month, rule_id if (rule_id, month.month) in by_place else None) for month in months)
    ]
    merged.sort(key=lambda span: (span.has(asked), span.last), reverse=True)
    return tuple(_finding(by_place, span, asked) for span in merged)


def _finding(rows: Mapping[tuple[str, str], Row], span: Span[str], asked: str | None) -> Finding:
    row = rows[span.value, asked if asked is not None and span.has(asked) else span.last]
    return Finding(span.value, row["name_vi"], row["severity"], span, tell_finding(row))


def _annexes(months: tuple[Month, ...], rows: list[Row]) -> tuple[Span[Decimal], ...]:
    written = {row["month"]: row["reference_value"] for row in rows if row["rule_id"] == _ANNEX}
    return spans((month.month, written.get(month.month)) for month in months)
