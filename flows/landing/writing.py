"""From checked tables in the scratch database to landing files and a manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pyarrow as pa

from flows.cmis.declaration import AGREEMENTS, RAW_TABLES
from flows.landing.checks import Checked
from flows.landing.manifest import LandedFile, Manifest, UnitMonth, current_checks, current_layout, snapshot_id
from flows.landing.merging import Merged
from flows.landing.partitions import unit_months, write_partitions, write_table
from flows.landing.staging import StagedTable, Staging
from phanky.settings import Settings

_BILLS = "HDN_HDON"


@dataclass(frozen=True)
class Wanted:
    """What a snapshot is asked to be of, known before anything is read."""

    source: str
    baseline: str
    as_of: date
    lists: dict[str, str]
    fingerprint: str
    agreements: pa.Table = field(repr=False)


def written(
    settings: Settings,
    staged: Staging,
    wanted: Wanted,
    checked: Checked,
    *,
    merged: Mapping[str, Merged] | None = None,
    base: Manifest | None = None,
    watermark: datetime | None = None,
) -> Manifest:
    """Land what is staged and say what the snapshot is made of; the manifest is not kept yet.

    Args:
        merged: tables that were merged into those of ``base``.
        watermark: the source's own clock, where it has one.
    """
    merged = merged or {}
    tables = [staged.tables[t.name] for t in RAW_TABLES if t.name in staged.tables]
    files = tuple(
        file for table in tables for file in land_table(settings, staged, table, merged.get(table.table.name))
    )
    layout = current_layout()
    return Manifest(
        snapshot_id=snapshot_id(wanted.as_of, files, wanted.lists, layout),
        source=wanted.source,
        baseline=wanted.baseline,
        fingerprint=wanted.fingerprint,
        as_of=wanted.as_of,
        taken_at=datetime.now(UTC),
        lists=wanted.lists,
        tables=tuple(t.table.name for t in tables if t.table is not AGREEMENTS),
        files=files,
        unit_months=_unit_months(settings, staged, files, base, merged.get(_BILLS)),
        notes=(*(note for table in tables for note in table.notes), *_repeated_rows(tables, files), *checked.notes),
        rejects=tuple(reject for table in tables for reject in table.rejects),
        layout=layout,
        watermark=watermark,
        base=base.snapshot_id if base is not None else None,
        checked=current_checks(),
        unknown_bills=checked.unknown_bills,
    )


def land_table(
    settings: Settings, staged: Staging, table: StagedTable, merged: Merged | None
) -> tuple[LandedFile, ...]:
    """The files of one table by partition: all of them new, or those that merging touched and those it did not."""
    if merged is None:
        return write_table(staged, table, settings)
    fresh = write_partitions(staged, table.table, merged.fresh, settings)
    return tuple(sorted((*merged.kept, *fresh), key=lambda file: file.partition))


def _repeated_rows(tables: list[StagedTable], files: tuple[LandedFile, ...]) -> Iterator[str]:
    for table in tables:
        if surplus := sum(file.repeated for file in files if file.table == table.table.name):
            yield f"{table.origin}: {surplus} dòng lặp lại y hệt dòng khác, chỉ tính một lần."


def _unit_months(
    settings: Settings, staged: Staging, files: tuple[LandedFile, ...], base: Manifest | None, bills: Merged | None
) -> tuple[UnitMonth, ...]:
    kept = {file.partition for file in bills.kept} if bills is not None else set()
    new = tuple(file for file in files if file.table == _BILLS and file.partition not in kept)
    carried = (found for found in (base.unit_months if base is not None else ()) if found.month in kept)
    return tuple(sorted((*carried, *unit_months(staged, settings, new)), key=lambda found: (found.unit, found.month)))
