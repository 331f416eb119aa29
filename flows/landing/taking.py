"""Taking a snapshot: extract, check, write, compare with the one before, and only then say that it exists."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pyarrow as pa

from flows.cmis.declaration import AGREEMENTS, RAW_TABLES
from flows.cmis.source import Source
from flows.landing import store
from flows.landing.checks import check
from flows.landing.completeness import require_complete
from flows.landing.manifest import Manifest, current_layout, snapshot_id
from flows.landing.partitions import unit_months, write_table
from flows.landing.restarting import restarted
from flows.landing.staging import Staging, clear_leftovers, scratch_errors, staging
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
) -> Manifest:
    """Take a snapshot of ``source`` as it is on ``as_of``, or return the kept one of the same content.

    The caller holds the run lock.  ``agreements`` has the schema of ``AGREEMENTS``.

    Raises:
        InputError: the data cannot be used, or did not arrive whole.
        SourceError: the source could not be read, or its reading broke off three times.
        CompletenessError: it holds less than the snapshot before, and ``accept_change`` gives no reason.
        DamageError: a file does not hold what was written.
        BuildError: disk or memory do not suffice.
    """
    clear_leftovers(settings)
    wanted = _Wanted(source, as_of, {"agreements": agreements_version}, source.fingerprint())
    kept = _kept(settings, wanted)
    if kept is not None:
        return kept
    manifest = restarted(lambda: _taken(settings, wanted, agreements), settings.retry_seconds)
    return _finished(settings, manifest, accept_change)


@dataclasses.dataclass(frozen=True)
class _Wanted:
    source: Source
    as_of: date
    lists: dict[str, str]
    fingerprint: str


def _kept(settings: Settings, wanted: _Wanted) -> Manifest | None:
    for manifest in store.same_day(settings, f"{wanted.as_of:%Y%m%d}"):
        is_same = (
            manifest.fingerprint == wanted.fingerprint
            and manifest.baseline == wanted.source.baseline
            and manifest.lists == wanted.lists
            and manifest.layout == current_layout()
        )
        if is_same and store.is_present(settings, manifest):
            return manifest
    return None


def _taken(settings: Settings, wanted: _Wanted, agreements: pa.Table) -> Manifest:
    with staging(settings) as staged:
        _stage(wanted.source, staged, agreements)
        with scratch_errors():
            notes = check(staged)
        return _written(settings, staged, wanted, notes)


def _stage(source: Source, staged: Staging, agreements: pa.Table) -> None:
    with source.opened() as extracts:
        for extract in extracts:
            reach("landing.table", extract.table.name)
            staged.fill(extract)
    staged.add_list(AGREEMENTS, agreements)


def _written(settings: Settings, staged: Staging, wanted: _Wanted, notes: tuple[str, ...]) -> Manifest:
    tables = [staged.tables[t.name] for t in RAW_TABLES if t.name in staged.tables]
    files = tuple(file for table in tables for file in write_table(staged, table, settings))
    layout = current_layout()
    return Manifest(
        snapshot_id=snapshot_id(wanted.as_of, files, wanted.lists, layout),
        source=wanted.source.name,
        baseline=wanted.source.baseline,
        fingerprint=wanted.fingerprint,
        as_of=wanted.as_of,
        taken_at=datetime.now(UTC),
        lists=wanted.lists,
        tables=tuple(t.table.name for t in tables if t.table is not AGREEMENTS),
        files=files,
        unit_months=unit_months(staged, settings, tuple(f for f in files if f.table == "HDN_HDON")),
        notes=(*(note for table in tables for note in table.notes), *notes),
        rejects=tuple(reject for table in tables for reject in table.rejects),
        layout=layout,
    )


def _finished(settings: Settings, manifest: Manifest, accept_change: str | None) -> Manifest:
    existing = next(
        (m for m in store.same_day(settings, manifest.snapshot_id[:8]) if m.snapshot_id == manifest.snapshot_id), None
    )
    if existing is not None:
        return existing
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
