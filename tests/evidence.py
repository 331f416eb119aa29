"""What metrics mean, said a second time: plain SQL on the verdicts, bills and findings themselves.

Nothing here knows the marts that answer for metrics, their definitions, or MetricFlow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from semantic import Release

Key = tuple[Any, ...]
Found = dict[Key, Any]

_MARTS = (
    "fct_reading_period_compliance", "fct_monthly_consumption", "fct_rule_results",
    "dim_months", "dim_units", "dim_rules", "dim_customers",
)  # fmt: skip

_TABLES = """
CREATE TABLE judged AS
SELECT
    *,
    -- A run of wrong months begins anew after each month that is not wrong.
    CASE WHEN is_wrong THEN count(*) FILTER (is_wrong) OVER (PARTITION BY customer_id, rights ORDER BY month) END
        AS months_wrong,
    is_wrong AND NOT coalesce(was_wrong, false) AND month > (SELECT min(month) FROM fct_reading_period_compliance)
        AS is_newly_wrong,
    NOT is_wrong AND coalesce(was_wrong, false) AS is_settled
FROM (
    SELECT
        *,
        verdict IN ('thieu_ky', 'thua_ky') AS is_wrong,
        lag(verdict IN ('thieu_ky', 'thua_ky')) OVER (PARTITION BY customer_id ORDER BY month) AS was_wrong,
        count(*) FILTER (verdict NOT IN ('thieu_ky', 'thua_ky')) OVER (PARTITION BY customer_id ORDER BY month)
            AS rights
    FROM fct_reading_period_compliance
);

CREATE TABLE named AS
SELECT dim_months.month, quarter, is_judged, unit_code, short_name AS unit_name, parent_code
FROM dim_months, dim_units
WHERE last_day(month_date) >= coalesce(valid_from, DATE '1900-01-01')
  AND last_day(month_date) <= coalesce(valid_to, DATE '2999-12-31');

CREATE TABLE customers AS
SELECT
    named.*, found.* EXCLUDE (month, unit_code), customer_name, name_vi AS rule_name, severity
FROM (
    SELECT
        coalesce(judged.customer_id, bill.customer_id) AS customer_id,
        coalesce(judged.month, bill.month) AS month,
        -- Before judging begins a customer is where its first judged month finds it.
        coalesce(judged.unit_code, (
            SELECT arg_min(first.unit_code, first.month) FROM judged AS first
            WHERE first.customer_id = bill.customer_id
        )) AS unit_code,
        coalesce(judged.managing_unit_code, bill.managing_unit_code) AS managing_unit_code,
        verdict, reason, basis, rule_id, required_periods, actual_periods, threshold_periods AS consumption_band,
        price_groups AS price_group, book_codes, is_wrong, months_wrong, is_newly_wrong, is_settled, kwh
    FROM judged FULL JOIN fct_monthly_consumption AS bill
      ON judged.customer_id = bill.customer_id AND judged.month = bill.month
) AS found
JOIN named ON named.month = found.month AND named.unit_code = found.unit_code
LEFT JOIN dim_customers ON dim_customers.customer_id = found.customer_id
LEFT JOIN dim_rules ON dim_rules.rule_id = found.rule_id;

CREATE TABLE findings AS
SELECT
    named.*, found.rule_id, found.customer_id, found.managing_unit_code, customer_name, name_vi AS rule_name,
    dim_rules.severity
FROM fct_rule_results AS found
JOIN named ON named.month = found.month AND named.unit_code = found.unit_code
LEFT JOIN dim_customers ON dim_customers.customer_id = found.customer_id
LEFT JOIN dim_rules ON dim_rules.rule_id = found.rule_id;
"""

_RIGHT = "count(*) FILTER (verdict IN ('dung', 'thoa_thuan'))"
_DECIDED = "count(*) FILTER (verdict NOT IN ('ngoai_pham_vi', 'chua_du_du_lieu'))"

STOCKS = {
    "customers_in_scope": "count(*) FILTER (verdict <> 'ngoai_pham_vi')",
    "customers_right": "count(*) FILTER (verdict = 'dung')",
    "customers_too_few": "count(*) FILTER (verdict = 'thieu_ky')",
    "customers_too_many": "count(*) FILTER (verdict = 'thua_ky')",
    "customers_agreed": "count(*) FILTER (verdict = 'thoa_thuan')",
    "customers_not_enough_data": "count(*) FILTER (verdict = 'chua_du_du_lieu')",
    "customers_wrong": "count(*) FILTER (is_wrong)",
    "share_right": f"{_RIGHT} / nullif({_DECIDED}, 0)",
    "months_wrong_median": "median(months_wrong)",
    "months_wrong_oldest": "max(months_wrong)",
    "findings": "count(*)",
}
FLOWS = {
    "customers_newly_wrong": "count(*) FILTER (is_newly_wrong)",
    "customers_newly_settled": "count(*) FILTER (is_settled)",
    "kwh_total": "coalesce(sum(kwh), 0)",
    "kwh_wrong": "coalesce(sum(kwh) FILTER (is_wrong), 0)",
    "customer_months_billed": "count(kwh)",
    "kwh_per_customer": "sum(kwh) / nullif(count(kwh), 0)",
    "share_kwh_wrong": "coalesce(sum(kwh) FILTER (is_wrong), 0) / nullif(sum(kwh), 0)",
    "share_kwh_largest_ten": "sum(kwh) FILTER (place <= 10) / nullif(sum(kwh), 0)",
}
MOMENTS = {"kwh_growth_month": 1, "kwh_growth_year": 12}
"""Metric -> months that it looks back."""

ZEROES = frozenset({"findings", "kwh_total", "kwh_wrong", "customer_months_billed"}) | {
    name for name in (*STOCKS, *FLOWS) if name.startswith("customers_")
}
"""Metrics that are 0 where there is nobody; the others are empty."""


@dataclass(frozen=True)
class Asked:
    """A question as a person means it.

    Attributes:
        months: asked, oldest first.
        filters: dimension -> values of which one has to match; None stands for having none.
        units: whose customers count, by the unit that manages them today; None: all.
    """

    by: tuple[str, ...]
    months: tuple[str, ...]
    filters: Mapping[str, Sequence[Any]]
    units: tuple[str, ...] | None = None


class Evidence:
    """The verdicts, bills and findings of a release, to be counted by hand."""

    def __init__(self, release: Release) -> None:
        self._connection = duckdb.connect(":memory:")
        for mart in _MARTS:
            self._connection.register("incoming", release.rows(mart))
            self._connection.execute(f"CREATE TABLE {mart} AS SELECT * FROM incoming")
        self._connection.execute(_TABLES)
        rows = self._connection.sql("SELECT month, quarter, is_judged FROM dim_months ORDER BY month").fetchall()
        self.months = tuple(month for month, _, _ in rows)
        self.quarters = {month: quarter for month, quarter, _ in rows}
        self.judged = tuple(month for month, _, is_judged in rows if is_judged)

    def values(self, dimension: str, metric: str) -> list[Any]:
        """What a dimension can be, None among it when something has none."""
        sql = f"SELECT DISTINCT {dimension} FROM {_table(metric)} ORDER BY 1 NULLS FIRST LIMIT 40"
        return [row[0] for row in self._connection.sql(sql).fetchall()]

    def answer(self, metric: str, asked: Asked) -> Found:
        """Key -> figure, a key for each combination that there is."""
        if metric in MOMENTS:
            return self._growth(MOMENTS[metric], asked)
        if metric in FLOWS:
            return self._aggregated(metric, FLOWS[metric], asked, asked.months)
        months = self._last(asked, [month for month in asked.months if month in self.judged])
        return self._aggregated(metric, STOCKS[metric], asked, months)

    def _last(self, asked: Asked, months: Sequence[str]) -> tuple[str, ...]:
        if "month" in asked.by:
            return tuple(months)
        if "quarter" in asked.by:
            return tuple(
                max(month for month in months if self.quarters[month] == quarter) for quarter in self._in(months)
            )
        return (max(months),)

    def _in(self, months: Iterable[str]) -> list[str]:
        return sorted({self.quarters[month] for month in months})

    def _growth(self, back: int, asked: Asked) -> Found:
        found: Found = {}
        for month in self._last(asked, asked.months):
            now = self._energy(asked, month, month)
            before = self._energy(asked, _earlier(month, back), month)
            for key in now.keys() | before.keys():
                found[key] = (
                    float(now[key]) / float(before[key]) - 1 if now.get(key) is not None and before.get(key) else None
                )
        return found

    def _energy(self, asked: Asked, month: str, shown_as: str) -> Found:
        """kWh of one month, under the time of another."""
        times = {"month": shown_as, "quarter": self.quarters[shown_as]}
        apart = Asked(tuple(name for name in asked.by if name not in times), (month,), asked.filters, asked.units)
        found: Found = {}
        for key, kwh in self._aggregated("kwh_total", "sum(coalesce(kwh, 0))", apart, (month,)).items():
            rest = iter(key)
            found[tuple(times[name] if name in times else next(rest) for name in asked.by)] = kwh
        return found

    def _aggregated(self, metric: str, expression: str, asked: Asked, months: Sequence[str]) -> Found:
        conditions, values = ["month IN (SELECT unnest(?))"], [list(months)]
        wishes = asked.filters if asked.units is None else {**asked.filters, "": asked.units}
        for name, wish in wishes.items():
            conditions.append(f"list_contains(?, coalesce(CAST({name or 'managing_unit_code'} AS VARCHAR), '∅'))")
            values.append(["∅" if value is None else str(value) for value in wish])
        keys = ", ".join(asked.by)
        rows = f"SELECT * FROM {_table(metric)} WHERE {' AND '.join(conditions)}"
        if metric == "share_kwh_largest_ten":
            rows = _ranked(rows, asked.by)
        grouped = f" GROUP BY {keys}" if keys else ""
        # Of nobody there is no row, also where there is nothing to group by.
        sql = f"SELECT {f'{keys}, ' if keys else ''}{expression} FROM ({rows}){grouped} HAVING count(*) > 0"
        return {tuple(row[:-1]): row[-1] for row in self._connection.execute(sql, values).fetchall()}


def _table(metric: str) -> str:
    return "findings" if metric == "findings" else "customers"


def _ranked(rows: str, by: Sequence[str]) -> str:
    """Customers with the energy that each has in its group, the largest in the first place."""
    keys = "".join(f"{name}, " for name in dict.fromkeys((*by, "customer_id")))
    within = f"PARTITION BY {', '.join(by)} " if by else ""
    return (
        f"SELECT *, row_number() OVER ({within}ORDER BY kwh DESC, customer_id) AS place FROM ("
        f"SELECT {keys}coalesce(sum(kwh), 0) AS kwh FROM ({rows}) GROUP BY ALL)"
    )


def _earlier(month: str, back: int) -> str:
    index = int(month[:4]) * 12 + int(month[5:]) - 1 - back
    return f"{index // 12}-{index % 12 + 1:02d}"
