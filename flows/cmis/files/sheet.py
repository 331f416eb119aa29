"""XLSX: one sheet, read cell by cell once and kept as text in the work folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import python_calamine

from flows.cmis.cleaning import clean
from flows.cmis.declaration import ROW_NUMBER, Kind, Table
from flows.cmis.files.faults import Faults
from flows.cmis.files.header import Header, match_header, plain
from flows.cmis.files.limits import Limits
from flows.cmis.files.rows import FAULT, RawTable, fault_text
from flows.cmis.files.sheet_cells import SheetValue, column_texts
from flows.cmis.files.workbook import Oddity, SheetLook, column_letters, look_over
from phanky.errors import InputError, Place

_ROWS_PER_BATCH = 20_000

NumberedRow = tuple[int, list[SheetValue]]


@dataclass(frozen=True)
class _TextFile:
    path: Path

    def read(self, faults: Faults) -> Iterator[pa.RecordBatch]:
        """The batches as they were kept; whatever is wrong stands in their rows."""
        with pa.memory_map(str(self.path)) as file:
            reader = pa.ipc.open_file(file)
            for i in range(reader.num_record_batches):
                yield reader.get_batch(i)


def open_sheet(path: Path, origin: str, table: Table, scratch: Path, limits: Limits) -> RawTable:
    """Look a workbook over, match the header of its sheet, and keep the sheet's cells as text.

    Raises:
        InputError: naming the file and, where there is one, row and column: more than one filled sheet,
            merged cells, formulas, a damaged or oversized workbook, a wrong header.
    """
    copy, kept = scratch / f"{table.name}.parts.zip", scratch / f"{table.name}.arrow"
    looks = look_over(path, origin, copy, limits)
    look, notes = _choose(looks, table, origin)
    _refuse_expanse(look, origin, limits)
    rows, left = _numbered_rows(copy, look, origin)
    number, names = _header_row(rows, origin)
    if look.oddity is not None:
        raise _oddity_error(look.oddity, origin, names, left)
    header = match_header(names, table, origin, number)
    _keep(rows, header, table, kept)
    copy.unlink()
    columns = frozenset(name for name in header.columns if name)
    return RawTable(table, origin, columns, _TextFile(kept).read, notes=(*notes, *header.notes))


def _choose(looks: tuple[SheetLook, ...], table: Table, origin: str) -> tuple[SheetLook, tuple[str, ...]]:
    filled = [look for look in looks if look.is_filled]
    named = [look for look in filled if plain(look.name) == plain(table.name)]
    if not filled:
        raise InputError("sổ tính rỗng, không có cả dòng tiêu đề", Place(origin), "Xuất lại bảng này.")
    if len(filled) > 1 and len(named) != 1:
        names = ", ".join(f"'{look.name}'" for look in filled)
        raise InputError(
            f"có {len(filled)} trang tính có dữ liệu: {names}",
            Place(origin),
            f"Chỉ giữ một trang, hoặc đặt tên trang cần đọc là {table.name}.",
        )
    look = (named or filled)[0]
    return look, tuple(f"{origin}: bỏ qua trang tính '{other.name}'" for other in filled if other is not look)


def _refuse_expanse(look: SheetLook, origin: str, limits: Limits) -> None:
    # The reader holds the whole rectangle in memory, so one stray cell far away would cost gigabytes.
    if not look.columns or look.rows * look.columns > limits.sheet_cells:
        place = Place(origin, look.rows, column_letters(look.columns) or None)
        raise InputError(
            f"trang tính trải tới {look.rows} dòng × {look.columns} cột, quá {limits.sheet_cells} ô",
            place,
            "Xóa các ô lạc ở xa bảng, hoặc xuất thành CSV.",
        )


def _numbered_rows(copy: Path, look: SheetLook, origin: str) -> tuple[Iterator[NumberedRow], int]:
    """The rows that are not empty, with their numbers in the sheet; and how many columns stand empty on the left."""
    try:
        sheet = python_calamine.load_workbook(str(copy)).get_sheet_by_name(look.name)
    except (python_calamine.CalamineError, OSError) as error:
        raise InputError("tệp XLSX hỏng", Place(origin), "Mở bằng Excel, lưu lại rồi chạy lại.") from error
    rows = ((number, row) for number, row in enumerate(sheet.iter_rows(), start=1) if any(c != "" for c in row))
    return rows, sheet.start[1] if sheet.start else 0


def _header_row(rows: Iterator[NumberedRow], origin: str) -> tuple[int, list[str]]:
    for number, row in rows:
        return number, [str(cell) for cell in row]
    raise InputError("sổ tính rỗng, không có cả dòng tiêu đề", Place(origin), "Xuất lại bảng này.")


def _oddity_error(oddity: Oddity, origin: str, names: list[str], left: int) -> InputError:
    letters = column_letters(oddity.column)
    index = oddity.column - 1 - left
    name = names[index].strip() if 0 <= index < len(names) else ""
    place = Place(origin, oddity.row, name or letters)
    return InputError(f"ô {letters}{oddity.row} là {oddity.problem}, chỉ nhận giá trị", place, oddity.remedy)


def _keep(rows: Iterator[NumberedRow], header: Header, table: Table, path: Path) -> None:
    columns = [(i, name) for i, name in enumerate(header.columns) if name is not None]
    names = [ROW_NUMBER, FAULT, *(name for _, name in columns)]
    schema = pa.schema([(name, pa.int64() if name == ROW_NUMBER else pa.string()) for name in names])
    with pa.ipc.new_file(str(path), schema) as writer:
        while block := list(islice(rows, _ROWS_PER_BATCH)):
            numbers = pa.array([number for number, _ in block], pa.int64())
            cells, faults = _texts([row for _, row in block], columns, table)
            writer.write_batch(pa.RecordBatch.from_arrays([numbers, faults, *cells], schema=schema))


def _texts(
    rows: list[list[SheetValue]], columns: list[tuple[int, str]], table: Table
) -> tuple[list[pa.Array], pa.Array]:
    """The columns as cleaned text, and of every row the first thing that is wrong with it."""
    wrong: dict[int, str] = {}
    cells = []
    for i, name in columns:
        texts, errors = column_texts(_kind(table, name), [row[i] for row in rows])
        cells.append(clean(pa.array(texts, pa.string())))
        for at, problem in errors.items():
            wrong.setdefault(at, fault_text(name, problem))
    return cells, pa.array([wrong.get(at) for at in range(len(rows))], pa.string())


def _kind(table: Table, name: str) -> Kind:
    return table.column(name).kind if name in table.column_names else Kind.TEXT
