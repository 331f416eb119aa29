"""What later corrections did to months whose verdicts were told before: bills cancelled, re-issued, adjusted."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from semantic.judged import beside, differing_months, named
from semantic.release import Release

_CORRECTED = """
SELECT
    coalesce(after.quarter, before.quarter) AS quarter, month,
    coalesce(after.managing_unit_code, before.managing_unit_code) AS managing_unit_code, customer_id,
    CAST(NULL AS VARCHAR) AS customer_name,
    before.verdict AS verdict_before, after.verdict AS verdict_after,
    before.required_periods AS required_periods_before, after.required_periods AS required_periods_after,
    before.actual_periods AS actual_periods_before, after.actual_periods AS actual_periods_after,
    before.average_kwh AS average_kwh_before, after.average_kwh AS average_kwh_after
FROM judged_before AS before
FULL JOIN judged_after AS after USING (customer_id, month)
WHERE (before.verdict, before.required_periods, before.actual_periods)
    IS DISTINCT FROM (after.verdict, after.required_periods, after.actual_periods)
"""
_NONE = _CORRECTED + "LIMIT 0"


def compare_quarters(a: Release, b: Release, quarters: Iterable[str]) -> pa.Table:
    """The verdicts of some quarters' months that ``b`` no longer gives as ``a`` gave them.

    A customer that only one of them judges, or only one of them may see, counts as well: that side is empty.  An
    average that moved and left verdict and numbers of kỳ alone does not.  Both must have
    :data:`~semantic.comparison.COMPARED_MARTS` loaded.

    Args:
        a, b: from, to; each shows what its own scope lets it see.
        quarters: ``2026-Q3``.

    Returns:
        One row a customer and month: quarter, month, managing_unit_code, customer_id, customer_name; verdict,
        required_periods, actual_periods and average_kwh each ``_before`` and ``_after``.
    """
    asked = frozenset(quarters)
    months = [month for month, quarter in differing_months(a, b) if quarter in asked]
    with duckdb.connect(":memory:") as connection:
        parts = [beside(connection, _CORRECTED, (a, b), (month, month)) for month in months]
        found = pa.concat_tables(parts or [beside(connection, _NONE, (a, b), ("", ""))])
        return named(connection, found, (a, b), "quarter, managing_unit_code, customer_id, month")
