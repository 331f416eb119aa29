"""What later corrections did to months whose verdicts were told before: bills cancelled, re-issued, adjusted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from phanky.identity import Identity
from semantic.naming import relation
from semantic.opening import open_release
from semantic.release import Release

_JUDGED = f"""
SELECT
    customer_id, managing_unit_code, month, quarter, verdict, required_periods, actual_periods, average_kwh
FROM {relation("fct_reading_period_compliance")}
WHERE list_contains($quarters::VARCHAR[], quarter)
"""

_NAMED = f"""
SELECT customer_id, customer_name FROM {relation("dim_customers")}
WHERE customer_id IN (SELECT unnest($customers::VARCHAR[]))
"""

_COUNTED = {
    "fct_reading_period_compliance": {
        *("customer_id", "managing_unit_code", "month", "quarter", "verdict", "required_periods", "actual_periods"),
    }
}
_VERDICTS = f"""
SELECT customer_id, month, verdict, required_periods, actual_periods
FROM {relation("fct_reading_period_compliance")}
WHERE quarter = $quarter
"""

_JOINED = "FROM judged_before AS before FULL JOIN judged_after AS after USING (customer_id, month)"
_DIFFERS = """
WHERE (before.verdict, before.required_periods, before.actual_periods)
    IS DISTINCT FROM (after.verdict, after.required_periods, after.actual_periods)
"""

_CORRECTED = f"""
SELECT
    coalesce(after.quarter, before.quarter) AS quarter, month,
    coalesce(after.managing_unit_code, before.managing_unit_code) AS managing_unit_code, customer_id,
    coalesce(named_after.customer_name, named_before.customer_name) AS customer_name,
    before.verdict AS verdict_before, after.verdict AS verdict_after,
    before.required_periods AS required_periods_before, after.required_periods AS required_periods_after,
    before.actual_periods AS actual_periods_before, after.actual_periods AS actual_periods_after,
    before.average_kwh AS average_kwh_before, after.average_kwh AS average_kwh_after
{_JOINED}
LEFT JOIN named_before USING (customer_id)
LEFT JOIN named_after USING (customer_id)
{_DIFFERS}
ORDER BY quarter, managing_unit_code, customer_id, month
"""


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
    asked = {"quarters": sorted(quarters)}
    with duckdb.connect(":memory:") as connection:
        connection.register("judged_before", a.select(_JUDGED, asked))
        connection.register("judged_after", b.select(_JUDGED, asked))
        # Few customers differ: their names alone are looked up, not those of everybody who is judged.
        differing = connection.execute(f"SELECT DISTINCT customer_id {_JOINED} {_DIFFERS}").fetchall()
        customers = {"customers": [customer for (customer,) in differing]}
        connection.register("named_before", a.select(_NAMED, customers))
        connection.register("named_after", b.select(_NAMED, customers))
        return connection.sql(_CORRECTED).to_arrow_table()


def open_counted(identity: Identity, release_id: str, quarter: str, *, home: Path) -> Release:
    """A release with what :func:`count_corrected` reads of it and nothing else.

    Raises:
        DamageError: the release does not match its receipt, or there is none.
    """
    return open_release(identity, release_id, home=home, marts=_COUNTED, quarter=quarter)


def count_corrected(a: Release, b: Release, quarter: str) -> int:
    """How many customers :func:`compare_quarters` would name; a tenth of a second for a province."""
    asked = {"quarter": quarter}
    with duckdb.connect(":memory:") as connection:
        connection.register("judged_before", a.select(_VERDICTS, asked))
        connection.register("judged_after", b.select(_VERDICTS, asked))
        found = connection.execute(f"SELECT count(DISTINCT customer_id) {_JOINED} {_DIFFERS}").fetchone()
    return int(found[0]) if found else 0
