"""Which rows an earlier snapshot vouches for: they passed the checks when landed, and nothing touched them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.landing.manifest import Manifest
from flows.landing.merging import Merged
from flows.landing.partitions import read_files
from flows.landing.staging import Staging
from phanky.settings import Settings

_BILLS = "HDN_HDON"


@dataclass(frozen=True)
class Doubted:
    """What of one table must be looked at: relations of its rows, and of those that have the key of one of these."""

    rows: str
    same_keys: str


@dataclass(frozen=True)
class Vouched:
    """Where looking at less than everything finds the same.

    Attributes:
        tables: by name; of others nobody vouches for a row.
        bills: the bills whose customer may be missing.
    """

    tables: Mapping[str, Doubted] = field(default_factory=dict)
    bills: str = _BILLS


def vouched(staging: Staging, settings: Settings, base: Manifest, merged: Mapping[str, Merged]) -> Vouched:
    """What the snapshot that others were merged into vouches for: nothing, once a unit is gone that its rows name."""
    if _has_lost(staging, settings, base, "D_DVI_QLY", "MA_DVIQLY"):
        return Vouched()
    doubted = {name: Doubted(f"{name} new", _same_keys(staging, table)) for name, table in merged.items()}
    if _BILLS not in merged or base.unknown_bills or _has_lost(staging, settings, base, "HDG_KHACH_HANG", "MA_KHANG"):
        return Vouched(doubted)
    return Vouched(doubted, f"{_BILLS} new")


def _same_keys(staging: Staging, merged: Merged) -> str:
    """Merging put each changed key in the place of the landed one; only what was taken whole may meet others."""
    table = merged.staged.table
    if not merged.extracted:
        return f"{table.name} new"
    key = ", ".join(f'"{name}"' for name in table.key)
    relation = f"{table.name} same keys"
    staging.connection.execute(
        f'create table "{relation}" as from "{table.name}" semi join "{table.name} new" using ({key})'
    )
    return relation


def _has_lost(staging: Staging, settings: Settings, base: Manifest, table: str, column: str) -> bool:
    """Whether a code of the base is gone; a table whose files all stand has lost none."""
    files = base.files_of(table)
    if not files:
        return False
    found = staging.connection.execute(
        f'select "{column}" from {read_files(settings, files)} except select "{column}" from "{table}" limit 1'
    ).fetchone()
    return found is not None
