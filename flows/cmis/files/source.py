"""Table exports in a folder or a zip as a source of CMIS data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.cmis.declaration import table
from flows.cmis.files.archive import unpack
from flows.cmis.files.catalogue import Export, catalogue, require_tables
from flows.cmis.files.faults import require_few
from flows.cmis.files.formats import open_export
from flows.cmis.files.limits import LIMITS, Limits
from flows.cmis.files.reading import Checked, check, stream
from flows.cmis.files.scratch import connected, scratch_folder, storage_errors
from flows.cmis.source import Extract
from phanky.errors import InputError, Place

_REMEMBERED_ROWS = 100
_ZIP = ".zip"


@dataclass(frozen=True)
class FilesSource:
    """Exports of CMIS tables, one file a table, in the folder or zip ``path``.

    Every cell of every table is checked before the first row is given.  ``rejects_limit`` malformed rows
    of all tables together are set aside; one more, and nothing is given.  ``work_dir`` holds what has to be
    unpacked, for the length of ``opened``.
    """

    path: Path
    work_dir: Path = field(kw_only=True)
    rejects_limit: int = field(default=0, kw_only=True)
    limits: Limits = field(default=LIMITS, kw_only=True)

    @property
    def name(self) -> str:
        """The kind of source."""
        return "files"

    @property
    def baseline(self) -> str:
        """Exports are compared with the exports before them."""
        return "files"

    def fingerprint(self) -> str:
        """SHA-256 over names and bytes of the table files, or over the bytes of the zip.

        Raises:
            InputError: there is no such folder or zip.
        """
        self._require_path()
        digest = hashlib.sha256(f"rejects_limit={self.rejects_limit}\n".encode())
        with storage_errors():
            for name, path in self._hashed_files():
                with path.open("rb") as file:
                    digest.update(f"{name}\n{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
        return digest.hexdigest()

    def pulse(self) -> str:
        """A hash of names, sizes and times of the same files: cheap enough to be asked for every few seconds.

        Raises:
            InputError: there is no such folder or zip.
        """
        self._require_path()
        digest = hashlib.sha256()
        with storage_errors():
            for name, path in self._hashed_files():
                found = path.stat()
                digest.update(f"{name}\n{found.st_size}\n{found.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    @contextmanager
    def opened(self) -> Iterator[Iterator[Extract]]:
        """Check all tables, then give them one by one.

        Raises:
            InputError: a file is missing, unreadable or malformed; the message names the place.
            BuildError: disk or memory do not suffice.
        """
        self._require_path()
        with scratch_folder(self.work_dir) as scratch, connected(scratch) as connection:
            with storage_errors():
                exports, notes = self._exports(scratch)
                stamps = [_stamp(export) for export in exports]
                checked = self._checked(connection, exports, scratch)
            yield (
                _extract(connection, *one, notes if i == 0 else ())
                for i, one in enumerate(zip(exports, stamps, checked, strict=True))
            )

    def _require_path(self) -> None:
        is_zip = self.path.is_file() and self.path.suffix.casefold() == _ZIP
        if not (self.path.is_dir() or is_zip):
            problem = "không phải thư mục hay tệp .zip" if self.path.exists() else "không tìm thấy"
            raise InputError(
                problem, Place(str(self.path)), "Đưa thư mục hoặc tệp .zip chứa các bảng xuất từ CMIS (--path)."
            )

    def _hashed_files(self) -> list[tuple[str, Path]]:
        if self.path.is_file():
            return [("zip", self.path)]
        names = catalogue(path.name for path in self.path.iterdir() if path.is_file()).files.values()
        return [(name, self.path / name) for name in names]

    def _exports(self, scratch: Path) -> tuple[tuple[Export, ...], tuple[str, ...]]:
        if self.path.is_file():
            exports, unknown = unpack(self.path, scratch, self.limits)
        else:
            found = catalogue(path.name for path in self.path.iterdir())
            require_tables(found, str(self.path))
            exports = tuple(Export(table(name), self.path / file, file) for name, file in found.files.items())
            unknown = found.unknown
        return exports, tuple(f"bỏ qua tệp '{name}': không phải bảng CMIS nào" for name in unknown)

    def _checked(
        self, connection: duckdb.DuckDBPyConnection, exports: Sequence[Export], scratch: Path
    ) -> list[Checked]:
        raw = [open_export(export, scratch, self.limits) for export in exports]
        keep = max(self.rejects_limit, _REMEMBERED_ROWS)
        checked = [check(connection, one, keep) for one in raw]
        require_few([one.faults for one in checked], self.rejects_limit, "Sửa ở nguồn, xuất lại tệp rồi chạy lại.")
        return checked


_Stamp = tuple[int, int]


def _stamp(export: Export) -> _Stamp:
    status = export.path.stat()
    return status.st_size, status.st_mtime_ns


def _extract(
    connection: duckdb.DuckDBPyConnection, export: Export, stamp: _Stamp, checked: Checked, notes: tuple[str, ...]
) -> Extract:
    batches = _unchanged(export, stamp, stream(connection, checked))
    return Extract(
        table=export.table,
        origin=export.origin,
        batches=pa.RecordBatchReader.from_batches(export.table.extract_schema, batches),
        control=lambda: checked.control,
        rejects=checked.faults.messages,
        notes=(*notes, *checked.raw.notes),
    )


def _unchanged(export: Export, stamp: _Stamp, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    with storage_errors():
        yield from batches
        if _stamp(export) != stamp:
            raise InputError("tệp bị thay đổi trong lúc đọc", Place(export.origin), "Đợi chép xong rồi chạy lại.")
