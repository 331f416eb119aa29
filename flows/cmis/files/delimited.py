"""CSV: ',' ';' or tab, UTF-8, quoted fields with line breaks; parsed by Arrow, which is the fastest at it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from flows.cmis.cleaning import clean
from flows.cmis.declaration import ROW_NUMBER, Table
from flows.cmis.files.faults import Faults
from flows.cmis.files.header import Header, match_header, plain, readable_columns
from flows.cmis.files.limits import Limits
from flows.cmis.files.lines import LineIndex, decode, index_lines, refuse_foreign_encoding
from flows.cmis.files.rows import FAULT, NumberStyle, RawTable, without_blank_rows
from phanky.errors import InputError, Place

_SEPARATORS = (";", ",", "\t")
_BLOCK_BYTES = 8 * 2**20
_RAGGED_ROWS_AT_MOST = 10_000


@dataclass(frozen=True)
class _Text:
    path: Path
    origin: str
    separator: str
    header: Header
    index: LineIndex

    def read(self, faults: Faults) -> Iterator[pa.RecordBatch]:
        """Batches of cleaned text; rows with too few or too many cells go to ``faults``."""
        if not self.index.records:
            return
        ragged = _Ragged(self.index, faults)
        names, done = self.header.batch_names, 0
        for batch in self._parsed(ragged):
            lines = self.index.lines(ragged.record_numbers(done, batch.num_rows))
            done += batch.num_rows
            cells = [clean(column) for column in batch.columns]
            nothing = pa.nulls(batch.num_rows, pa.string())
            whole = pa.RecordBatch.from_arrays([pa.array(lines), nothing, *cells], [ROW_NUMBER, FAULT, *names])
            yield without_blank_rows(whole, list(names))
        if not ragged.are_too_many:
            self._require_all(done + len(ragged.numbers))

    def _parsed(self, ragged: _Ragged) -> Iterator[pa.RecordBatch]:
        names = list(self.header.batch_names)
        reading = pa_csv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES, skip_rows=1, column_names=names)
        parsing = pa_csv.ParseOptions(
            delimiter=self.separator, newlines_in_values=True, invalid_row_handler=ragged.take
        )
        # Every cell stays text, 'NULL' and '0012' included; that it is UTF-8 is known by now.
        converting = pa_csv.ConvertOptions(
            check_utf8=False, column_types=dict.fromkeys(names, pa.string()), null_values=[], strings_can_be_null=False
        )
        try:
            with pa.OSFile(str(self.path)) as file, pa_csv.open_csv(file, reading, parsing, converting) as reader:
                yield from reader
        except pa.ArrowInvalid as error:
            if ragged.are_too_many:
                return
            raise InputError("không tách được thành dòng và ô", Place(self.origin), "Xuất lại tệp CSV này.") from error

    def _require_all(self, parsed: int) -> None:
        # Counted in two ways that know nothing of each other, so that no row is ever lost in silence.
        if parsed != self.index.records:
            raise InputError(
                f"đọc được {parsed} dòng, tệp có {self.index.records}",
                Place(self.origin),
                "Tệp có thể bị thay đổi trong lúc đọc; chạy lại.",
            )


class _Ragged:
    """Rows with too few or too many cells: Arrow leaves them out, so the others have to be renumbered."""

    def __init__(self, index: LineIndex, faults: Faults) -> None:
        self.numbers: list[int] = []
        self._index = index
        self._faults = faults

    @property
    def are_too_many(self) -> bool:
        """Whether the file is no table at all, so that reading on would tell nothing."""
        return len(self.numbers) >= max(_RAGGED_ROWS_AT_MOST, self._faults.keep)

    def take(self, row: pa_csv.InvalidRow) -> str:
        """Arrow's handler of invalid rows; ``row.number`` counts from the header = 1."""
        record = row.number - 2
        self.numbers.append(record)
        line = int(self._index.lines(np.array([record]))[0])
        self._faults.add(line, None, f"dòng có {row.actual_columns} ô, tiêu đề có {row.expected_columns} cột")
        return "error" if self.are_too_many else "skip"

    def record_numbers(self, done: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Records of the next ``count`` rows that Arrow gives, ``done`` being given before."""
        rows = np.arange(done, done + count)
        left_out = np.array(self.numbers, dtype=np.int64)
        return rows + np.searchsorted(left_out - np.arange(len(left_out)), rows, side="right")


def open_delimited(path: Path, origin: str, table: Table, limits: Limits) -> RawTable:
    """Look at all bytes of a CSV file and match its header.

    Raises:
        InputError: naming row and, where it can be told, column.
    """
    with path.open("rb") as file:
        start = file.readline(limits.line_bytes)
        refuse_foreign_encoding(start, origin)
        line = decode(start, origin, 1, b"\0").removeprefix("\ufeff").rstrip("\r\n")
        separator = _separator(line, table)
        names = _names(line, separator, origin)
        header = match_header(names, table, origin)
        columns = tuple(column or name for column, name in zip(header.columns, names, strict=True))
        index = index_lines(file, origin, separator.encode(), columns, line_bytes=limits.line_bytes)
    text = _Text(path, origin, separator, header, index)
    style = NumberStyle.COMMA if separator == ";" else NumberStyle.POINT
    return RawTable(table, origin, frozenset(filter(None, header.columns)), text.read, style, notes=header.notes)


def _separator(line: str, table: Table) -> str:
    known = {*readable_columns(table), *map(plain, table.ignored)}

    def likeness(separator: str) -> tuple[int, int]:
        names = [plain(name.strip('"')) for name in line.split(separator)]
        return len(known.intersection(names)), len(names)

    return max(_SEPARATORS, key=likeness)


def _names(line: str, separator: str, origin: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True))
    except (csv.Error, StopIteration) as error:
        raise InputError('dòng tiêu đề có dấu " sai chỗ', Place(origin, 1), "Sửa dòng tiêu đề.") from error
