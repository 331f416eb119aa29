"""Verdicts of a release as rows: what ``phanky verdicts`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from semantic.naming import require_known

if TYPE_CHECKING:
    import pyarrow as pa

    from semantic import Release

LEADING = (
    "month",
    "quarter",
    "customer_id",
    "unit_code",
    "window_kwh",
    "average_kwh",
    "required_periods",
    "actual_periods",
    "verdict",
    "basis",
    "rule_id",
)
"""Columns that other programs rely on; they come first and in this order, the rest of the evidence follows."""

MART = "fct_reading_period_compliance"
MARTS = (MART, "dim_customers", "dim_snapshot", "dim_units", "dim_words")

_FROM = f"""
FROM phanky.marts.{MART} AS result
LEFT JOIN (SELECT customer_id, customer_name FROM phanky.marts.dim_customers) AS customer USING (customer_id)
LEFT JOIN (
    SELECT code AS verdict, label_vi, rank FROM phanky.marts.dim_words WHERE word_set = 'verdict'
) AS word USING (verdict)
"""


@dataclass(frozen=True)
class Choice:
    """Which verdicts: everything that is not None has to hold."""

    month: str | None = None
    quarter: str | None = None
    unit: str | None = None
    verdict: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether no period was chosen."""
        return self.month is None and self.quarter is None


def all_rows(release: Release, choice: Choice) -> pa.Table:
    """Every chosen verdict with its whole evidence, by customer and month.

    Raises:
        UsageError: a month, quarter, unit or verdict that the release has not, naming what is near.
    """
    others = [name for name in release.receipt.mart(MART).column_names if name not in LEADING]
    columns = ", ".join(f"result.{name}" for name in (*LEADING, *others))
    condition, values = _where(release, choice)
    return release.select(
        f"SELECT {columns}, customer.customer_name {_FROM} WHERE {condition} ORDER BY customer_id, month", values
    )


def urgent_rows(release: Release, choice: Choice, limit: int) -> pa.Table:
    """The chosen verdicts for people, those to act on first; without a period those of the newest month."""
    condition, values = _where(release, choice)
    return release.select(
        "SELECT month, customer_id, customer_name, unit_code, kwh_month_1, kwh_month_2, kwh_month_3, average_kwh, "
        f"actual_periods, required_periods, word.label_vi AS label, wrong_since_month {_FROM} "
        f"WHERE {condition} AND {_newest(choice)} "
        "ORDER BY month DESC, word.rank, average_kwh DESC NULLS LAST, customer_id "
        f"LIMIT {limit:d}",
        values,
    )


def counts(release: Release, choice: Choice) -> pa.Table:
    """How many of the chosen verdicts there are of each kind: label, customers."""
    condition, values = _where(release, choice)
    return release.select(
        f"SELECT word.label_vi AS label, count(*) AS customers {_FROM} WHERE {condition} AND {_newest(choice)} "
        "GROUP BY word.label_vi, word.rank ORDER BY word.rank",
        values,
    )


def _newest(choice: Choice) -> str:
    newest = "month = (SELECT last_judged_month FROM phanky.marts.dim_snapshot)"
    return newest if choice.is_open else "true"


def _where(release: Release, choice: Choice) -> tuple[str, list[str]]:
    wishes = list(_wishes(release, choice))
    return " AND ".join(condition for condition, _ in wishes) or "true", [value for _, value in wishes]


def _wishes(release: Release, choice: Choice) -> Iterator[tuple[str, str]]:
    if choice.month is not None:
        yield "month = ?", _known(release, "tháng", choice.month, f"SELECT DISTINCT month FROM phanky.marts.{MART}")
    if choice.quarter is not None:
        quarters = f"SELECT DISTINCT quarter FROM phanky.marts.{MART} WHERE is_quarter_end"
        yield "is_quarter_end AND quarter = ?", _known(release, "quý", choice.quarter, quarters)
    if choice.unit is not None:
        units = "SELECT DISTINCT unit_code FROM phanky.marts.dim_units"
        yield "unit_code = ?", _known(release, "đơn vị", choice.unit, units)
    if choice.verdict is not None:
        words = "SELECT code FROM phanky.marts.dim_words WHERE word_set = 'verdict'"
        yield "verdict = ?", _known(release, "kết luận", choice.verdict, words)


def _known(release: Release, what: str, wish: str, sql: str) -> str:
    return require_known(what, wish, release.select(sql).column(0).to_pylist())
