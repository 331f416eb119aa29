"""Signed-off quarters whose verdicts later corrections changed since a recipient's last message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pyarrow.compute as pc

from phanky.errors import PhankyError
from phanky.identity import Identity
from semantic import Release, Shelf, compare_quarters, open_compared


def corrected_since(earlier: Release, release: Release, identity: Identity, home: Path) -> tuple[tuple[str, int], ...]:
    """Quarter and how many customers got another verdict in it, as far as ``identity`` may see them.

    A quarter that was signed off after ``earlier`` is held against the release it was signed off on: what moved
    before that is no correction of it.

    Args:
        earlier: of the last message; it and ``release`` are opened for ``identity``.
        home: PHANKY_HOME.
    """
    shelf = Shelf(home)
    # What cannot be read any more must not hold the message up; “phanky close-quarter --changes” says what is broken.
    with suppress(PhankyError):
        return tuple(_counted(earlier, release, identity, shelf))
    return ()


def _counted(earlier: Release, release: Release, identity: Identity, shelf: Shelf) -> Iterator[tuple[str, int]]:
    signed = {quarter: sign_off.release_id for quarter, sign_off in shelf.sign_offs().items()}
    since = {quarter: _later(shelf, earlier, release_id) for quarter, release_id in sorted(signed.items())}
    for quarter, customers in _customers(since, earlier, release, identity, shelf.home).items():
        if customers:
            yield quarter, customers


def _later(shelf: Shelf, earlier: Release, signed: str) -> str:
    receipt = shelf.receipt(signed)
    return signed if receipt.published_at > earlier.receipt.published_at else earlier.id


def _customers(
    since: Mapping[str, str], earlier: Release, release: Release, identity: Identity, home: Path
) -> dict[str, int]:
    found: dict[str, int] = dict.fromkeys(since, 0)
    for release_id in sorted(set(since.values()) - {release.id}):
        quarters = [quarter for quarter, before in since.items() if before == release_id]
        if release_id == earlier.id:
            changed = compare_quarters(earlier, release, quarters)
        else:
            with open_compared(identity, release_id, home=home) as signed:
                changed = compare_quarters(signed, release, quarters)
        for quarter in quarters:
            rows = changed.filter(pc.equal(changed["quarter"], quarter))
            found[quarter] = len(set(rows["customer_id"].to_pylist()))
    return found
