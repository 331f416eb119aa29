"""What changed between two releases.

A *case* is a customer whose verdict in the release's last judged month is a wrong one.  Cases are
compared by customer, each release by its own last judged month and its own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from phanky.identity import Identity
from semantic.judged import COMPARED, beside, differing_months, named
from semantic.naming import relation
from semantic.opening import open_release
from semantic.release import Release

COMPARED_MARTS = tuple(COMPARED)
"""The marts that both releases must have loaded to be compared."""

_LAST = f"SELECT last_judged_month FROM {relation('dim_snapshot')}"

_CASES = """
SELECT
    CASE
        WHEN NOT coalesce(before.is_wrong, false) THEN 'new'
        WHEN NOT coalesce(after.is_wrong, false) THEN 'settled'
        ELSE 'changed'
    END AS change, before, after
FROM judged_before AS before
FULL JOIN judged_after AS after USING (customer_id)
WHERE (coalesce(before.is_wrong, false) OR coalesce(after.is_wrong, false))
    AND (before.verdict, before.required_periods, before.actual_periods, before.is_wrong)
        IS DISTINCT FROM (after.verdict, after.required_periods, after.actual_periods, after.is_wrong)
"""
_REVISIONS = """
SELECT 'revised' AS change, before, after
FROM judged_before AS before
INNER JOIN judged_after AS after USING (customer_id, month)
WHERE before.verdict IS DISTINCT FROM after.verdict
    AND NOT before.is_provisional AND NOT after.is_provisional
"""
_CHANGES = """
SELECT
    change,
    coalesce(after.customer_id, before.customer_id) AS customer_id,
    CAST(NULL AS VARCHAR) AS customer_name,
    coalesce(after.managing_unit_code, before.managing_unit_code) AS managing_unit_code,
    before.month AS month_before, after.month AS month_after,
    before.verdict AS verdict_before, after.verdict AS verdict_after,
    before.required_periods AS required_periods_before, after.required_periods AS required_periods_after,
    before.actual_periods AS actual_periods_before, after.actual_periods AS actual_periods_after,
    before.average_kwh AS average_kwh_before, after.average_kwh AS average_kwh_after,
    coalesce(after.wrong_since_month, before.wrong_since_month) AS wrong_since_month
FROM ({changed})
"""


@dataclass(frozen=True)
class Comparison:
    """From release ``before`` to release ``after``: one row a customer, in ``revised`` one a customer and month.

    Columns of each table: customer_id, customer_name, managing_unit_code; month, verdict, required_periods,
    actual_periods and average_kwh each ``_before`` and ``_after`` (empty where the customer has no row that the
    scope may see); wrong_since_month.

    Attributes:
        new: wrong now, not wrong before.
        settled: wrong before, not wrong now or no longer there.
        changed: wrong in both, but with another verdict, required or actual number of kỳ.
        revised: months closed in both whose verdict was changed by later corrections.
    """

    before: str
    after: str
    new: pa.Table
    settled: pa.Table
    changed: pa.Table
    revised: pa.Table


def compare(a: Release, b: Release, *, revisions: bool = True) -> Comparison:
    """What changed from ``a`` to ``b``; each side shows only what its own scope lets it see.

    Both must have :data:`COMPARED_MARTS` loaded.

    Args:
        a, b: from, to.
        revisions: look for revisions of every month, which means reading them all; without, of the last judged alone.
    """
    last = (_last_month(a), _last_month(b))
    months = differing_months(a, b) if revisions else [*({last[0]} & {last[1]})]
    with duckdb.connect(":memory:") as connection:
        parts = [beside(connection, _CHANGES.format(changed=_CASES), (a, b), last)]
        revised = _CHANGES.format(changed=_REVISIONS)
        parts += [beside(connection, revised, (a, b), (month, month)) for month in months]
        order = "managing_unit_code, customer_id, month_after"
        changes = named(connection, pa.concat_tables(parts), (a, b), order)

    def of(kind: str) -> pa.Table:
        return changes.filter(pc.equal(changes["change"], kind)).drop_columns(["change"])

    return Comparison(a.id, b.id, of("new"), of("settled"), of("changed"), of("revised"))


def _last_month(release: Release) -> str:
    last: str = release.select(_LAST).column(0)[0].as_py()
    return last


def open_compared(identity: Identity, release_id: str, *, home: Path, quarter: str | None = None) -> Release:
    """A release with what :func:`compare` reads of it and nothing else: several times faster to open than its marts.

    Args:
        quarter: its verdicts alone, which is faster again and enough for
            :func:`~semantic.corrections.compare_quarters` of this quarter; None: all.

    Raises:
        DamageError: the release does not match its receipt, or there is none.
    """
    return open_release(identity, release_id, home=home, marts=COMPARED, quarter=quarter)
