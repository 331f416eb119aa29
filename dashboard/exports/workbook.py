"""A table as a workbook: real numbers and dates, a heading that stays, filters, and a sheet that says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.columns import Column, Kind, rows_of
from phanky.cells import neutral
from phanky.errors import UsageError

Note = tuple[str, str]
"""A label and what it says."""

ABOUT = "Thông tin"
MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
Looks = Mapping[str, Format]
_OPTIONS: Mapping[str, Any] = {
    # A row is on disk before the next one comes: memory does not grow with the table.
    "constant_memory": True,
    # A text stays a text, whatever it looks like.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WHOLE, _PARTS, _HEAD = "whole", "parts", "head"
# As the file stores them; a Vietnamese Excel shows 12.345,67 and 98,6 %.
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "text": {"num_format": "@"},
    "int": {"num_format": "#,##0"},
    "share": {"num_format": "0.0%"},
    "date": {"num_format": "dd/mm/yyyy"},
    "month": {"num_format": '"T"m/yyyy'},
    _WHOLE: {"num_format": "#,##0"},
    _PARTS: {"num_format": "#,##0.00"},
    _HEAD: {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E7F0FA", "bottom": 1},
}


def workbook(
    title: str, notes: Sequence[Note], columns: Sequence[Column], batches: Iterable[pa.RecordBatch]
) -> IO[bytes]:
    """The workbook, ready to be read from its beginning; closing it removes it.

    Args:
        title: of the sheet with the rows, at most 31 characters.
        notes: what the second sheet says: where the rows are from, how they were chosen, who took them.

    Raises:
        UsageError: more rows than a sheet can hold.
    """

    def _write(book: Workbook, looks: Looks) -> None:
        sheet, about = book.add_worksheet(title), book.add_worksheet(ABOUT)
        _write_rows(sheet, columns, batches, looks)
        _set_print(sheet, title, notes)
        _write_notes(about, notes, looks[_HEAD])

    return write_book(_FORMATS, _write)


def write_book(formats: Mapping[str, Mapping[str, Any]], write: Callable[[Workbook, Looks], None]) -> IO[bytes]:
    """A workbook of one's own making, ready to be read from its beginning; closing it removes it.

    Args:
        formats: name -> look of cells.
        write: gets the workbook and the formats by name; rows come in order, from the first down.
    """
    with ExitStack() as unless_whole:
        file = unless_whole.enter_context(TemporaryFile())
        with Workbook(file, dict(_OPTIONS)) as book:
            write(book, {name: book.add_format(dict(look)) for name, look in formats.items()})
        file.seek(0)
        unless_whole.pop_all()
        return file


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
    """A text that no spreadsheet takes for a formula; what is too long for a cell ends visibly."""
    shown = neutral(text)
    sheet.write_string(row, column, shown if len(shown) <= LONGEST_TEXT else f"{shown[: LONGEST_TEXT - 1]}…", look)


def _write_rows(sheet: Worksheet, columns: Sequence[Column], batches: Iterable[pa.RecordBatch], looks: Looks) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        write_text(sheet, 0, place, column.heading, looks[_HEAD])
    sheet.freeze_panes(1, 0)
    writers = [_WRITERS[column.kind] for column in columns]
    last = 0
    for last, row in enumerate(rows_of(columns, batches), 1):
        if last > MOST_ROWS:
            raise UsageError(f"Excel chỉ chứa được {MOST_ROWS:,} dòng. Lọc bớt, hoặc tải tệp CSV.".replace(",", "."))
        for place, (write, value) in enumerate(zip(writers, row, strict=True)):
            if value is not None:
                write(sheet, last, place, value, looks)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _set_print(sheet: Worksheet, title: str, notes: Sequence[Note]) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # "&" starts a command in headers; a header holds 255 characters.
    first = ": ".join(notes[0]) if notes else ""
    sheet.set_header(f"&L{title.replace('&', '&&')}&R{first.replace('&', '&&')[:150]}")
    sheet.set_footer("&CTrang &P/&N")


def _write_notes(sheet: Worksheet, notes: Sequence[Note], head: Format) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    for row, (label, text) in enumerate(notes):
        write_text(sheet, row, 0, label, head)
        write_text(sheet, row, 1, text)


Write = Callable[[Worksheet, int, int, Any, Looks], None]


def _text(sheet: Worksheet, row: int, place: int, value: Any, looks: Looks) -> None:
    write_text(sheet, row, place, str(value), looks["text"])


def _int(sheet: Worksheet, row: int, place: int, value: Any, looks: Looks) -> None:
    sheet.write_number(row, place, value, looks["int"])


def _kwh(sheet: Worksheet, row: int, place: int, value: Any, looks: Looks) -> None:
    number = float(value)
    sheet.write_number(row, place, number, looks[_WHOLE if number.is_integer() else _PARTS])


def _share(sheet: Worksheet, row: int, place: int, value: Any, looks: Looks) -> None:
    sheet.write_number(row, place, float(value), looks["share"])


def _date(sheet: Worksheet, row: int, place: int, value: Any, looks: Looks) -> None:
    sheet.write_datetime(row, place, value, looks["date"])


def _month(sheet: Worksheet, row: int, place: int, value: Any, looks: Looks) -> None:
    sheet.write_datetime(row, place, date.fromisoformat(f"{value}-01"), looks["month"])


_WRITERS: dict[Kind, Write] = {
    "text": _text,
    "int": _int,
    "kwh": _kwh,
    "share": _share,
    "date": _date,
    "month": _month,
}
