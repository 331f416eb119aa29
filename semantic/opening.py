"""Opens a release for one scope: decides which marts, and how much of each, are loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from phanky.errors import DamageError
from phanky.identity import Identity
from semantic.instance import load_instance
from semantic.kept import Room
from semantic.layout import CURRENT
from semantic.loading import Source
from semantic.metrics import Definitions
from semantic.receipt import MartReceipt, Receipt
from semantic.release import Opened, Release
from semantic.shelf import Shelf

Wanted = Sequence[str] | Mapping[str, Collection[str] | None]
"""Names of marts; or mart -> the columns of it that are read, None: all."""


def open_release(
    identity: Identity,
    release: str = CURRENT,
    *,
    home: Path,
    marts: Wanted | None = None,
    with_metrics: bool | Collection[str] = False,
    room: Room | None = None,
    quarter: str | None = None,
) -> Release:
    """Load a release as far as ``identity`` may see it.

    Args:
        identity: who asks; its units decide which rows of customers are loaded at all.
        release: ``current``, an id, a unique beginning of one, or a signed-off quarter.
        home: PHANKY_HOME.
        marts: names of the marts to load; None: all.  Fewer of them, or of their columns, are loaded faster.
        with_metrics: load besides ``marts`` those that answer for metrics; names: for these alone, whole or by unit and
            month, which is faster.
        room: where rows go that are too many for memory; None: the usual one of ``home``.
        quarter: of marts that have quarters, the rows of this one alone, which is several times faster.

    Raises:
        UsageError: no such release or mart.
        DamageError: the release does not match its receipt.
    """
    shelf, room = Shelf(home), room or Room.under(home)
    release_id = shelf.resolve(release)
    while True:
        try:
            opened = _opened(shelf, release_id, marts, with_metrics)
            # Who names columns reads them once; what is asked again and again is quicker by month.
            by_month = not isinstance(marts, Mapping)
            instance = load_instance(opened.folder, opened.marts, identity, room, by_month=by_month, quarter=quarter)
            is_in_place = room.shows(Source(opened.folder, opened.marts, identity, quarter))
            return Release(opened, identity, instance, is_in_place=is_in_place)
        except DamageError:
            # Between reading the pointer and the files, a newer release may have taken over and this one gone.
            moved_to = shelf.resolve(release)
            if moved_to == release_id:
                raise
            release_id = moved_to


def _opened(shelf: Shelf, release_id: str, marts: Wanted | None, with_metrics: bool | Collection[str]) -> Opened:
    receipt, folder = shelf.receipt(release_id), shelf.release_folder(release_id)
    read = Opened(receipt, folder, ()).definitions if with_metrics is not False else None
    loaded = receipt.marts if marts is None else tuple(_loaded(receipt, marts, _answering(read, with_metrics)))
    return Opened(receipt, folder, loaded, read)


def _loaded(receipt: Receipt, marts: Wanted, answering: Sequence[str]) -> Iterator[MartReceipt]:
    """Those that answer for metrics have all their columns."""
    for name in dict.fromkeys((*marts, *answering)):
        mart = receipt.mart(name)
        columns = marts.get(name) if isinstance(marts, Mapping) and name not in answering else None
        yield mart if columns is None else _narrowed(mart, columns)


def _narrowed(mart: MartReceipt, columns: Collection[str]) -> MartReceipt:
    return replace(mart, columns=tuple(column for column in mart.columns if column[0] in columns))


def _answering(definitions: Definitions | None, wanted: bool | Collection[str]) -> tuple[str, ...]:
    if definitions is None:
        return ()
    return definitions.marts if isinstance(wanted, bool) else definitions.marts_of(wanted)
