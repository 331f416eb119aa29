"""The main job: snapshot, landing, load, build, publish, one after the other under one lock."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from flows.build import BuildReport, build, code_version, documentation, metric_definitions
from flows.cmis.declaration import AGREEMENTS
from flows.cmis.source import Source
from flows.durable import write_durably
from flows.landing import Manifest, land
from flows.load import PostgresWarehouse, SparkWarehouse, Warehouse, load, open_warehouse
from flows.publish import MartReader, Retired, duckdb_reader, parquet_reader, postgres_reader, publish, retention
from phanky.errors import BusyError, PhankyError
from phanky.identity import whole_company
from phanky.ledger import AGREEMENT_LIST, Ledger, Outcome, open_ledger
from phanky.progress import reach
from phanky.settings import Settings
from semantic import Comparison, Shelf, compare, open_compared

Target = Literal["duckdb", "postgres", "spark"]


@dataclass(frozen=True)
class _Request:
    source: Source
    as_of: date
    target: Target
    accept_change: str | None = None
    incremental: bool = False


@dataclass(frozen=True)
class RunResult:
    """What a run did.

    Attributes:
        changed: whether readers see another release than before.
        rows: landed rows by CMIS table.
        comparison: the new release against the one before; None when nothing changed or it is the first.
        seconds: how long each step took, by name.
        report: the build, None when nothing had to be built.
    """

    release_id: str
    snapshot_id: str
    changed: bool
    rows: dict[str, int]
    notes: tuple[str, ...]
    comparison: Comparison | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    report: BuildReport | None = None


def run(
    settings: Settings,
    source: Source,
    *,
    as_of: date,
    target: Target,
    accept_change: str | None = None,
    incremental: bool = False,
) -> RunResult:
    """Take a snapshot and publish its verdicts; content that did not change makes no new release.

    Args:
        as_of: the last judged month is the one before this day's.
        accept_change: why a snapshot that holds less than the one before is right.
        incremental: extract only what changed, where the source can tell; otherwise everything.

    Raises:
        BusyError: another run is in progress.
        PhankyError: the step that failed says why; the release in service stays.
    """
    with _only_run(settings), open_ledger(settings) as ledger:
        entry = ledger.start_run(source=source.name, target=target)
        try:
            result = _Run(settings, _Request(source, as_of, target, accept_change, incremental), ledger).go()
        except BaseException as error:
            with suppress(PhankyError):  # a full disk hinders the ledger as well: what failed first is told
                ledger.finish_run(entry, outcome=Outcome.FAILED, message=_told(error))
            raise
        outcome = Outcome.PUBLISHED if result.changed else Outcome.UNCHANGED
        ledger.finish_run(entry, outcome=outcome, snapshot_id=result.snapshot_id, release_id=result.release_id)
        return result


def tidy(settings: Settings, now: datetime) -> Retired:
    """Let go of what nobody has to come back to, when no run is in progress.

    Raises:
        BusyError: one is.
    """
    with _only_run(settings), open_ledger(settings) as ledger:
        return retention(settings, now, named_by_deliveries=ledger.deliveries.named_releases())


def _told(error: BaseException) -> str:
    return str(error) if isinstance(error, PhankyError) else f"{type(error).__name__}: {error}"


@contextmanager
def _only_run(settings: Settings) -> Iterator[None]:
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.home / "run.lock", timeout=0):
            yield
    except Timeout:
        raise BusyError("Một lần chạy khác đang làm việc trong thư mục này. Chờ nó xong rồi chạy lại.") from None


class _Run:
    """One run: its steps, timed."""

    def __init__(self, settings: Settings, request: _Request, ledger: Ledger) -> None:
        self._settings = settings
        self._request = request
        self._ledger = ledger
        self._shelf = Shelf(settings.home)
        self._seconds: dict[str, float] = {}

    def go(self) -> RunResult:
        before = self._shelf.current_id()
        with self._step("landing"):
            manifest = self._land()
        with open_warehouse(self._settings, self._request.target) as warehouse:
            with self._step("load"):
                loaded = load(manifest, self._settings, warehouse)
            if before is not None and not loaded.changed and self._is_made(before, manifest):
                return self._result(before, before, manifest, None)
            report, after = self._publish(warehouse, manifest)
        return self._result(before, after, self._tidied(manifest), report)

    def _land(self) -> Manifest:
        version, agreements = self._ledger.lists.rows(AGREEMENT_LIST)
        return land(
            self._request.source,
            self._settings,
            as_of=self._request.as_of,
            agreements=agreements,
            agreements_version=version,
            accept_change=self._request.accept_change,
            incremental=self._request.incremental,
        )

    def _is_made(self, release_id: str, manifest: Manifest) -> bool:
        """Whether the release in service is what this snapshot, these rules and this engine make."""
        return self._made_file().is_file() and self._made_file().read_text() == self._made(release_id, manifest)

    def _made_file(self) -> Path:
        return self._settings.home / "dbt" / self._request.target / "made.json"

    def _made(self, release_id: str, manifest: Manifest) -> str:
        versions = code_version(self._settings).versions
        return json.dumps([release_id, manifest.snapshot_id, versions], sort_keys=True)

    def _publish(self, warehouse: Warehouse, manifest: Manifest) -> tuple[BuildReport, str]:
        with self._step("build"):
            report = build(warehouse, self._settings)
        with self._step("documentation"):
            docs = documentation(warehouse, self._settings)
        with self._step("publish"), _reader(warehouse, report) as reader:
            published = publish(
                reader,
                self._settings,
                manifest=manifest,
                marts=report.marts,
                tests=report.tests,
                code=code_version(self._settings),
                docs=docs,
                definitions=metric_definitions(warehouse, self._settings),
            )
        write_durably(self._made_file(), self._made(published.release_id, manifest).encode())
        return report, published.release_id

    def _tidied(self, manifest: Manifest) -> Manifest:
        """Let go of old releases; what hinders that is told and fails nothing, for the release is out."""
        try:
            with self._step("retention"):
                named = self._ledger.deliveries.named_releases()
                retention(self._settings, datetime.now(UTC), named_by_deliveries=named)
        except PhankyError as error:
            return replace(manifest, notes=(*manifest.notes, str(error)))
        return manifest

    def _result(self, before: str | None, after: str, manifest: Manifest, report: BuildReport | None) -> RunResult:
        changed = after != before
        comparison = self._compared(before, after) if changed and before is not None else None
        rows: dict[str, int] = {}
        for file in (file for file in manifest.files if file.table != AGREEMENTS.name):
            rows[file.table] = rows.get(file.table, 0) + file.rows
        return RunResult(
            after, manifest.snapshot_id, changed, rows, _notes(manifest), comparison, dict(self._seconds), report
        )

    def _compared(self, before: str, after: str) -> Comparison:
        everyone = whole_company("run")
        home = self._settings.home
        with (
            self._step("compare"),
            open_compared(everyone, before, home=home) as old,
            open_compared(everyone, after, home=home) as new,
        ):
            return compare(old, new)

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        reach(f"run.{name}", self._request.target)
        begun = time.monotonic()
        try:
            yield
        finally:
            self._seconds[name] = round(time.monotonic() - begun, 3)


def _notes(manifest: Manifest) -> tuple[str, ...]:
    return (*manifest.notes, *(f"Để riêng: {reject}" for reject in manifest.rejects))


@contextmanager
def _reader(warehouse: Warehouse, report: BuildReport) -> Iterator[MartReader]:
    if isinstance(warehouse, PostgresWarehouse):
        with postgres_reader(warehouse.conninfo) as reader:
            yield reader
    elif isinstance(warehouse, SparkWarehouse):
        with parquet_reader(warehouse.kind, warehouse.tables, report.columns) as reader:
            yield reader
    else:
        with duckdb_reader(warehouse.file) as reader:
            yield reader
