"""Releases on the shelf: what each was made from, which is in service, which quarters rest on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dashboard.view import View
from phanky.errors import DamageError
from semantic import Receipt, Shelf

_MOST = 20


@dataclass(frozen=True)
class Shelved:
    """One release that can be gone back to.

    Attributes:
        is_served: the one that pages show.
        quarters: signed off on it.
        changed_marts: how many tables differ from the release published before it; None for the first.
    """

    release_id: str
    snapshot_id: str
    source: str
    target: str
    as_of: date
    taken_at: datetime
    published_at: datetime
    is_served: bool
    quarters: tuple[str, ...]
    changed_marts: int | None
    marts: int
    accepted_change: str | None


def read_shelf(view: View) -> tuple[Shelved, ...]:
    """The last releases, the newest first; damaged ones are left out."""
    shelf = Shelf(view.settings.home)
    receipts = sorted(_receipts(shelf), key=lambda receipt: receipt.published_at)
    quarters = _quarters(shelf)
    earlier = (None, *receipts[:-1])
    rows = [
        _shelved(receipt, before, view.release.id, quarters.get(receipt.release_id, ()))
        for before, receipt in zip(earlier, receipts, strict=True)
    ]
    return tuple(reversed(rows))


def _receipts(shelf: Shelf) -> list[Receipt]:
    found = []
    for release_id in shelf.release_ids()[-_MOST:]:
        try:
            found.append(shelf.receipt(release_id))
        except DamageError:
            # `phanky releases` says what is wrong; one bad release takes the page from nobody.
            continue
    return found


def _quarters(shelf: Shelf) -> dict[str, tuple[str, ...]]:
    try:
        signed = shelf.sign_offs()
    except DamageError:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for quarter in sorted(signed):
        release_id = signed[quarter].release_id
        found[release_id] = (*found.get(release_id, ()), quarter)
    return found


def _shelved(receipt: Receipt, before: Receipt | None, served: str, quarters: tuple[str, ...]) -> Shelved:
    return Shelved(
        release_id=receipt.release_id,
        snapshot_id=receipt.snapshot_id,
        source=receipt.source,
        target=receipt.target,
        as_of=receipt.as_of,
        taken_at=receipt.taken_at,
        published_at=receipt.published_at,
        is_served=receipt.release_id == served,
        quarters=quarters,
        changed_marts=_changed(before, receipt) if before is not None else None,
        marts=len(receipt.marts),
        accepted_change=receipt.accepted_change,
    )


def _changed(before: Receipt, after: Receipt) -> int:
    hashes = {mart.name: mart.content_hash for mart in before.marts}
    return sum(hashes.get(mart.name) != mart.content_hash for mart in after.marts)
