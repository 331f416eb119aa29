"""Verdicts of two releases side by side, a month at a time: of a country no more than that fits into memory."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from semantic.naming import relation
from semantic.release import Release

Pair = tuple[Release, Release]
"""The earlier release and the later."""

COMPARED = {
    "fct_reading_period_compliance": {
        *("customer_id", "managing_unit_code", "month", "quarter", "verdict", "required_periods", "actual_periods"),
        *("average_kwh", "wrong_since_month", "is_provisional"),
    },
    "dim_customers": {"customer_id", "customer_name", "managing_unit_code"},
    "dim_snapshot": {"snapshot_id", "last_judged_month"},
    "dim_words": {"word_set", "code", "is_wrong"},
}
"""Mart -> its columns that are read here."""

_JUDGED = f"""
SELECT
    verdict.customer_id, verdict.managing_unit_code, verdict.month, verdict.verdict,
    verdict.required_periods, verdict.actual_periods, verdict.average_kwh, verdict.wrong_since_month,
    verdict.is_provisional, coalesce(word.is_wrong, false) AS is_wrong
FROM {relation("fct_reading_period_compliance")} AS verdict
LEFT JOIN {relation("dim_words")} AS word ON word.word_set = 'verdict' AND word.code = verdict.verdict
WHERE verdict.month = $month
"""
_DIGESTS = f"""
SELECT
    month, count(*) AS customers,
    bit_xor(hash(customer_id, verdict, required_periods, actual_periods, is_provisional)) AS digest
FROM {relation("fct_reading_period_compliance")}
GROUP BY month
"""
_NAMES = f"""
SELECT customer_id, customer_name FROM {relation("dim_customers")}
WHERE customer_id IN (SELECT unnest($customers::VARCHAR[]))
"""
_NAMED = """
SELECT changes.* REPLACE (coalesce(after.customer_name, before.customer_name) AS customer_name)
FROM changes
LEFT JOIN names_before AS before USING (customer_id)
LEFT JOIN names_after AS after USING (customer_id)
"""


def differing_months(a: Release, b: Release) -> list[str]:
    """Months in which not both give the same verdicts on the same customers, in order."""
    before, after = ({row["month"]: row for row in release.select(_DIGESTS, {}).to_pylist()} for release in (a, b))
    return [month for month in sorted({*before, *after}) if before.get(month) != after.get(month)]


def beside(connection: duckdb.DuckDBPyConnection, sql: str, pair: Pair, months: tuple[str, str]) -> pa.Table:
    """What ``sql`` makes of ``judged_before`` and ``judged_after``: each release's verdicts of one month.

    Columns of both: customer_id, managing_unit_code, month, verdict, required_periods, actual_periods,
    average_kwh, wrong_since_month, is_provisional, is_wrong.
    """
    for side, release, month in zip(("judged_before", "judged_after"), pair, months, strict=True):
        connection.register(side, release.select(_JUDGED, {"month": month}))
    return connection.sql(sql).to_arrow_table()


def named(connection: duckdb.DuckDBPyConnection, changes: pa.Table, pair: Pair, order: str) -> pa.Table:
    """The same rows with ``customer_name`` as the later release has it, or else the earlier; sorted."""
    customers = {"customers": pc.unique(changes["customer_id"]).to_pylist()}
    for side, release in zip(("names_before", "names_after"), pair, strict=True):
        connection.register(side, release.select(_NAMES, customers))
    connection.register("changes", changes)
    return connection.sql(f"{_NAMED} ORDER BY {order}").to_arrow_table()
