"""Signed-off quarters whose verdicts later corrections changed since a recipient's last message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

import pyarrow.compute as pc

from phanky.errors import DamageError, PhankyError
from phanky.identity import Identity
from semantic import Release, Shelf, compare_quarters, open_compared


def corrected_since(earlier: Release, release: Release, identity: Identity, home: Path) -> tuple[tuple[str, int], ...]:
    """Quarter and how many customers got another verdict in it, as far as ``identity`` may see them.

    A quarter that was signed off after ``earlier`` is held against the release it was signed off on: what moved
    before that is no correction of it.  One whose release cannot be read any more is left out, so that no message is
    held up; “phanky doctor” says what is broken.

    Args:
        earlier: of the last message; it and ``release`` are opened for ``identity``.
        home: PHANKY_HOME.
    """
    found: dict[str, int] = {}
    for release_id, quarters in _signed_on(Shelf(home), earlier).items():
        if release_id != release.id:
            with _opened(release_id, earlier, identity, home) as before:
                found |= {} if before is None else _customers(before, release, quarters)
    return tuple((quarter, customers) for quarter, customers in sorted(found.items()) if customers)


def _signed_on(shelf: Shelf, earlier: Release) -> Mapping[str, Sequence[str]]:
    """Release that quarters are held against -> those quarters."""
    found: dict[str, list[str]] = {}
    with suppress(DamageError):
        for quarter, sign_off in shelf.sign_offs().items():
            with suppress(DamageError):
                found.setdefault(_later(shelf, earlier, sign_off.release_id), []).append(quarter)
    return found


def _later(shelf: Shelf, earlier: Release, signed: str) -> str:
    receipt = shelf.receipt(signed)
    return signed if receipt.published_at > earlier.receipt.published_at else earlier.id


def _opened(
    release_id: str, earlier: Release, identity: Identity, home: Path
) -> AbstractContextManager[Release | None]:
    if release_id == earlier.id:
        return nullcontext(earlier)
    with suppress(PhankyError):
        return open_compared(identity, release_id, home=home)
    return nullcontext(None)


def _customers(before: Release, release: Release, quarters: Sequence[str]) -> dict[str, int]:
    changed = compare_quarters(before, release, quarters)
    rows = {quarter: changed.filter(pc.equal(changed["quarter"], quarter)) for quarter in quarters}
    return {quarter: len(set(found["customer_id"].to_pylist())) for quarter, found in rows.items()}
