"""Where things stand: the newest judged month and the last closed quarter, by unit and for the whole company.

The figures are metrics; here they are only asked for, put side by side and ranked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pyarrow as pa

from semantic.metrics import Wish
from semantic.release import Release

STANDING_MARTS = ("dim_months", "dim_rules", "dim_units")
"""The marts that a release must have loaded for :func:`standing`, besides those of the metrics."""

STANDING_METRICS = {
    "customers_in_scope": "in_scope",
    "customers_right": "right",
    "customers_too_few": "too_few",
    "customers_too_many": "too_many",
    "customers_agreed": "agreed",
    "customers_not_enough_data": "not_enough_data",
    "share_right": "share_right",
}
"""Metric -> the column of :func:`standing` that shows it."""

COUNTED = tuple(column for column in STANDING_METRICS.values() if column != "share_right")
"""Columns of :func:`standing` that count customers."""

_PERIODS = """
WITH periods AS (
    SELECT 'latest' AS period, month FROM phanky.marts.dim_months WHERE is_last_judged
    UNION ALL
    SELECT 'closed', max(month) FROM phanky.marts.dim_months WHERE is_quarter_end AND is_judged AND NOT is_provisional
)
SELECT
    periods.period, month.month, month.quarter, month.is_provisional,
    strftime(month.month_date - to_months(coalesce(rule.window_months, 1) - 1), '%Y-%m') AS window_first
FROM periods
INNER JOIN phanky.marts.dim_months AS month USING (month)
LEFT JOIN phanky.marts.dim_rules AS rule
    ON rule.rule_group = 'reading_periods'
    AND last_day(month.month_date) BETWEEN rule.valid_from AND coalesce(rule.valid_to, DATE '9999-12-31')
"""

_SCHEMA = pa.schema(
    [
        ("period", pa.string()),
        ("month", pa.string()),
        ("quarter", pa.string()),
        ("unit_code", pa.string()),
        ("unit_name", pa.string()),
        ("is_provisional", pa.bool_()),
        *((column, pa.int64()) for column in COUNTED),
        ("share_right", pa.float64()),
        ("window_first", pa.string()),
    ]
)


def standing(release: Release, units: Collection[str] | None = None) -> pa.Table:
    """Customers by verdict, worst share first; figures that everyone may see, whatever the scope.

    Columns: period (``latest``: the newest judged month; ``closed``: the newest quarter end that is no longer
    provisional, absent when there is none), month, quarter, unit_code and unit_name (empty: all units),
    is_provisional, in_scope, right, too_few, too_many, agreed, not_enough_data, share_right = (right + agreed) ÷
    (in_scope − not_enough_data), empty when nobody can be judged; window_first: first month of the window.

    Args:
        release: opened with metrics and :data:`STANDING_MARTS`.
        units: their codes: only they are counted, each and together; None: all of the company.
    """
    listed = release.rows("dim_units", ["unit_code", "short_name"], {"is_current": True}).to_pylist()
    names = {unit["unit_code"]: unit["short_name"] for unit in listed}
    periods = release.select(_PERIODS).to_pylist()
    rows = [row for period in periods for row in _rows(release, period, names, units)]
    return pa.Table.from_pylist(sorted(rows, key=_rank), _SCHEMA)


def moved(before: pa.Table, after: pa.Table) -> dict[str, int]:
    """How the counts of the newest judged month, of all units together, moved from one standing to another."""
    earlier, later = _latest(before), _latest(after)
    return {column: later.get(column, 0) - earlier.get(column, 0) for column in COUNTED}


def _latest(table: pa.Table) -> dict[str, Any]:
    rows = table.to_pylist()
    return next((row for row in rows if row["period"] == "latest" and row["unit_code"] is None), {})


def _rows(
    release: Release, period: dict[str, Any], names: Mapping[str, str], units: Collection[str] | None
) -> Iterator[dict[str, Any]]:
    wishes: dict[str, Wish] = {"month": period["month"]}
    if units is not None:
        known = sorted(set(units) & set(names))
        if not known:
            yield {**period, **dict.fromkeys(COUNTED, 0), "share_right": None, "unit_code": None, "unit_name": None}
            return
        wishes["unit_code"] = known
    for keys in ((), ("unit_code",)):
        counted = release.query(tuple(STANDING_METRICS), keys, wishes, everyone=True)
        for figures in counted.to_pylist():
            unit = figures.get("unit_code")
            # A unit may have bills of a month and nobody in scope: it has no standing in it.
            if unit is None or figures["customers_in_scope"]:
                shown = {column: figures[metric] for metric, column in STANDING_METRICS.items()}
                yield {**period, **shown, "unit_code": unit, "unit_name": names.get(unit) or unit}


def _rank(row: dict[str, Any]) -> tuple[bool, float, int, bool, str]:
    share, unit = row["share_right"], row["unit_code"]
    return share is None, share or 0.0, -(row["too_few"] + row["too_many"]), unit is None, unit or ""
