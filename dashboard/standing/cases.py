"""The customers whose number of kỳ is wrong: the newest and the oldest of them.  Within the scope alone."""

from __future__ import annotations

from typing import Any

from dashboard.standing.values import Case
from dashboard.view import View

# Names come last, for those shown alone: of a country there are many millions of them.
_CASES = """
WITH shown AS (
    SELECT
        result.customer_id, result.unit_code, result.verdict, result.basis, result.average_kwh,
        result.actual_periods, result.required_periods, result.wrong_since_month,
        row_number() OVER (ORDER BY {order}) AS place
    FROM phanky.marts.fct_reading_period_compliance AS result
    INNER JOIN phanky.marts.dim_words AS word
        ON word.word_set = 'verdict' AND word.code = result.verdict AND word.is_wrong
    WHERE result.month = $month
        AND ($unit IS NULL OR result.unit_code = $unit)
        AND {condition}
    ORDER BY place
    LIMIT $most
)
SELECT shown.* EXCLUDE (place), coalesce(customer.customer_name, '') AS customer_name
FROM shown
LEFT JOIN phanky.marts.dim_customers AS customer USING (customer_id)
ORDER BY place
"""
_PRESSING = (
    "abs(result.required_periods - result.actual_periods) DESC, word.rank, result.average_kwh DESC NULLS LAST,"
    " result.customer_id"
)
# Of the first judged month nobody knows since when: to call all of them new would be wrong.
_NEW = (
    "result.wrong_since_month = $month AND result.month > "
    "(SELECT min(month) FROM phanky.marts.dim_months WHERE is_judged)"
)


def newest_cases(view: View, month: str, *, most: int, unit: str | None = None) -> tuple[Case, ...]:
    """Customers who became wrong in this month, those furthest off first."""
    return _cases(view, _CASES.format(condition=_NEW, order=_PRESSING), month, most, unit)


def oldest_cases(view: View, month: str, *, most: int, unit: str | None = None) -> tuple[Case, ...]:
    """Customers who have been wrong for longest."""
    order = f"result.wrong_since_month, {_PRESSING}"
    return _cases(view, _CASES.format(condition="true", order=order), month, most, unit)


def _cases(view: View, sql: str, month: str, most: int, unit: str | None) -> tuple[Case, ...]:
    found = view.release.select(sql, {"month": month, "most": most, "unit": unit}).to_pylist()
    return tuple(_case(view, **row) for row in found)


def _case(view: View, *, unit_code: str, **row: Any) -> Case:
    return Case(unit_name=view.unit_names.get(unit_code, unit_code), **row)
