"""The SQL of the page: one pass over the period's months gives totals and one page of customers.

Units are those that manage a customer today: a director and the leader see the same shares, whoever managed it then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.large.asking import EVERYONE, KEY, LARGE

GROUPS = "SELECT DISTINCT price_group FROM phanky.marts.agg_segment_month WHERE price_group IS NOT NULL ORDER BY 1"

_LISTED: Mapping[str, str] = {EVERYONE: "kwh > 0", LARGE: "is_large", KEY: "is_key"}

_CUSTOMERS = """
WITH billed AS {kept} (
    SELECT customer_id, managing_unit_code, price_group, kwh_total
    FROM phanky.marts.fct_customer_month
    WHERE month_date IN ({months}) AND ($unit::VARCHAR IS NULL OR managing_unit_code = $unit)
),
unit_totals AS (
    SELECT managing_unit_code, sum(kwh_total) AS unit_kwh FROM billed GROUP BY managing_unit_code
),
kept AS (
    SELECT
        unnest($key_customers::VARCHAR[]) AS customer_id,
        unnest($key_reasons::VARCHAR[]) AS reason,
        unnest($key_remarks::VARCHAR[]) AS remark
),
in_view AS {kept} (
    SELECT customer_id, managing_unit_code, {kwh} AS kwh
    FROM billed
    WHERE $group::VARCHAR IS NULL OR price_group = $group
    {together}
),
marked AS {kept} (
    SELECT
        *,
        kwh >= $large_kwh::DOUBLE * {count} AS is_large,
        customer_id IN (SELECT customer_id FROM kept) AS is_key
    FROM in_view
),
totals AS (
    SELECT
        coalesce(sum(kwh), 0) AS whole_kwh,
        count(*) FILTER (WHERE kwh > 0) AS everyone_count,
        count(*) FILTER (WHERE is_large) AS large_count,
        count(*) FILTER (WHERE is_key) AS key_count,
        sum(kwh) FILTER (WHERE is_large)::DOUBLE / nullif(sum(kwh), 0)::DOUBLE AS large_share,
        sum(kwh) FILTER (WHERE is_key)::DOUBLE / nullif(sum(kwh), 0)::DOUBLE AS key_share
    FROM marked
),
largest AS (
    SELECT * FROM marked WHERE {listed} ORDER BY kwh DESC, customer_id LIMIT $until
),
shown AS (
    SELECT
        *,
        row_number() OVER by_size AS place,
        sum(kwh) OVER by_size AS so_far_kwh
    FROM largest
    WINDOW by_size AS (ORDER BY kwh DESC, customer_id ROWS UNBOUNDED PRECEDING)
    QUALIFY place > $skipped
),
lately AS (
    SELECT
        customer_id,
        sum(kwh_total) FILTER (WHERE month_date = $last::DATE)::DOUBLE AS last_kwh,
        sum(kwh_total) FILTER (WHERE month_date = $before::DATE)::DOUBLE AS before_kwh,
        sum(kwh_total) FILTER (WHERE month_date = $year_before::DATE)::DOUBLE AS year_before_kwh,
        any_value(verdict) FILTER (WHERE month_date = $last::DATE) AS verdict,
        any_value(actual_periods) FILTER (WHERE month_date = $last::DATE) AS actual_periods,
        any_value(price_group) FILTER (WHERE month_date = $last::DATE) AS price_group
    FROM phanky.marts.fct_customer_month
    WHERE
        customer_id IN (SELECT customer_id FROM shown)
        AND month_date IN ($last::DATE, $before::DATE, $year_before::DATE)
    GROUP BY customer_id
)
SELECT
    totals.*,
    shown.place,
    shown.customer_id,
    dim_customers.customer_name,
    shown.managing_unit_code AS unit_code,
    shown.kwh,
    shown.kwh::DOUBLE / nullif(unit_totals.unit_kwh, 0)::DOUBLE AS unit_share,
    shown.kwh::DOUBLE / nullif(totals.whole_kwh, 0)::DOUBLE AS whole_share,
    shown.so_far_kwh::DOUBLE / nullif(totals.whole_kwh, 0)::DOUBLE AS so_far_share,
    lately.last_kwh / nullif(lately.before_kwh, 0) - 1 AS growth_month,
    lately.last_kwh / nullif(lately.year_before_kwh, 0) - 1 AS growth_year,
    shown.kwh::DOUBLE * $change / 100 AS effect_kwh,
    shown.kwh::DOUBLE / nullif(unit_totals.unit_kwh, 0)::DOUBLE * $change / 100 AS effect_share,
    lately.verdict,
    lately.actual_periods,
    lately.price_group,
    shown.is_key,
    kept.reason,
    kept.remark
FROM totals
LEFT JOIN shown ON true
LEFT JOIN unit_totals USING (managing_unit_code)
LEFT JOIN phanky.marts.dim_customers USING (customer_id)
LEFT JOIN lately USING (customer_id)
LEFT JOIN kept USING (customer_id)
ORDER BY shown.place
"""


# Of one month a customer has one row: nothing to add up, and rows are sooner read twice than kept in between.
_ONE_MONTH = {"kwh": "kwh_total", "together": "", "kept": "NOT MATERIALIZED"}
_SEVERAL = {
    "kwh": "sum(kwh_total)",
    "together": "GROUP BY customer_id, managing_unit_code",
    "kept": "MATERIALIZED",
}


def customers(kind: str, months: Sequence[str]) -> str:
    """Totals of everything in view beside each customer listed; one row with totals alone when nobody is.

    Args:
        kind: who is listed.
        months: names of the parameters that hold the first days of the period's months.
    """
    # Each month as a value of its own: held against a list, the rows of every month would be looked at.
    dates = ", ".join(f"${name}::DATE" for name in months)
    added = _ONE_MONTH if len(months) == 1 else _SEVERAL
    return _CUSTOMERS.format(listed=_LISTED[kind], months=dates, count=len(months), **added)
