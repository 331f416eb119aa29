"""Whose verdicts in a signed-off quarter later corrections changed.  Within the scope alone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from cachetools import LRUCache, cached

from dashboard.standing.changes import Judged, judged
from dashboard.view import View
from phanky.errors import PhankyError
from phanky.identity import Identity, of_units
from semantic import Release, Shelf, compare_quarters, count_corrected, open_compared, open_counted
from semantic.naming import require_known

SignedOff = tuple[tuple[str, str], ...]
"""Quarters, the newest first, each with the id of the release that it was signed off on."""

Sides = dict[str, tuple[Judged, Judged]]
"""Month -> one customer as signed off, and as it is now."""


@dataclass(frozen=True)
class Corrected:
    """A customer in one month, as signed off and as it is now."""

    customer_id: str
    customer_name: str
    unit_name: str
    month: str
    before: Judged
    after: Judged


@dataclass(frozen=True)
class Corrections:
    """What was signed off, when (company time) and on which release, and what is different now."""

    quarter: str
    release_id: str
    signed_at: datetime
    rows: tuple[Corrected, ...]

    @property
    def customers(self) -> int:
        """How many customers have another verdict in a month of the quarter."""
        return len({row.customer_id for row in self.rows})


def signed_off(view: View) -> SignedOff:
    """All; none when the list cannot be read, which the page of the data tells."""
    with suppress(PhankyError):
        found = Shelf(view.settings.home).sign_offs()
        return tuple(sorted(((quarter, signed.release_id) for quarter, signed in found.items()), reverse=True))
    return ()


def corrected_customers(view: View, quarter: str, signed: str) -> int | None:
    """How many customers have another verdict now than when the quarter was signed off; None when nobody can tell."""
    with suppress(PhankyError):
        return _count(view, quarter, signed)
    return None


def _pair(view: View, quarter: str, signed: str) -> tuple[object, ...]:
    return (view.settings.home, signed, view.release.id, quarter, view.release.scope_key)


@cached(LRUCache(256), key=_pair, lock=Lock())
def _count(view: View, quarter: str, signed: str) -> int:
    """Kept: releases never change."""
    with open_counted(view.identity, signed, quarter, home=view.settings.home) as before:
        return count_corrected(before, view.release, quarter)


def corrections(view: View, quarter: str) -> Corrections:
    """What differs now; UsageError when the quarter is not signed off."""
    known = Shelf(view.settings.home).sign_offs()
    signed = known[require_known("quý đã chốt", quarter, known)]
    home = view.settings.home
    with open_compared(view.identity, signed.release_id, home=home, quarter=quarter) as before:
        found = compare_quarters(before, view.release, [quarter]).to_pylist()
    rows = tuple(_corrected(row, view) for row in found)
    return Corrections(quarter, signed.release_id, signed.signed_at.astimezone(ZoneInfo(view.settings.timezone)), rows)


def _corrected(row: Mapping[str, Any], view: View) -> Corrected:
    unit = row["managing_unit_code"]
    return Corrected(
        customer_id=row["customer_id"],
        customer_name=row["customer_name"] or "",
        unit_name=view.unit_names.get(unit, unit),
        month=row["month"],
        before=judged(row, "before"),
        after=judged(row, "after"),
    )


def signed_verdicts(view: View, customer_id: str, unit: str) -> Sides:
    """Month -> how the customer was signed off in it and how it is judged now, where these differ.

    Months in which the unit did not have the customer then are left out: the unit's figures then say nothing of it.
    """
    found: Sides = {}
    for quarter, signed in signed_off(view):
        with suppress(PhankyError):  # a release that is damaged keeps nobody from the customer's page
            found |= _of_unit(view.release, view.settings.home, signed, quarter, unit).get(customer_id, {})
    return found


def _of_unit(release: Release, home: Path, signed: str, quarter: str, unit: str) -> Mapping[str, Sides]:
    return _kept(home, signed, release.id, quarter, of_units("đối chiếu", unit)) if signed != release.id else {}


@lru_cache(maxsize=256)
def _kept(home: Path, signed: str, now: str, quarter: str, unit: Identity) -> Mapping[str, Sides]:
    """Customer -> month -> as signed off.  Kept: releases never change.  Customers that do not differ are not in it."""
    with (
        open_compared(unit, signed, home=home, quarter=quarter) as before,
        open_compared(unit, now, home=home, quarter=quarter) as after,
    ):
        rows = compare_quarters(before, after, [quarter]).to_pylist()
    found: dict[str, Sides] = {}
    for row in rows:
        if row["verdict_before"] is not None:
            found.setdefault(row["customer_id"], {})[row["month"]] = judged(row, "before"), judged(row, "after")
    return found
