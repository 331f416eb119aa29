"""Reads where units stand through the semantic layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.address import Address
from dashboard.standing.counting import COUNTED, counts
from dashboard.standing.earlier import earlier
from dashboard.standing.values import BY_VERDICT, Counts, Headline, Month, Unit, Weight, ranked, worst_first
from dashboard.view import View
from semantic.naming import require_known

Units = tuple[str, ...]
"""Codes of the units that a page is about."""

_WINDOW = """
SELECT strftime(month.month_date - to_months(coalesce(rule.window_months, 1) - 1), '%Y-%m') AS first
FROM phanky.marts.dim_months AS month
LEFT JOIN phanky.marts.dim_rules AS rule
    ON rule.rule_group = 'reading_periods'
    AND last_day(month.month_date) BETWEEN rule.valid_from AND coalesce(rule.valid_to, DATE '9999-12-31')
WHERE month.month = ?
"""
_ENERGY = ("kwh_total", "kwh_wrong", "share_kwh_wrong")
_DURATION = ("months_wrong_median", "months_wrong_oldest")


def month_asked(view: View, address: Address) -> str:
    """The judged month that an address means: by itself, as the last of a quarter, else the newest.

    Raises:
        UsageError: no such month or quarter, or nothing is judged yet.
    """
    newest = view.month
    if month := address.one("thang"):
        return require_known("tháng đã xét", month, [found["month"] for found in view.months])
    if quarter := address.one("quy"):
        last = {found["quarter"]: str(found["month"]) for found in view.months}
        return last[require_known("quý đã xét", quarter, last)]
    return newest


def verdict_labels(view: View) -> dict[str, str]:
    """Verdict -> the word that readers see."""
    return {verdict: view.words.label("verdict", verdict) for verdict in BY_VERDICT}


def months(view: View, units: Units | None) -> tuple[Month, ...]:
    """The judged months of some units together, or of the company, oldest first."""
    metrics = (*COUNTED, "customers_newly_wrong", "customers_newly_settled")
    found = view.release.query(metrics, ["month"], _of(units), everyone=True).to_pylist()
    by_month = {row["month"]: row for row in found}
    return tuple(_month(judged, by_month.get(judged["month"])) for judged in view.months)


def _of(units: Units | None) -> dict[str, Any]:
    return {"unit_code": units} if units is not None else {}


def _month(judged: dict[str, Any], row: dict[str, Any] | None) -> Month:
    return Month(
        month=judged["month"],
        quarter=judged["quarter"],
        is_provisional=judged["is_provisional"],
        counts=counts(row) if row is not None else Counts(),
        newly_wrong=int(row["customers_newly_wrong"] or 0) if row is not None else 0,
        newly_settled=int(row["customers_newly_settled"] or 0) if row is not None else 0,
    )


def headline(view: View, found: Sequence[Month], month: str, units: Units | None) -> Headline:
    """A month out of ``found`` with what it is held against."""
    ends = {judged["month"] for judged in view.months if judged["is_quarter_end"] and not judged["is_provisional"]}
    closed = [past for past in found if past.month in ends and past.month < month]
    return Headline(
        now=next(now for now in found if now.month == month),
        window_first=str(view.release.listed(_WINDOW, month).to_pylist()[0]["first"]),
        closed=closed[-1] if closed else None,
        earlier=earlier(view.release, view.settings.home, month, units),
        newest=view.month,
        choices=tuple(past.month for past in reversed(found)),
    )


def units_of(view: View, month: str, closed: str | None) -> tuple[Unit, ...]:
    """All units of the company that have customers in scope, worst first."""
    asked = {"month": [month] if closed is None else [month, closed]}
    found = view.release.query(tuple(COUNTED), ["month", "unit_code"], asked, everyone=True).to_pylist()
    then = {row["unit_code"]: row["share_right"] for row in found if row["month"] == closed}
    now = {row["unit_code"]: counts(row) for row in found if row["month"] == month and row["customers_in_scope"]}
    ranks = ranked({code: counted.share_right for code, counted in now.items()})
    units = [
        Unit(
            code=code,
            name=view.unit_names.get(code, code),
            counts=counted,
            closed_share=then.get(code),
            rank=ranks.get(code),
            is_open=view.identity.may_see(code),
        )
        for code, counted in now.items()
    ]
    return tuple(sorted(units, key=worst_first))


def weight(view: View, month: str, units: Units | None) -> Weight:
    """What the wrong customers of the month weigh; within the scope alone."""
    # Asked apart: sums are in aggregates, durations in the customers' own rows alone.
    asked = {"month": month, **_of(units)}
    energy, duration = (view.release.query(names, filters=asked).to_pylist()[0] for names in (_ENERGY, _DURATION))
    return Weight(**energy, **duration)
