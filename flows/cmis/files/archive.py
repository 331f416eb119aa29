"""A zip of table exports, unpacked with a measuring hand."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flows.cmis.declaration import table
from flows.cmis.files.catalogue import Export, catalogue, require_tables
from flows.cmis.files.limits import Limits
from phanky.errors import InputError, Place

_CHUNK_BYTES = 2**20
_AGAIN = "Nén lại và chép lại tệp zip."
_DRIVE = re.compile("[A-Za-z]:")


def unpack(path: Path, scratch: Path, limits: Limits) -> tuple[tuple[Export, ...], tuple[str, ...]]:
    """Unpack the tables of a zip into ``scratch``, under names of our own.

    Returns:
        The exports in the order of ``TABLES``, and the names of the other files.

    Raises:
        InputError: the zip is damaged, encrypted, unfolds beyond the limits, names files outside itself,
            spreads its tables over several folders, or lacks a table.
    """
    with _zip_errors(path.name), zipfile.ZipFile(path) as packed:
        members = [(_safe_name(info.filename, path.name), info) for info in packed.infolist() if not info.is_dir()]
        found = catalogue((name for name, _ in members), f"{path.name}/")
        require_tables(found, path.name)
        _require_one_folder(found.files.values(), path.name)
        meter, infos = _Meter(path.name, limits), dict(members)
        exports = tuple(
            Export(table(name), _unpack_one(packed, infos[member], scratch, meter), f"{path.name}/{member}")
            for name, member in found.files.items()
        )
    return exports, found.unknown


@dataclass
class _Meter:
    """Counts what comes out of the zip while it comes out: what the zip says about itself may be a lie."""

    origin: str
    limits: Limits
    packed: int = 0
    unpacked: int = 0

    def add(self, unpacked: int) -> None:
        self.unpacked += unpacked
        if self.unpacked > self.limits.unpacked_bytes:
            self._refuse(f"bung ra hơn {self.limits.unpacked_bytes} byte")
        is_judged = self.unpacked > self.limits.ratio_from_bytes
        if is_judged and self.unpacked > self.packed * self.limits.unpacked_ratio:
            self._refuse(f"bung ra hơn {self.limits.unpacked_ratio} lần cỡ nén")

    def _refuse(self, problem: str) -> None:
        raise InputError(f"{problem} (bom nén?)", Place(self.origin), "Kiểm tra lại tệp, hoặc chép vào thư mục.")


def _safe_name(name: str, origin: str) -> str:
    # Some Windows programs write '\' between folder and file.
    plain = name.replace("\\", "/")
    if plain.startswith("/") or _DRIVE.match(plain) or ".." in PurePosixPath(plain).parts:
        raise InputError(f"tên tệp '{name}' trỏ ra ngoài tệp zip", Place(origin), _AGAIN)
    return plain


def _require_one_folder(members: Iterable[str], origin: str) -> None:
    folders = sorted({str(PurePosixPath(member).parent) for member in members})
    if len(folders) > 1:
        raise InputError(
            f"các bảng nằm ở nhiều thư mục: {', '.join(folders)}", Place(origin), "Để mọi bảng trong một thư mục."
        )


def _unpack_one(packed: zipfile.ZipFile, info: zipfile.ZipInfo, scratch: Path, meter: _Meter) -> Path:
    if info.flag_bits & 1:
        raise InputError("tệp zip có mật khẩu", Place(f"{meter.origin}/{info.filename}"), "Nén lại không đặt mật khẩu.")
    target = scratch / PurePosixPath(info.filename.replace("\\", "/")).name
    meter.packed += info.compress_size
    with packed.open(info) as source, target.open("wb") as file:
        while chunk := source.read(_CHUNK_BYTES):
            meter.add(len(chunk))
            file.write(chunk)
    return target


@contextmanager
def _zip_errors(origin: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError("tệp zip hỏng hoặc bị cắt cụt", Place(origin), _AGAIN) from error
    except (RuntimeError, NotImplementedError) as error:
        raise InputError("tệp zip nén hoặc mã hóa theo kiểu lạ", Place(origin), "Nén lại theo kiểu thường.") from error
