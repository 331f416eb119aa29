"""Which customers changed since the release of an earlier day.  Within the scope alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from dashboard.standing.earlier import of_earlier_day
from dashboard.view import View
from semantic import compare, open_compared


@dataclass(frozen=True)
class Judged:
    """How a customer stood in one release; ``verdict`` is None where it was not judged."""

    verdict: str | None
    actual_periods: int | None
    required_periods: int | None
    average_kwh: Decimal | None


@dataclass(frozen=True)
class Changed:
    """A customer in both releases."""

    customer_id: str
    customer_name: str
    unit_name: str
    before: Judged
    after: Judged


@dataclass(frozen=True)
class Changes:
    """From the release of ``since`` to the one in service.

    Attributes:
        new: wrong now, not wrong then.
        settled: wrong then, not wrong now.
        changed: wrong in both, otherwise.
    """

    since: date
    before: str
    new: tuple[Changed, ...]
    settled: tuple[Changed, ...]
    changed: tuple[Changed, ...]


def changes(view: View) -> Changes | None:
    """What changed; None when no release of an earlier day is kept."""
    home = view.settings.home
    before = of_earlier_day(home, view.release.receipt)
    if before is None:
        return None
    with open_compared(view.identity, before, home=home) as earlier:
        found = compare(earlier, view.release, revisions=False)
        parts = (_rows(table, view) for table in (found.new, found.settled, found.changed))
        return Changes(earlier.receipt.as_of, before, *parts)


def _rows(table: pa.Table, view: View) -> tuple[Changed, ...]:
    return tuple(_changed(row, view) for row in table.to_pylist())


def _changed(row: Mapping[str, Any], view: View) -> Changed:
    unit = row["managing_unit_code"]
    return Changed(
        customer_id=row["customer_id"],
        customer_name=row["customer_name"] or "",
        unit_name=view.unit_names.get(unit, unit),
        before=judged(row, "before"),
        after=judged(row, "after"),
    )


def judged(row: Mapping[str, Any], side: str) -> Judged:
    """One side of a row that compares: ``before`` or ``after``."""
    names = ("verdict", "actual_periods", "required_periods", "average_kwh")
    return Judged(**{name: row[f"{name}_{side}"] for name in names})
