"""Snapshots of a source that can tell what changed: its changes alone, or everything and what they had missed."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import TypeGuard

from flows.cmis.declaration import AGREEMENTS
from flows.cmis.source import IncrementalSource, Session, Source
from flows.landing.bases import find_base
from flows.landing.checks import check
from flows.landing.manifest import LandedFile, Manifest
from flows.landing.merging import Ground, Merged, merge
from flows.landing.reconciling import missed
from flows.landing.staging import Staging, scratch_errors, staging
from flows.landing.vouching import vouched
from flows.landing.writing import Wanted, land_table, written
from phanky import vietnamese as vi
from phanky.errors import PhankyError
from phanky.progress import reach
from phanky.settings import Settings


def is_live(source: Source) -> TypeGuard[IncrementalSource]:
    """Whether changes alone can be asked of a source."""
    return hasattr(source, "session")


def take_changes(source: IncrementalSource, settings: Settings, wanted: Wanted) -> Manifest:
    """Merge what changed into the newest kept snapshot; without a usable one, take everything and say why."""
    base = find_base(settings, wanted.baseline)
    with source.session() as session:
        if base.manifest is None:
            told = f"Không cập nhật gia tăng được ({base.reason.rstrip('.')}): đã lấy đầy đủ."
            return _with_notes(_everything(session, settings, wanted), (told,))
        with staging(settings) as staged:
            merged = _merged(session, base.manifest, staged, settings)
            staged.add_list(AGREEMENTS, wanted.agreements)
            with scratch_errors():
                checked = check(staged, vouched(staged, settings, base.manifest, merged))
            manifest = written(
                settings, staged, wanted, checked, merged=merged, base=base.manifest, watermark=session.moment
            )
            return _with_notes(manifest, _taken_whole(merged))


def take_everything(source: IncrementalSource, settings: Settings, wanted: Wanted) -> Manifest:
    """Take everything, and tell in the notes what merging changes would not have found."""
    base = find_base(settings, wanted.baseline)
    with source.session() as session:
        merged, notes = _as_merged(session, base.manifest, settings) if base.manifest is not None else (None, ())
        manifest = _everything(session, settings, wanted)
        if merged is not None:
            with staging(settings) as staged:
                notes = missed(staged, settings, merged, manifest.files)
        return _with_notes(manifest, notes)


def since(base: Manifest, moment: datetime, overlap: timedelta) -> datetime:
    """From when on changes are asked for, by the source's own clock.

    The overlap is for what was written before the last run and committed after it; a clock that was set back since
    must not hide what it now calls earlier.
    """
    watermark = base.watermark or moment
    return min(watermark, moment) - overlap


def _merged(session: Session, base: Manifest, staged: Staging, settings: Settings) -> dict[str, Merged]:
    begin = since(base, session.moment, timedelta(days=settings.overlap_days))
    ground, found = Ground(session, base, staged, settings), {}
    for table in session.tables():
        reach("landing.table", table.name)
        with scratch_errors():
            merged = merge(ground, table, begin)
        if merged is None:
            staged.fill(session.whole(table))
        else:
            found[table.name] = merged
            staged.tables[table.name] = merged.staged
    return found


def _everything(session: Session, settings: Settings, wanted: Wanted) -> Manifest:
    with staging(settings) as staged:
        for table in session.tables():
            reach("landing.table", table.name)
            staged.fill(session.whole(table))
        staged.add_list(AGREEMENTS, wanted.agreements)
        with scratch_errors():
            checked = check(staged)
        return written(settings, staged, wanted, checked, watermark=session.moment)


def _as_merged(
    session: Session, base: Manifest, settings: Settings
) -> tuple[tuple[LandedFile, ...] | None, tuple[str, ...]]:
    """The files that merging would have made of this state; what hinders that hinders no full extraction."""
    try:
        with staging(settings) as staged:
            merged = _merged(session, base, staged, settings)
            tables = staged.tables.values()
            return tuple(f for t in tables for f in land_table(settings, staged, t, merged.get(t.table.name))), ()
    except PhankyError as error:
        return None, (f"Không đối chiếu được với ảnh chụp {base.snapshot_id}: {error}",)


def _taken_whole(merged: dict[str, Merged]) -> tuple[str, ...]:
    parts = [(name, part) for name, found in merged.items() for part in found.extracted]
    if not parts:
        return ()
    told = ", ".join(name if part == "all" else f"{name} {vi.month(part)}" for name, part in parts)
    return (f"Đã đọc lại cả phần vì số đếm của CMIS khác sau khi ghép thay đổi: {told}.",)


def _with_notes(manifest: Manifest, notes: tuple[str, ...]) -> Manifest:
    return dataclasses.replace(manifest, notes=(*manifest.notes, *notes))
