"""Reads the figures of a message from a release.  They are computed in SQL; here they only change their clothes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from notifier.digest import PRESSING, Case, Change, Counts, Figures, UnitLine
from semantic import COMPARED_MARTS, STANDING_MARTS, Comparison, Release, compare, standing

MARTS = tuple(dict.fromkeys((*COMPARED_MARTS, *STANDING_MARTS)))
"""The marts that a release must have loaded for this, besides those of the metrics."""

_PRESSING = """
SELECT
    customer_id, coalesce(customer.customer_name, '') AS customer_name, average_kwh, actual_periods,
    required_periods, basis, wrong_since_month
FROM phanky.marts.fct_reading_period_compliance AS result
LEFT JOIN (SELECT customer_id, customer_name FROM phanky.marts.dim_customers) AS customer USING (customer_id)
INNER JOIN phanky.marts.dim_words AS word
    ON word.word_set = 'verdict' AND word.code = result.verdict AND word.is_wrong
WHERE result.month = (SELECT last_judged_month FROM phanky.marts.dim_snapshot)
ORDER BY abs(required_periods - actual_periods) DESC, word.rank, average_kwh DESC NULLS LAST, customer_id
LIMIT ?
"""


def unit_figures(release: Release, unit_code: str, *, timezone: str, earlier: Release | None = None) -> Figures:
    """The figures of one unit.

    Args:
        release: opened for that unit alone, with metrics and :data:`MARTS`; so no other unit's customer can appear.
        earlier: a release to compare with, opened for the same unit.
    """
    counts = _counts(release)
    return _figures(release, counts, unit_code, _unit_name(counts, unit_code), timezone, earlier)


def company_figures(release: Release, name: str, *, timezone: str, earlier: Release | None = None) -> Figures:
    """The figures of the whole company, with a line for each unit, worst first.

    Args:
        release: opened for all units, with metrics and :data:`MARTS`.
        name: of the company.
        earlier: a release to compare with, opened for all units.
    """
    return _figures(release, _counts(release), None, name, timezone, earlier)


def unit_codes(release: Release) -> tuple[str, ...]:
    """Units that have judged customers in the newest month or the last closed quarter, in order of code."""
    found = {unit for _, unit in _counts(release) if unit is not None}
    return tuple(sorted(found))


_Key = tuple[str, str | None]


def _counts(release: Release) -> dict[_Key, dict[str, Any]]:
    """(period, unit code or None for all) -> row, worst first."""
    return {(row["period"], row["unit_code"]): row for row in standing(release).to_pylist()}


def _unit_name(counts: Mapping[_Key, dict[str, Any]], unit_code: str) -> str:
    found = (row["unit_name"] for (_, unit), row in counts.items() if unit == unit_code)
    return next(found, unit_code)


def _figures(
    release: Release,
    counts: Mapping[_Key, dict[str, Any]],
    unit: str | None,
    name: str,
    timezone: str,
    earlier: Release | None,
) -> Figures:
    whole, closed = counts["latest", None], counts.get(("closed", unit))
    pressing = release.select(_PRESSING, [2 * PRESSING]).to_pylist()
    return Figures(
        name=name,
        taken_at=release.receipt.taken_at,
        as_of=release.receipt.as_of,
        month=whole["month"],
        window_first=whole["window_first"],
        is_provisional=whole["is_provisional"],
        counts=_unit_counts(counts.get(("latest", unit))),
        quarter=closed["quarter"] if closed is not None else None,
        quarter_share_right=closed["share_right"] if closed is not None else None,
        pressing=tuple(Case(**row) for row in pressing),
        units=tuple(_unit_lines(counts)) if unit is None else (),
        change=_change(earlier, release, unit, counts) if earlier is not None else None,
        timezone=timezone,
    )


def _unit_counts(row: Mapping[str, Any] | None) -> Counts:
    if row is None:
        return Counts(0, 0, 0, 0, 0, None)
    names = ("in_scope", "too_few", "too_many", "agreed", "not_enough_data", "share_right")
    return Counts(*(row[name] for name in names))


def _unit_lines(counts: Mapping[_Key, dict[str, Any]]) -> Iterator[UnitLine]:
    for (period, unit), row in counts.items():
        if period == "latest" and unit is not None:
            yield UnitLine(row["unit_name"], _unit_counts(row))


def _change(earlier: Release, release: Release, unit: str | None, counts: Mapping[_Key, dict[str, Any]]) -> Change:
    now = _unit_counts(counts.get(("latest", unit)))
    before = _unit_counts(_counts(earlier).get(("latest", unit)))
    found: Comparison = compare(earlier, release)
    return Change(
        since=earlier.receipt.as_of,
        too_few=now.too_few - before.too_few,
        too_many=now.too_many - before.too_many,
        new=found.new.num_rows,
        settled=found.settled.num_rows,
        new_cases=tuple(_new_cases(found.new)),
    )


def _new_cases(new: pa.Table) -> Iterator[Case]:
    largest_first = new.sort_by([("average_kwh_after", "descending"), ("customer_id", "ascending")])
    for row in largest_first.slice(0, PRESSING).to_pylist():
        yield Case(
            customer_id=row["customer_id"],
            customer_name=row["customer_name"] or "",
            average_kwh=row["average_kwh_after"],
            actual_periods=row["actual_periods_after"],
            required_periods=row["required_periods_after"],
        )
