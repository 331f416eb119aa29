"""The rules of a release with what they have judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.view import View

# The numbers of kỳ are read off verdicts that lie clear of the thresholds, where no rounding of the average matters;
# of the last month of each rule alone, for a province has a million verdicts.
_BANDS = """
WITH counted AS (
    SELECT
        rule_id,
        CASE
            WHEN average_kwh < lower_threshold_kwh THEN 'below'
            WHEN average_kwh > upper_threshold_kwh THEN 'above'
            WHEN average_kwh > lower_threshold_kwh THEN 'between_both'
        END AS band,
        threshold_periods,
        count(*) AS verdicts
    FROM phanky.marts.fct_reading_period_compliance
    WHERE month IN ({months}) AND distance_to_threshold_kwh >= 1
    GROUP BY ALL
)
SELECT
    rule_id,
    arg_max(threshold_periods, verdicts) FILTER (WHERE band = 'below') AS below,
    arg_max(threshold_periods, verdicts) FILTER (WHERE band = 'between_both') AS between_both,
    arg_max(threshold_periods, verdicts) FILTER (WHERE band = 'above') AS above
FROM counted
GROUP BY rule_id
"""
_COUNTS = ("customers_in_scope", "customers_wrong")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Band:
    """A range of averages under a rule; ``lower`` or ``upper`` None: open to that side, both: no average to judge."""

    lower: Decimal | None
    upper: Decimal | None
    periods: int | None
    customers: int
    wrong: int


@dataclass(frozen=True)
class Rule:
    """A rule on the number of kỳ.

    Attributes:
        row: of ``dim_rules``.
        state: ``now``, ``past`` or ``to_come`` on the as-of date.
        months: that it has judged, oldest first; the bands count the last one.
    """

    row: Row
    state: str
    months: tuple[str, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Rulebook:
    """All rules, newest first, and the findings with their counts in the newest judged month."""

    as_of: date
    rules: tuple[Rule, ...]
    findings: tuple[tuple[Row, int], ...]
    month: str | None

    @property
    def judged(self) -> tuple[str, str] | None:
        """First and last judged month."""
        months = sorted(month for rule in self.rules for month in rule.months)
        return (months[0], months[-1]) if months else None


def read_rulebook(view: View) -> Rulebook:
    """The rules of the release, judged cases within the reader's scope."""
    as_of = view.release.receipt.as_of
    rows = view.release.rows("dim_rules", order_by=["-valid_from", "rule_id"]).to_pylist()
    months = _months(view)
    periods = _periods(view, {judged[-1] for judged in months.values()})
    counts = _counts(view, months)
    month = view.month if view.months else None
    found = _found(view, month)
    rules = [
        Rule(row, _state(row, as_of), judged, _bands(row, periods.get(row["rule_id"], {}), counts))
        for row in rows
        if row["rule_group"] == "reading_periods"
        for judged in (months.get(row["rule_id"], ()),)
    ]
    findings = [(row, found.get(row["rule_id"], 0)) for row in rows if row["rule_group"] != "reading_periods"]
    findings.sort(key=lambda pair: (-pair[1], pair[0]["rule_id"]))
    return Rulebook(as_of, tuple(rules), tuple(findings), month)


def _state(row: Row, day: date) -> str:
    if day < row["valid_from"]:
        return "to_come"
    return "now" if row["valid_to"] is None or day <= row["valid_to"] else "past"


def _months(view: View) -> dict[str, tuple[str, ...]]:
    rows = view.release.query(["customers_in_scope"], ["rule_id", "month"], order_by=["month"]).to_pylist()
    judged: dict[str, list[str]] = {}
    for row in rows:
        if row["rule_id"] is not None and row["customers_in_scope"]:
            judged.setdefault(row["rule_id"], []).append(row["month"])
    return {rule_id: tuple(months) for rule_id, months in judged.items()}


def _periods(view: View, months: Collection[str]) -> dict[str, Row]:
    """Rule -> the numbers of kỳ of its bands, in the months that are counted."""
    if not months:
        return {}
    # Each month as a value of its own: held against a list, the rows of every month would be looked at.
    asked = _BANDS.format(months=", ".join("?" * len(months)))
    return {row["rule_id"]: row for row in view.release.listed(asked, *sorted(months)).to_pylist()}


def _counts(view: View, months: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, int | None], Row]:
    """Customers by rule and band, each rule in the last month that it judged."""
    counted: dict[tuple[str, int | None], Row] = {}
    for rule_id, judged in months.items():
        wish = {"rule_id": rule_id, "month": judged[-1]}
        for row in view.release.query(_COUNTS, ["consumption_band"], wish).to_pylist():
            counted[rule_id, row["consumption_band"]] = row
    return counted


def _bands(row: Row, periods: Row, counts: Mapping[tuple[str, int | None], Row]) -> tuple[Band, ...]:
    lower, upper = row["lower_threshold_kwh"], row["upper_threshold_kwh"]
    ranges = ((None, lower, "below"), (lower, upper, "between_both"), (upper, None, "above"))
    bands = [_band(row["rule_id"], low, high, periods.get(name), counts) for low, high, name in ranges]
    unknown = _band(row["rule_id"], None, None, None, counts)
    return (*bands, unknown) if unknown.customers else tuple(bands)


def _band(
    rule_id: str,
    lower: Decimal | None,
    upper: Decimal | None,
    periods: int | None,
    counts: Mapping[tuple[str, int | None], Row],
) -> Band:
    counted = counts.get((rule_id, periods)) if periods is not None or lower is upper else None
    customers, wrong = (counted["customers_in_scope"], counted["customers_wrong"]) if counted else (0, 0)
    return Band(lower, upper, periods, customers, wrong)


def _found(view: View, month: str | None) -> dict[str, int]:
    if month is None:
        return {}
    rows = view.release.query(["findings"], ["rule_id"], {"month": month}).to_pylist()
    return {row["rule_id"]: row["findings"] for row in rows}
