"""Making a release: written whole under a hidden name, read again, named, and only then put into service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from flows.durable import write_durably
from flows.landing.manifest import Manifest
from flows.publish.content import release_hash
from flows.publish.definitions import MetricDefinitions
from flows.publish.readers import MartReader
from flows.publish.shelving import changing, make_current, put_up, unfinished_folder
from flows.publish.writing import MartSpec, workbench, write_mart
from phanky.errors import BuildError, DamageError
from phanky.progress import reach
from phanky.settings import Settings
from semantic import CodeVersion, DataTests, FileReceipt, MartReceipt, Receipt, Shelf
from semantic.layout import DEFINITIONS_FILE, DOCS_FILE, RECEIPT_FILE, mart_file
from semantic.receipt import RuleValue, to_json
from semantic.shelf import audit_files, file_receipt


@dataclass(frozen=True)
class Published:
    """What came of it: the release in service, and whether it differs from the one before."""

    release_id: str
    changed: bool


@dataclass(frozen=True)
class _Making:
    """What goes into a receipt besides the marts."""

    manifest: Manifest
    target: str
    tests: DataTests
    code: CodeVersion
    published_at: datetime
    docs: Path | None
    definitions: MetricDefinitions | None


def publish(
    reader: MartReader,
    settings: Settings,
    *,
    manifest: Manifest,
    marts: Sequence[MartSpec],
    tests: DataTests,
    code: CodeVersion,
    docs: Path | None = None,
    definitions: MetricDefinitions | None = None,
    now: datetime | None = None,
) -> Published:
    """Turn the marts of a tested warehouse into a release and put it into service.

    Content equal to that of the release in service makes no new one; content equal to that of another
    complete release of the same as-of day puts that one back into service.

    Args:
        reader: the warehouse that was built from ``manifest``.
        marts: the public marts; ``dim_snapshot`` and ``dim_rules`` must be among them.
        tests: counts of the data tests that guard the build.
        docs: an HTML file that stands by itself.
        definitions: of the metrics; without them the release answers no question about metrics.
        now: aware time of publishing; None: the clock's.

    Raises:
        BuildError: tests that did not all run and pass, a metric without a golden query, a mart that is not as
            declared, a warehouse of another snapshot, a full disk; the release in service stays.
        BusyError: another process is publishing.
    """
    if not tests.all_passed:
        raise BuildError(
            f"Không phát hành: chờ {tests.expected} phép kiểm, đã chạy {tests.executed}, đạt {tests.passed}. "
            "Xem kết quả dbt rồi chạy lại."
        )
    if definitions is not None:
        definitions.require_golden()
    making = _Making(manifest, reader.target, tests, code, now or datetime.now(UTC), docs, definitions)
    with changing(settings) as shelf, unfinished_folder(shelf) as unfinished:
        reach("publish.begin", manifest.snapshot_id)
        folder = unfinished / "release"
        with workbench(settings, unfinished / "spill") as bench:
            written = _write_marts(bench, reader, marts, folder)
        _require_snapshot(folder, manifest)
        return _shelve(shelf, folder, _receipt(making, written, folder))


def _write_marts(
    bench: duckdb.DuckDBPyConnection, reader: MartReader, marts: Sequence[MartSpec], folder: Path
) -> tuple[MartReceipt, ...]:
    written = []
    for spec in marts:
        written.append(write_mart(bench, reader, spec, folder))
        reach("publish.mart", spec.name)
    return tuple(written)


def _require_snapshot(folder: Path, manifest: Manifest) -> None:
    row = _rows(folder, "dim_snapshot")
    if [found["snapshot_id"] for found in row] != [manifest.snapshot_id]:
        raise BuildError(f"Kho dữ liệu không phải của ảnh chụp {manifest.snapshot_id}. Nạp và dựng lại rồi phát hành.")


def _rows(folder: Path, open_mart: str) -> list[dict[str, object]]:
    path = folder / mart_file(open_mart)
    if not path.is_file():
        raise BuildError(f"Thiếu mart {open_mart}. Khai báo mart này là công khai rồi chạy lại.")
    return pq.read_table(path).to_pylist()  # type: ignore[no-any-return]


def _receipt(making: _Making, marts: tuple[MartReceipt, ...], folder: Path) -> Receipt:
    definitions = _write_definitions(folder, making.definitions)
    content = release_hash({mart.name: mart.content_hash for mart in marts}, definitions)
    manifest = making.manifest
    return Receipt(
        release_id=_ids(manifest.as_of, content)[0],
        snapshot_id=manifest.snapshot_id,
        source=manifest.source,
        as_of=manifest.as_of,
        taken_at=manifest.taken_at,
        published_at=making.published_at,
        target=making.target,
        content_hash=content,
        code=making.code,
        lists=manifest.lists,
        rules=tuple(map(_plain, _rows(folder, "dim_rules"))),
        tests=making.tests,
        marts=marts,
        accepted_change=manifest.accepted_change,
        notes=manifest.notes,
        rejects=manifest.rejects,
        tables={table: manifest.rows_of(table) for table in manifest.tables},
        docs=_copy_docs(folder, making.docs),
        definitions=definitions,
    )


def _plain(row: dict[str, object]) -> dict[str, RuleValue]:
    return {name: _plain_value(value) for name, value in row.items()}


def _plain_value(value: object) -> RuleValue:
    if isinstance(value, Decimal | date):
        return str(value)
    if value is None or isinstance(value, str | int | bool):
        return value
    raise BuildError(f"dim_rules: giá trị {value!r} không ghi được vào biên nhận. Sửa kiểu cột rồi chạy lại.")


def _copy_docs(folder: Path, docs: Path | None) -> FileReceipt | None:
    if docs is None:
        return None
    write_durably(folder / DOCS_FILE, docs.read_bytes())
    return file_receipt(folder, folder / DOCS_FILE)


def _write_definitions(folder: Path, definitions: MetricDefinitions | None) -> FileReceipt | None:
    if definitions is None:
        return None
    write_durably(folder / DEFINITIONS_FILE, definitions.text.encode())
    return file_receipt(folder, folder / DEFINITIONS_FILE)


def _shelve(shelf: Shelf, folder: Path, receipt: Receipt) -> Published:
    """Move ``current`` to this content, unless it already stands there."""
    current = shelf.current_id()
    if current is not None and _content(shelf, current) == receipt.content_hash:
        return Published(current, changed=False)
    release_id, is_there = _place(shelf, receipt)
    if not is_there:
        _put_up(shelf, folder, replace(receipt, release_id=release_id))
    reach("publish.before_current", release_id)
    make_current(shelf, release_id)
    reach("publish.current_moved", release_id)
    return Published(release_id, changed=True)


def _put_up(shelf: Shelf, folder: Path, receipt: Receipt) -> None:
    reach("publish.before_receipt", receipt.release_id)
    write_durably(folder / RECEIPT_FILE, to_json(receipt).encode())
    reach("publish.receipt_written", receipt.release_id)
    audit_files(folder, receipt.files)
    put_up(shelf, folder, receipt.release_id)


def _ids(as_of: date, content: str) -> tuple[str, ...]:
    """Ids that a release may have, the preferred one first; the longest cannot belong to other content."""
    return tuple(f"{as_of:%Y%m%d}-{content[:digits]}" for digits in (8, 16, 64))


def _place(shelf: Shelf, receipt: Receipt) -> tuple[str, bool]:
    """The id for this content, and whether a whole release of it already stands there."""
    ids = _ids(receipt.as_of, receipt.content_hash)
    found = ((release_id, _content(shelf, release_id)) for release_id in ids)
    return next((name, content is not None) for name, content in found if content in (None, receipt.content_hash))


def _content(shelf: Shelf, release_id: str) -> str | None:
    """Content hash of a whole release; None when there is none, or only a damaged one."""
    try:
        return shelf.audit(release_id).content_hash
    except DamageError:
        return None
