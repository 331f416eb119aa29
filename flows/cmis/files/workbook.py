"""An XLSX workbook, measured and looked over part by part before anything of it is loaded into memory."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from flows.cmis.files.limits import Limits
from phanky.errors import InputError, Place

_CHUNK_BYTES = 2**20
_OVERLAP_BYTES = 2**16
_PASSWORD_CONTAINER = bytes.fromhex("D0CF11E0A1B11AE1")
_ATTRIBUTE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ATTRIBUTE = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_AGAIN = "Mở bằng Excel, lưu lại thành .xlsx rồi chạy lại."

_ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_COLUMN_OF_FILLED = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})[0-9]{1,7}[\"'][^>]*(?<!/)>")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ERROR = re.compile(rb"<(?:\w+:)?c\s[^>]*\bt=[\"']e[\"']")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Oddity:
    """A cell that cannot be taken as a plain value: (row, column) from 1, and what it is."""

    row: int
    column: int
    problem: str
    remedy: str


@dataclass(frozen=True)
class SheetLook:
    """What one sheet holds, found without loading it: extent of the filled cells, first oddity."""

    name: str
    is_filled: bool = False
    rows: int = 0
    columns: int = 0
    oddity: Oddity | None = None


def column_letters(number: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def look_over(path: Path, origin: str, clean_copy: Path, limits: Limits) -> tuple[SheetLook, ...]:
    """Look at all sheets in the order of the workbook, and copy the parts that were measured.

    The copy is what may be loaded: it holds no byte that was not counted here.

    Raises:
        InputError: the file is damaged, has a password, or unfolds beyond the limits.
    """
    _refuse_password(path, origin)
    with _zip_errors(origin), zipfile.ZipFile(path) as packed, zipfile.ZipFile(clean_copy, "w") as copy:
        names = _sheet_parts(packed, origin)
        looks = {part: _Scan(name) for part, name in names.items()}
        left = limits.workbook_bytes
        for info in packed.infolist():
            if info.filename.endswith((".xml", ".rels")):
                scan = looks.get(info.filename)
                left -= _copy_part(packed, info, copy, scan, left)
                if left < 0:
                    raise InputError(
                        f"bung ra hơn {limits.workbook_bytes} byte (bom nén?)", Place(origin), "Kiểm tra lại tệp này."
                    )
        return tuple(scan.look() for scan in looks.values())


def _refuse_password(path: Path, origin: str) -> None:
    with path.open("rb") as file:
        if file.read(len(_PASSWORD_CONTAINER)) == _PASSWORD_CONTAINER:
            raise InputError("sổ tính có mật khẩu hoặc là định dạng .xls cũ", Place(origin), _AGAIN)


def _sheet_parts(packed: zipfile.ZipFile, origin: str) -> dict[str, str]:
    """Part name -> sheet name."""
    targets = {
        item.attrib["Id"]: posixpath.normpath(posixpath.join("/xl", item.attrib["Target"])).lstrip("/")
        for item in _tree(packed, "xl/_rels/workbook.xml.rels", origin)
    }
    sheets = [item for item in _tree(packed, "xl/workbook.xml", origin).iter() if item.tag.endswith("}sheet")]
    ids = [sheet.get(_ATTRIBUTE) or sheet.get(_STRICT_ATTRIBUTE) or "" for sheet in sheets]
    return {targets[key]: sheet.get("name", "") for key, sheet in zip(ids, sheets, strict=True) if key in targets}


def _tree(packed: zipfile.ZipFile, part: str, origin: str) -> ElementTree.Element:
    with packed.open(part) as file:
        data = file.read(_CHUNK_BYTES)
    if b"<!DOCTYPE" in data:
        raise InputError("sổ tính chứa khai báo XML không hợp lệ", Place(origin), _AGAIN)
    return ElementTree.fromstring(data)  # noqa: S314 - without a DOCTYPE no entity can be declared


def _copy_part(
    packed: zipfile.ZipFile, info: zipfile.ZipInfo, copy: zipfile.ZipFile, scan: _Scan | None, left: int
) -> int:
    """Copy until more than ``left`` bytes came out; returns how many did."""
    size = 0
    with packed.open(info) as source, copy.open(info.filename, "w", force_zip64=True) as target:
        while size <= left and (chunk := source.read(_CHUNK_BYTES)):
            size += len(chunk)
            target.write(chunk)
            if scan is not None:
                scan.take(chunk)
    return size


class _Scan:
    """Goes over the XML of one sheet, chunk by chunk."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._kept = b""
        self._columns: set[bytes] = set()
        self._rows = 0
        self._oddity: Oddity | None = None

    def take(self, chunk: bytes) -> None:
        """Go over one chunk; a little of it is seen again with the next, so that no tag is missed."""
        window = self._kept + chunk
        self._columns.update(_COLUMN_OF_FILLED.findall(window))
        self._rows = max(self._rows, _last_filled_row(window))
        self._oddity = self._oddity or _first_oddity(window)
        self._kept = window[-_OVERLAP_BYTES:]

    def look(self) -> SheetLook:
        """What was found, once all chunks are taken."""
        columns = max(map(_column_number, self._columns), default=0)
        return SheetLook(self._name, self._rows > 0, self._rows, columns, self._oddity)


def _last_filled_row(window: bytes) -> int:
    at = max(window.rfind(b"v>"), window.rfind(b"is>"))
    found = _ADDRESS.findall(window, max(0, at - _OVERLAP_BYTES), max(0, at))
    return int(found[-1][1]) if found else 0


def _first_oddity(window: bytes) -> Oddity | None:
    # The plain searches are ten times as fast as the patterns, and nearly always find nothing.
    if b"mergeCell" in window and (merged := _MERGED.search(window)) is not None:
        return Oddity(int(merged[2]), _column_number(merged[1]), "ô gộp", "Bỏ gộp ô rồi chạy lại.")
    if (b"<f" in window or b":f" in window) and (formula := _FORMULA.search(window)) is not None:
        return _oddity_at(window, formula.start(), "công thức", "Chép cả trang rồi dán thành giá trị.")
    if (b't="e"' in window or b"t='e'" in window) and (wrong := _ERROR.search(window)) is not None:
        return _oddity_at(window, wrong.end(), "lỗi của Excel (#N/A, #REF! …)", "Sửa ô này rồi chạy lại.")
    return None


def _oddity_at(window: bytes, at: int, problem: str, remedy: str) -> Oddity:
    found = _ADDRESS.findall(window, max(0, at - _OVERLAP_BYTES), at)
    letters, row = found[-1] if found else (b"A", b"1")
    return Oddity(int(row), _column_number(letters), problem, remedy)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


@contextmanager
def _zip_errors(origin: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ElementTree.ParseError) as error:
        raise InputError("tệp XLSX hỏng hoặc bị cắt cụt", Place(origin), _AGAIN) from error
    except (RuntimeError, NotImplementedError) as error:
        raise InputError("tệp XLSX mã hóa hoặc nén theo kiểu lạ", Place(origin), _AGAIN) from error
