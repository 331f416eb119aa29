"""Reads the figures of a message from a release.  They are computed in SQL; here they only change their clothes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from notifier.change import change_between
from notifier.digest import NAMED, Case, Counts, Crossing, Figures, UnitLine, Warned
from phanky.errors import UsageError
from semantic import COMPARED_MARTS, STANDING_MARTS, STANDING_METRICS, Release, standing

_CROSSING = "customers_will_cross"

_OF_A_VERDICT = frozenset({
    *("customer_id", "unit_code", "managing_unit_code", "month", "quarter", "verdict", "basis"),
    *("required_periods", "actual_periods", "average_kwh", "kwh_month_1", "kwh_month_2", "kwh_month_3"),
    *("book_codes", "price_groups", "wrong_since_month", "is_provisional"),
})  # fmt: skip
MARTS: Mapping[str, Collection[str] | None] = MappingProxyType({
    **dict.fromkeys((*COMPARED_MARTS, *STANDING_MARTS)),
    "fct_reading_period_compliance": _OF_A_VERDICT,
    "dim_customers": frozenset({"customer_id", "customer_name", "managing_unit_code"}),
})  # fmt: skip
"""The marts that a release must have loaded for this and the attachment, besides those of the metrics, and which
columns of them: with fewer it is opened several times faster."""

METRICS = (*STANDING_METRICS, _CROSSING)
"""The metrics that a release must be able to answer for this."""

WARNED = 3
"""How many customers a message names that are expected to cross a threshold."""

_CASES = """
SELECT
    customer_id, coalesce(customer.customer_name, '') AS customer_name, average_kwh, actual_periods,
    required_periods, basis, wrong_since_month
FROM phanky.marts.fct_reading_period_compliance AS result
LEFT JOIN (SELECT customer_id, customer_name FROM phanky.marts.dim_customers) AS customer USING (customer_id)
INNER JOIN phanky.marts.dim_words AS word
    ON word.word_set = 'verdict' AND word.code = result.verdict AND word.is_wrong
WHERE result.month = (SELECT last_judged_month FROM phanky.marts.dim_snapshot)
    AND ($codes IS NULL OR list_contains($codes::VARCHAR[], customer_id))
ORDER BY abs(required_periods - actual_periods) DESC, word.rank, average_kwh DESC NULLS LAST, customer_id
LIMIT $most
"""
_WARNED = """
SELECT
    warning.customer_id, coalesce(customer.customer_name, '') AS customer_name, warning.direction,
    warning.threshold_kwh, warning.average_kwh, warning.expected_average_kwh, warning.hit_rate, warning.past_hits,
    warning.past_warnings, warning.target_month
FROM phanky.marts.fct_early_warning AS warning
LEFT JOIN phanky.marts.dim_customers AS customer USING (customer_id)
ORDER BY warning.hit_rate DESC NULLS LAST, warning.expected_average_kwh DESC, warning.customer_id
LIMIT ?
"""


def read_figures(
    release: Release,
    units: Collection[str] | None,
    *,
    company: str,
    timezone: str,
    earlier: Release | None = None,
) -> Figures:
    """The figures of some units, or of the whole company with a line for each unit, worst first.

    Args:
        release: opened for these units alone, with :data:`METRICS` and :data:`MARTS`; so no other unit's customer can
            appear.
        units: their codes; None: all.
        company: its name.
        timezone: of the times shown.
        earlier: the release to compare with, opened alike.

    Raises:
        UsageError: nothing was judged yet.
    """
    table = standing(release, units)
    figures = _figures(release, table, units, company, timezone)
    if earlier is None:
        return figures
    change, new = change_between(earlier, release, table, units)
    cases = read_cases(release, NAMED, new) if new else ()
    return replace(figures, change=replace(change, new_cases=cases))


def unit_codes(release: Release) -> tuple[str, ...]:
    """Units that have judged customers in the newest month or the last closed quarter, in order of code."""
    return tuple(sorted({code for code in standing(release)["unit_code"].to_pylist() if code is not None}))


def read_cases(release: Release, most: int, codes: Collection[str] | None = None) -> tuple[Case, ...]:
    """The most pressing customers, furthest from the right number first; ``codes``: only among these."""
    wanted = {"most": most, "codes": None if codes is None else list(codes)}
    return tuple(Case(**row) for row in release.select(_CASES, wanted).to_pylist())


def _figures(release: Release, table: pa.Table, units: Collection[str] | None, company: str, timezone: str) -> Figures:
    rows = {(row["period"], row["unit_code"]): row for row in table.to_pylist()}
    whole, closed = rows.get(("latest", None)), rows.get(("closed", None))
    if whole is None:
        raise UsageError(f"Bản {release.id} chưa xét tháng nào nên chưa soạn được tin.")
    words = release.rows("dim_words", ["word_set", "code", "label_vi"]).to_pylist()
    return Figures(
        name=company if units is None else ", ".join(_names(release, units)),
        taken_at=release.receipt.taken_at,
        as_of=release.receipt.as_of,
        month=whole["month"],
        window_first=whole["window_first"],
        is_provisional=whole["is_provisional"],
        counts=_counts(whole),
        quarter=closed["quarter"] if closed is not None else None,
        quarter_share_right=closed["share_right"] if closed is not None else None,
        # Those that are new stand elsewhere in the message: enough are read for both.
        pressing=read_cases(release, 2 * NAMED),
        units=tuple(_unit_lines(rows)) if units is None or len(units) > 1 else (),
        crossing=_read_crossing(release),
        words={(word["word_set"], word["code"]): word["label_vi"] for word in words},
        timezone=timezone,
    )


def _names(release: Release, units: Collection[str]) -> Iterator[str]:
    rows = release.rows("dim_units", ["unit_code", "short_name"], {"is_current": True, "unit_code": sorted(units)})
    names = {row["unit_code"]: row["short_name"] for row in rows.to_pylist()}
    yield from (names.get(unit) or unit for unit in sorted(units))


def _counts(row: Mapping[str, Any]) -> Counts:
    names = ("in_scope", "too_few", "too_many", "agreed", "not_enough_data", "share_right")
    return Counts(*(row[name] for name in names))


def _unit_lines(rows: Mapping[tuple[str, str | None], Mapping[str, Any]]) -> Iterator[UnitLine]:
    for (period, unit), row in rows.items():
        if period == "latest" and unit is not None:
            yield UnitLine(row["unit_name"], _counts(row))


def _read_crossing(release: Release) -> Crossing | None:
    if _CROSSING not in release.metrics:  # the release is older than the warnings
        return None
    count = release.query([_CROSSING])[_CROSSING].to_pylist()[0] or 0
    rows = release.select(_WARNED, [WARNED]).to_pylist()
    target = rows[0]["target_month"] if rows else None
    surest = ({name: value for name, value in row.items() if name != "target_month"} for row in rows)
    return Crossing(count, target, tuple(Warned(**row) for row in surest))
