"""The bytes of a text file, looked at before they are parsed: encoding, quotes, and which row is which line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from phanky.errors import InputError, Place

_CHUNK_BYTES = 8 * 2**20
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
_BLANK_LINES = (b"\n\n", b"\n\r\n")
_AS_UTF8 = "Lưu lại tệp bằng mã UTF-8 (Excel: 'CSV UTF-8') rồi chạy lại."
_QUOTES = 'Bao cả ô bằng dấu " và viết dấu " bên trong ô thành "".'
_QUOTED = re.compile(rb'"(?:[^"]|"")*(?:"|$)')

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LineIndex:
    """On which line each record of a file begins, kept as the points from which the distance changes.

    ``records`` counts the records below the header.
    """

    records: int
    starts: Numbers
    distances: Numbers

    def lines(self, records: Numbers) -> Numbers:
        """Line numbers (header = 1) of records numbered from 0."""
        return records + self.distances[np.searchsorted(self.starts, records, side="right") - 1]


def refuse_foreign_encoding(start: bytes, origin: str) -> None:
    """Refuse what cannot be UTF-8 text, judged by its first bytes.

    Raises:
        InputError: the file is empty, UTF-16, UTF-32 or binary.
    """
    place = Place(origin, 1)
    if not start.removeprefix(b"\xef\xbb\xbf").strip():
        raise InputError("tệp rỗng hoặc dòng 1 không phải dòng tiêu đề", place, "Xuất lại bảng này.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("tệp mã UTF-16, cần UTF-8", place, _AS_UTF8)


def decode(line: bytes, origin: str, number: int, delimiter: bytes, names: tuple[str, ...] = ()) -> str:
    """One line as text.

    Raises:
        InputError: it is not UTF-8.
    """
    if b"\0" in line:
        column = _column(line[: line.index(b"\0")], delimiter, names)
        raise InputError("tệp nhị phân hoặc UTF-16, cần văn bản UTF-8", Place(origin, number, column), _AS_UTF8)
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        column = _column(line[: error.start], delimiter, names)
        raise InputError(
            f"byte 0x{line[error.start]:02X} không phải UTF-8", Place(origin, number, column), _AS_UTF8
        ) from error


def index_lines(
    file: BinaryIO,
    origin: str,
    delimiter: bytes,
    names: tuple[str, ...],
    *,
    line_bytes: int,
    chunk_bytes: int = _CHUNK_BYTES,
) -> LineIndex:
    """Read the rest of ``file``, which stands at line 2, ``chunk_bytes`` at a time.

    ``names`` are the file's columns, for messages; no line may be longer than ``line_bytes``.

    Raises:
        InputError: naming row and, where it can be told, column of what is not UTF-8, of a quote that is
            out of place or never closed, and of a line break that only old systems write.
    """
    scan = _Scan(origin, delimiter, names)
    for chunk in _whole_lines(file, line_bytes, chunk_bytes, scan):
        scan.take(chunk)
    return scan.finish()


def _whole_lines(file: BinaryIO, line_bytes: int, chunk_bytes: int, scan: _Scan) -> Iterator[bytes]:
    rest = b""
    while block := file.read(chunk_bytes):
        end = block.rfind(b"\n") + 1
        if end:
            yield rest + block[:end]
            rest = block[end:]
        else:
            rest += block
        if len(rest) > line_bytes:
            raise InputError(f"dòng dài hơn {line_bytes} byte", scan.place(0), "Kiểm tra có đúng tệp CSV không.")
    if rest:
        yield rest + b"\n"


def _column(before: bytes, delimiter: bytes, names: tuple[str, ...]) -> str | None:
    """The column in which a record stands after ``before``."""
    index = _QUOTED.sub(b"", before).count(delimiter)
    return names[index] if index < len(names) else None


class _Scan:
    """Goes over whole lines, chunk by chunk; between two chunks a quoted field may be open."""

    def __init__(self, origin: str, delimiter: bytes, names: tuple[str, ...]) -> None:
        self._origin, self._delimiter, self._names = origin, delimiter, names
        self._line, self._record = 2, 0
        self._open: Place | None = None
        self._starts: list[Numbers] = [np.array([0])]
        self._distances: list[Numbers] = [np.array([2])]

    def place(self, lines_on: int) -> Place:
        """The line so many lines on from the beginning of the coming chunk."""
        return Place(self._origin, self._line + lines_on)

    def take(self, chunk: bytes) -> None:
        """Go over one chunk, which ends with a line break."""
        self._require_text(chunk)
        if self._is_plain(chunk):
            count = chunk.count(b"\n")
            self._line += count
            self._record += count
        else:
            self._take_closely(chunk)

    def finish(self) -> LineIndex:
        """The index, once all chunks are taken."""
        if self._open is not None:
            raise InputError('dấu " mở ra mà không đóng lại', self._open, _QUOTES)
        return LineIndex(self._record, np.concatenate(self._starts), np.concatenate(self._distances))

    def _require_text(self, chunk: bytes) -> None:
        if chunk.isascii() and b"\0" not in chunk:
            return
        wrong = [chunk.find(b"\0")]
        try:
            chunk.decode()
        except UnicodeDecodeError as error:
            wrong.append(error.start)
        at = min((offset for offset in wrong if offset >= 0), default=-1)
        if at >= 0:
            begin = chunk.rfind(b"\n", 0, at) + 1
            number = self._line + chunk.count(b"\n", 0, at)
            decode(chunk[begin : chunk.index(b"\n", at)], self._origin, number, self._delimiter, self._names)

    def _is_plain(self, chunk: bytes) -> bool:
        has_blank = chunk.startswith((b"\n", b"\r\n")) or any(pair in chunk for pair in _BLANK_LINES)
        is_special = has_blank or b'"' in chunk or chunk.count(b"\r") != chunk.count(b"\r\n")
        return self._open is None and not is_special

    def _take_closely(self, chunk: bytes) -> None:
        found = _Chunk(chunk, is_open=self._open is not None)
        lines = self._line + np.flatnonzero(found.is_record)
        self._require_closed_quotes(found, lines)
        self._remember(lines)
        self._open = self._place_of(found, lines, len(chunk)) if found.ends_open else None
        self._line += len(found.ends)

    def _remember(self, lines: Numbers) -> None:
        records = self._record + np.arange(len(lines))
        distances = lines - records
        changed = np.flatnonzero(np.diff(distances, prepend=self._distances[-1][-1]))
        if len(changed):
            self._starts.append(records[changed])
            self._distances.append(distances[changed])
        self._record += len(lines)

    def _require_closed_quotes(self, found: _Chunk, lines: Numbers) -> None:
        wrong = found.first_wrong_quote(self._delimiter[0])
        if wrong is not None:
            raise InputError('dấu " đặt sai chỗ hoặc thiếu dấu " đóng', self._place_of(found, lines, wrong), _QUOTES)
        lone = found.first_lone_return()
        if lone is not None:
            raise InputError(
                "xuống dòng bằng CR kiểu cũ", self._place_of(found, lines, lone), "Lưu lại tệp với LF hoặc CRLF."
            )

    def _place_of(self, found: _Chunk, lines: Numbers, at: int) -> Place:
        """The record and column in which the byte ``at`` stands."""
        begins = found.begins[found.is_record]
        index = int(np.searchsorted(begins, at, side="right")) - 1
        if index < 0:
            return self._open or self.place(0)
        before = found.bytes[begins[index] : at]
        return Place(self._origin, int(lines[index]), _column(before, self._delimiter, self._names))


class _Chunk:
    """Whole lines with quotes, blank lines or lone returns among them.

    ``begins`` and ``ends`` are the offsets of the lines' first bytes and line breaks; ``is_record`` marks
    the lines on which a record begins.
    """

    def __init__(self, chunk: bytes, *, is_open: bool) -> None:
        self.bytes = chunk
        self._codes = np.frombuffer(chunk, dtype=np.uint8)
        self._quotes = np.flatnonzero(self._codes == _QUOTE)
        self._is_open = is_open
        self.ends = np.flatnonzero(self._codes == _NEWLINE)
        self.begins = np.concatenate([[0], self.ends[:-1] + 1])
        ends_inside = self._is_inside(self.ends)
        self.ends_open = bool(ends_inside[-1])
        begins_inside = np.concatenate([[is_open], ends_inside[:-1]])
        length = self.ends - self.begins
        is_blank = (length == 0) | ((length == 1) & (self._codes[self.begins] == _RETURN))
        self.is_record = ~begins_inside & ~is_blank

    def first_wrong_quote(self, delimiter: int) -> int | None:
        """Offset of the first quote that neither begins nor ends a field and is not one of a pair."""
        if not len(self._quotes):
            return None
        before = np.where(self._quotes > 0, self._codes[self._quotes - 1], _NEWLINE)
        after = self._codes[self._quotes + 1]
        opens = (np.arange(len(self._quotes)) + self._is_open) % 2 == 0
        is_right = np.where(
            opens,
            np.isin(before, [delimiter, _NEWLINE, _QUOTE]),
            np.isin(after, [delimiter, _NEWLINE, _RETURN, _QUOTE]),
        )
        wrong = self._quotes[~is_right]
        return int(wrong[0]) if len(wrong) else None

    def first_lone_return(self) -> int | None:
        """Offset of the first CR outside quotes that no LF follows."""
        returns = np.flatnonzero(self._codes == _RETURN)
        lone = returns[(self._codes[returns + 1] != _NEWLINE) & ~self._is_inside(returns)]
        return int(lone[0]) if len(lone) else None

    def _is_inside(self, offsets: Numbers) -> npt.NDArray[np.bool_]:
        inside: npt.NDArray[np.bool_] = (np.searchsorted(self._quotes, offsets) + self._is_open) % 2 == 1
        return inside
