"""Taking a snapshot: extract, check, write, compare with the one before, and only then say that it exists."""

from __future__ import annotations

import dataclasses
from datetime import date

import pyarrow as pa

from flows.cmis.declaration import AGREEMENTS
from flows.cmis.source import Source
from flows.landing import store
from flows.landing.checks import check
from flows.landing.completeness import require_complete
from flows.landing.live import is_live, take_changes, take_everything
from flows.landing.manifest import Manifest, current_layout
from flows.landing.restarting import restarted
from flows.landing.staging import Staging, clear_leftovers, scratch_errors, staging
from flows.landing.writing import Wanted, written
from phanky.errors import CompletenessError
from phanky.progress import reach
from phanky.settings import Settings


def land(
    source: Source,
    settings: Settings,
    *,
    as_of: date,
    agreements: pa.Table,
    agreements_version: str,
    accept_change: str | None = None,
    incremental: bool = False,
) -> Manifest:
    """Take a snapshot of ``source`` as it is on ``as_of``, or return the kept one of the same content.

    The caller holds the run lock.  ``agreements`` has the schema of ``AGREEMENTS``.

    Args:
        incremental: from a source that can tell what changed, take that alone and merge it into the newest kept
            snapshot; the outcome is the one that a full extraction of the same state has.

    Raises:
        InputError: the data cannot be used, or did not arrive whole.
        SourceError: the source could not be read, or its reading broke off three times.
        CompletenessError: it holds less than the snapshot before, and ``accept_change`` gives no reason.
        DamageError: a file does not hold what was written.
        BuildError: disk or memory do not suffice.
    """
    clear_leftovers(settings)
    lists = {"agreements": agreements_version}
    wanted = Wanted(source.name, source.baseline, as_of, lists, source.fingerprint(), agreements)
    if is_live(source):
        # Always asked: its fingerprint does not show what somebody changed without a stamp, or under a wrong clock.
        take = take_changes if incremental else take_everything
        taken = restarted(lambda: take(source, settings, wanted), settings.retry_seconds)
        return _finished(settings, taken, accept_change)
    kept = _kept(settings, wanted)
    damage = None if kept is None else store.damage(settings, kept)
    if kept is not None and damage is None:
        return kept
    manifest = restarted(lambda: _taken(source, settings, wanted), settings.retry_seconds)
    told = () if damage is None else (f"{damage}: đã lấy lại từ nguồn.",)
    return _finished(settings, dataclasses.replace(manifest, notes=(*manifest.notes, *told)), accept_change)


def _kept(settings: Settings, wanted: Wanted) -> Manifest | None:
    for manifest in store.same_day(settings, f"{wanted.as_of:%Y%m%d}"):
        is_same = (
            manifest.fingerprint == wanted.fingerprint
            and manifest.baseline == wanted.baseline
            and manifest.lists == wanted.lists
            and manifest.layout == current_layout()
        )
        if is_same:
            return manifest
    return None


def _taken(source: Source, settings: Settings, wanted: Wanted) -> Manifest:
    with staging(settings) as staged:
        _stage(source, staged, wanted.agreements)
        with scratch_errors():
            checked = check(staged)
        return written(settings, staged, wanted, checked)


def _stage(source: Source, staged: Staging, agreements: pa.Table) -> None:
    with source.opened() as extracts:
        for extract in extracts:
            reach("landing.table", extract.table.name)
            staged.fill(extract)
    staged.add_list(AGREEMENTS, agreements)


def _finished(settings: Settings, manifest: Manifest, accept_change: str | None) -> Manifest:
    existing = next(
        (m for m in store.same_day(settings, manifest.snapshot_id[:8]) if m.snapshot_id == manifest.snapshot_id), None
    )
    if existing is not None:
        if existing.checked != manifest.checked:
            existing = _checked_again(existing, manifest)
            store.keep_manifest(settings, existing)
        # The same content: what is told of this extraction is told, and the kept document stays as it is.
        return dataclasses.replace(existing, notes=manifest.notes)
    earlier = store.predecessor(settings, manifest)
    if earlier is not None:
        try:
            require_complete(earlier, manifest, settings.completeness_share)
        except CompletenessError:
            if not accept_change:
                raise
            manifest = dataclasses.replace(manifest, accepted_change=accept_change)
    reach("landing.before_manifest", manifest.snapshot_id)
    with scratch_errors():
        store.keep_manifest(settings, manifest)
    reach("landing.manifest_written", manifest.snapshot_id)
    return manifest


def _checked_again(kept: Manifest, taken: Manifest) -> Manifest:
    """The kept snapshot with what another version found in the same content, so that changes can be merged into it."""
    return dataclasses.replace(
        kept, checked=taken.checked, files=taken.files, unknown_bills=taken.unknown_bills, watermark=taken.watermark
    )
