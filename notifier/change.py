"""What changed between the release of a recipient's last message and the one at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyarrow as pa

from notifier.digest import NAMED, Change
from semantic import Release, compare, moved, standing


def change_between(
    earlier: Release, release: Release, now: pa.Table, units: Collection[str] | None
) -> tuple[Change, list[str]]:
    """The change, and the codes of the customers that are newly wrong.

    Args:
        earlier, release: opened for the same units.
        now: the standing of ``release``.
        units: their codes; None: all.
    """
    before = standing(earlier, units)
    counts = moved(before, now)
    found = compare(earlier, release, revisions=False)
    change = Change(
        since=earlier.receipt.as_of,
        month=_month(before),
        is_same_release=earlier.id == release.id,
        too_few=counts["too_few"],
        too_many=counts["too_many"],
        new=found.new.num_rows,
        settled=found.settled.num_rows,
        changed=found.changed.num_rows,
        settled_cases=tuple(_largest(found.settled)),
    )
    return change, found.new["customer_id"].to_pylist()


def _month(standing_before: pa.Table) -> str | None:
    months = (row["month"] for row in standing_before.to_pylist() if row["period"] == "latest")
    return next(months, None)


def _largest(settled: pa.Table) -> Iterator[tuple[str, str]]:
    largest_first = settled.sort_by([("average_kwh_before", "descending"), ("customer_id", "ascending")])
    for row in largest_first.slice(0, NAMED).to_pylist():
        yield row["customer_id"], row["customer_name"] or ""
