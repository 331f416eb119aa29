"""Where things stand: the newest judged month and the last closed quarter, by unit and for the whole company.

Counts of customers are never added over months; each row is one month's.
"""

from __future__ import annotations

import pyarrow as pa

from semantic.release import Release

STANDING_MARTS = ("agg_unit_month", "dim_rules", "dim_snapshot", "dim_units")
"""The marts that a release must have loaded for :func:`standing`."""

_STANDING = """
WITH periods AS (
    SELECT last_judged_month AS month, 'latest' AS period FROM phanky.marts.dim_snapshot
    UNION ALL
    SELECT max(month), 'closed' FROM phanky.marts.agg_unit_month WHERE is_quarter_end AND NOT is_provisional
),
sums AS (
    SELECT
        periods.period, agg.month, agg.quarter, agg.unit_code, bool_or(agg.is_provisional) AS is_provisional,
        sum(agg.customers_in_scope)::INTEGER AS in_scope,
        sum(agg.customers_right)::INTEGER AS "right",
        sum(agg.customers_too_few)::INTEGER AS too_few,
        sum(agg.customers_too_many)::INTEGER AS too_many,
        sum(agg.customers_agreed)::INTEGER AS agreed,
        sum(agg.customers_not_enough_data)::INTEGER AS not_enough_data
    FROM phanky.marts.agg_unit_month AS agg
    INNER JOIN periods USING (month)
    GROUP BY GROUPING SETS (
        (periods.period, agg.month, agg.quarter, agg.unit_code), (periods.period, agg.month, agg.quarter)
    )
),
shared AS (
    SELECT
        *,
        (("right" + agreed) / nullif(in_scope - not_enough_data, 0))::DECIMAL(18, 12) AS share_right
    FROM sums
)
SELECT
    shared.*,
    coalesce(unit.short_name, shared.unit_code) AS unit_name,
    strftime((shared.month || '-01')::DATE - to_months(coalesce(rule.window_months, 1) - 1), '%Y-%m') AS window_first
FROM shared
LEFT JOIN phanky.marts.dim_units AS unit ON unit.unit_code = shared.unit_code AND unit.is_current
LEFT JOIN phanky.marts.dim_rules AS rule
    ON rule.rule_group = 'reading_periods'
    AND last_day((shared.month || '-01')::DATE) BETWEEN rule.valid_from AND coalesce(rule.valid_to, DATE '9999-12-31')
ORDER BY shared.share_right NULLS LAST, shared.too_few + shared.too_many DESC, shared.unit_code
"""


def standing(release: Release) -> pa.Table:
    """Customers by verdict, worst share first.

    Columns: period (``latest``: the newest judged month; ``closed``: the newest quarter end that is no longer
    provisional, absent when there is none), month, quarter, unit_code and unit_name (empty: all units),
    is_provisional, in_scope, right, too_few, too_many, agreed, not_enough_data, share_right = (right + agreed) ÷
    (in_scope − not_enough_data), empty when nobody can be judged; window_first: first month of the window.
    """
    return release.select(_STANDING)
