"""What a release of an earlier day said about the same month.

Only what everyone may see of it is opened, a few hundred rows.  Customer by customer, which takes ten times as long,
the page of changes compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from dashboard.standing.counting import COUNTED, counts
from dashboard.standing.values import Earlier
from phanky.errors import PhankyError
from phanky.identity import of_units
from semantic import Receipt, Release, Shelf, open_release

_MARTS = ("agg_unit_month", "dim_months", "dim_units")
_NOBODY = of_units("so sánh")


def earlier(release: Release, home: Path, month: str, units: Sequence[str] | None) -> Earlier | None:
    """The month in the newest release of an earlier day; None when none is kept, or it cannot be read.

    Args:
        release: the one in service.
        home: PHANKY_HOME.
        month: judged in ``release``.
        units: which together are looked at; None: the company.
    """
    with suppress(PhankyError):
        before = of_earlier_day(home, release.receipt)
        if before is not None:
            return _in_release(home, before, month, tuple(units) if units is not None else None)
    return None


def of_earlier_day(home: Path, receipt: Receipt) -> str | None:
    """Id of the newest release of an earlier day than that of ``receipt``; None when none is kept."""
    shelf = Shelf(home)
    # An id begins with its day, so the receipts of one day are enough to find the last of it.
    today = receipt.release_id.partition("-")[0]
    days = {found: found.partition("-")[0] for found in shelf.release_ids()}
    last = max((day for day in days.values() if day < today), default=None)
    of_day = [shelf.receipt(found) for found, day in days.items() if day == last]
    return max(of_day, key=lambda found: found.published_at).release_id if of_day else None


@lru_cache(maxsize=256)
def _in_release(home: Path, release_id: str, month: str, units: tuple[str, ...] | None) -> Earlier:
    """Kept: a release never changes."""
    with open_release(_NOBODY, release_id, home=home, marts=_MARTS) as release:
        judged = release.rows("dim_months", ["month"], {"month": month, "is_judged": True})
        if not judged.num_rows:
            return Earlier(release.receipt.as_of, None)
        asked = {"month": month} | ({"unit_code": units} if units is not None else {})
        found = release.query(tuple(COUNTED), filters=asked, everyone=True).to_pylist()
        return Earlier(release.receipt.as_of, counts(found[0]))
