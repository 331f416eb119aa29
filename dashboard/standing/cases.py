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
        result.actual_periods, result.required_periods, result.wrong_since_month, word.rank
    FROM phanky.marts.fct_reading_period_compliance AS result
    INNER JOIN phanky.marts.dim_words AS word
        ON word.word_set = 'verdict' AND word.code = result.verdict AND word.is_wrong
    WHERE result.month = $month
        AND ($unit IS NULL OR result.unit_code = $unit)
        AND {condition}
    ORDER BY {order}
    LIMIT $most
)
SELECT shown.* EXCLUDE (rank), coalesce(customer.customer_name, '') AS customer_name
FROM shown
LEFT JOIN phanky.marts.dim_customers AS customer USING (customer_id)
ORDER BY {order}
"""
_PRESSING = "abs(required_periods - actual_periods) DESC, rank, average_kwh DESC NULLS LAST, customer_id"


def newest_cases(view: View, month: str, *, most: int, unit: str | None = None) -> tuple[Case, ...]:
    """Customers who became wrong in this month, those furthest off first."""
    # Of the first judged month nobody knows since when: to call all of them new would be wrong.
    if month == view.months[0]["month"]:
        return ()
    new = "result.wrong_since_month = $month"
    return _cases(view, _CASES.format(condition=new, order=_PRESSING), month, most, unit)


def oldest_cases(view: View, month: str, *, most: int, unit: str | None = None) -> tuple[Case, ...]:
    """Customers who have been wrong for longest."""
    order = f"wrong_since_month, {_PRESSING}"
    return _cases(view, _CASES.format(condition="true", order=order), month, most, unit)


def _cases(view: View, sql: str, month: str, most: int, unit: str | None) -> tuple[Case, ...]:
    found = view.release.select(sql, {"month": month, "most": most, "unit": unit}).to_pylist()
    return tuple(_case(view, **row) for row in found)


def _case(view: View, *, unit_code: str, **row: Any) -> Case:
    return Case(unit_name=view.unit_names.get(unit_code, unit_code), **row)
