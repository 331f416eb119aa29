"""Reads warnings and how good they were through the release."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from dashboard.address import Address
from dashboard.outlook.asking import Asked, ask
from dashboard.outlook.values import ROWS, Horizon, Outlook, Quality, Warned
from dashboard.view import View
from semantic.metrics import Wish

METRIC = "customers_will_cross"

_HORIZON = """
SELECT
    month.month, strftime(month.month_date + INTERVAL 1 MONTH, '%Y-%m') AS target_month,
    rule.lower_threshold_kwh AS lower_kwh, rule.upper_threshold_kwh AS upper_kwh
FROM phanky.marts.dim_months AS month
INNER JOIN phanky.marts.dim_rules AS rule
    ON rule.rule_group = 'reading_periods'
    AND rule.valid_from <= last_day(month.month_date + INTERVAL 1 MONTH)
    AND (rule.valid_to IS NULL OR rule.valid_to >= last_day(month.month_date + INTERVAL 1 MONTH))
WHERE month.is_last_judged
"""
# Names come last, for those shown alone: of a country there are many millions of them.
WARNED = """
WITH warning AS (
    SELECT *
    FROM phanky.marts.fct_early_warning
    WHERE ($unit IS NULL OR unit_code = $unit)
        AND ($threshold IS NULL OR threshold = $threshold)
        AND ($direction IS NULL OR direction = $direction)
    ORDER BY hit_rate DESC NULLS LAST, expected_average_kwh DESC, customer_id
    LIMIT $most OFFSET $skipped
)
SELECT warning.*, coalesce(customer.customer_name, '') AS customer_name
FROM warning
LEFT JOIN phanky.marts.dim_customers AS customer USING (customer_id)
ORDER BY warning.hit_rate DESC NULLS LAST, warning.expected_average_kwh DESC, warning.customer_id
"""
# Twice the hits over what was foretold and what happened: neither warning of everyone nor of the surest alone is best.
_QUALITY = """
SELECT
    CASE WHEN grouping(quarter) = 0 THEN quarter END AS quarter, quality.threshold, quality.method,
    sum(predicted)::INTEGER AS predicted, sum(happened)::INTEGER AS happened, sum(hits)::INTEGER AS hits,
    sum(hits) / nullif(sum(predicted), 0) AS precision, sum(hits) / nullif(sum(happened), 0) AS recall,
    2 * sum(hits) / nullif(sum(predicted) + sum(happened), 0) AS balance
FROM phanky.marts.agg_forecast_quality AS quality
WHERE quality.direction = 'tat_ca'
GROUP BY GROUPING SETS ((quality.threshold, quality.method), (quarter, quality.threshold, quality.method))
ORDER BY quarter DESC NULLS FIRST, quality.threshold, quality.method DESC
"""
_WARNED = tuple(field.name for field in fields(Warned))


def read_outlook(view: View, address: Address) -> Outlook:
    """The page's values; UsageError for what the address asks and there is not."""
    view.month  # noqa: B018  # says so where nothing is judged yet
    asked = ask(address, view.units)
    horizons = view.release.select(_HORIZON).to_pylist()
    counts = _counts(view, asked.unit)
    return Outlook(
        asked=asked,
        horizon=Horizon(**horizons[0]) if horizons else None,
        units=view.units,
        counts=counts,
        count=sum(
            customers
            for (threshold, direction), customers in counts.items()
            if asked.threshold in (None, threshold) and asked.direction in (None, direction)
        ),
        warned=tuple(_warned(row) for row in view.release.select(WARNED, chosen(asked)).to_pylist()),
        qualities=tuple(Quality(**row) for row in view.release.select(_QUALITY).to_pylist()),
        labels=view.words.labels,
    )


def chosen(asked: Asked, most: int | None = ROWS) -> dict[str, Any]:
    """The values of :data:`WARNED`; ``most`` None: every row."""
    return {
        "unit": asked.unit,
        "threshold": asked.threshold,
        "direction": asked.direction,
        "most": most,
        "skipped": (asked.page - 1) * ROWS if most is not None else 0,
    }


def _counts(view: View, unit: str | None) -> dict[tuple[str, str], int]:
    wishes: dict[str, Wish] = {} if unit is None else {"unit_code": unit}
    rows = view.release.query([METRIC], ["threshold", "direction"], wishes).to_pylist()
    return {(row["threshold"], row["direction"]): row[METRIC] for row in rows if row[METRIC]}


def _warned(row: dict[str, Any]) -> Warned:
    return Warned(**{name: row[name] for name in _WARNED})
