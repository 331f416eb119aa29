"""The form “Danh sách đề nghị điều chỉnh phân kỳ”: one sheet a unit, ready to be printed on A4 and signed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.cases.fields import months_before
from dashboard.cases.rows import batches
from dashboard.cases.taking import Taking
from dashboard.exports.workbook import Looks, write_book, write_text
from dashboard.texts import cases as texts
from phanky import vietnamese as vi

Row = dict[str, Any]

_OUTPUTS: Mapping[str, str] = {
    "unit_code": "v.unit_code",
    "unit_name": "coalesce(u.unit_name, v.unit_code)",
    "customer_id": "v.customer_id",
    "customer_name": "c.customer_name",
    "book_codes": "v.book_codes",
    "average_kwh": "v.average_kwh",
    "actual_periods": "v.actual_periods",
    "required_periods": "v.required_periods",
    "basis": "coalesce(b.label_vi, v.basis)",
    "citation": "r.citation",
    "is_verified": "coalesce(r.citation_is_verified, false)",
    "wrong_since_month": "v.wrong_since_month",
    "is_provisional": "v.is_provisional",
}
_HEADINGS = (
    (texts.NUMBER, 5),
    (texts.CODE, 16),
    (texts.CUSTOMER, 34),
    (texts.BOOK, 13),
    (texts.AVERAGE, 12),
    (texts.ACTUAL, 8),
    (texts.PROPOSED, 8),
    (texts.GROUNDS, 34),
    (texts.REMARK, 18),
)
_LAST = len(_HEADINGS) - 1
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_CELL = {**_FONT, "border": 1, "valign": "vcenter"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "middle": {**_FONT, "align": "center"},
    "strong": {**_FONT, "align": "center", "bold": True},
    "title": {**_FONT, "align": "center", "bold": True, "font_size": 14},
    "slanted": {**_FONT, "align": "center", "italic": True},
    "head": {**_CELL, "align": "center", "bold": True, "text_wrap": True},
    "text": {**_CELL, "text_wrap": True, "num_format": "@"},
    "count": {**_CELL, "align": "center"},
    "whole": {**_CELL, "num_format": "#,##0"},
    "parts": {**_CELL, "num_format": "#,##0.00"},
}


def proposal(taking: Taking) -> IO[bytes]:
    """The filled-in form, ready to be read from its beginning; closing it removes it."""

    def _write(book: Workbook, looks: Looks) -> None:
        written = [_write_unit(book, looks, taking, rows) for rows in _by_unit(taking)]
        if not written:
            _write_nobody(book, looks, taking)

    return write_book(_LOOKS, _write)


def _by_unit(taking: Taking) -> Iterator[Iterator[Row]]:
    found = batches(taking.view.release, taking.asked.filters, taking.asked.sort, _OUTPUTS, ("v.unit_code",))
    rows = (row for batch in found for row in batch.to_pylist())
    for _, of_unit in groupby(rows, key=lambda row: row["unit_code"]):
        yield of_unit


def _write_unit(book: Workbook, looks: Looks, taking: Taking, rows: Iterator[Row]) -> Worksheet:
    first = next(rows)
    sheet = book.add_worksheet(_sheet_name(first["unit_code"], first["unit_name"]))
    start = _write_top(sheet, looks, taking, first["unit_name"])
    last = start
    for last, row in enumerate(_rest(first, rows), start):
        _write_row(sheet, looks, last, last - start + 1, row)
    _write_signatures(sheet, looks, last + 2)
    return sheet


def _rest(first: Row, rows: Iterable[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _write_nobody(book: Workbook, looks: Looks, taking: Taking) -> None:
    sheet = book.add_worksheet(texts.SHEET)
    start = _write_top(sheet, looks, taking, "")
    sheet.merge_range(start, 0, start, _LAST, texts.NOBODY_TO_PROPOSE, looks["text"])
    _write_signatures(sheet, looks, start + 2)


def _write_top(sheet: Worksheet, looks: Looks, taking: Taking, unit: str) -> int:
    """The heads of company and nation, the title, the head of the table; the row after them."""
    _set_print(sheet, taking)
    company = taking.view.settings.company_name
    _two(sheet, 0, looks, (company.upper(), "middle"), (texts.NATION, "strong"))
    _two(sheet, 1, looks, (unit.upper(), "strong"), (texts.MOTTO, "strong"))
    month = taking.asked.month
    first = months_before(month.month, 2)
    period = texts.proposal_period(month.quarter, month.month, first, ends_quarter=month.ends_quarter)
    _across(sheet, 3, texts.PROPOSAL_TITLE, looks["title"])
    _across(sheet, 4, period, looks["slanted"])
    for place, (heading, width) in enumerate(_HEADINGS):
        sheet.set_column(place, place, width)
        write_text(sheet, 6, place, heading, looks["head"])
    return 7


def _write_row(sheet: Worksheet, looks: Looks, row: int, number: int, case: Row) -> None:
    sheet.write_number(row, 0, number, looks["count"])
    for place, key in ((1, "customer_id"), (2, "customer_name"), (3, "book_codes")):
        write_text(sheet, row, place, case[key] or "", looks["text"])
    average = None if case["average_kwh"] is None else float(case["average_kwh"])
    is_whole = average is None or average.is_integer()
    _number(sheet, row, 4, average, looks["whole" if is_whole else "parts"])
    _number(sheet, row, 5, case["actual_periods"], looks["count"])
    _number(sheet, row, 6, case["required_periods"], looks["count"])
    write_text(sheet, row, 7, _grounds(case), looks["text"])
    remark = texts.since_remark(case["wrong_since_month"], is_provisional=bool(case["is_provisional"]))
    write_text(sheet, row, 8, remark, looks["text"])


def _number(sheet: Worksheet, row: int, place: int, value: float | None, look: Format) -> None:
    if value is None:
        write_text(sheet, row, place, vi.NOTHING, look)
    else:
        sheet.write_number(row, place, value, look)


def _grounds(case: Row) -> str:
    citation = case["citation"]
    mark = "" if case["is_verified"] or not citation else f" ({texts.UNVERIFIED})"
    return "; ".join(filter(None, (case["basis"], f"{citation}{mark}" if citation else None)))


def _write_signatures(sheet: Worksheet, looks: Looks, row: int) -> None:
    sheet.merge_range(row, 6, row, _LAST, texts.DAY, looks["slanted"])
    places = ((0, 2), (3, 5), (6, _LAST))
    for offset, words, look in ((1, texts.SIGNERS, "strong"), (2, (texts.SIGN_HERE,) * 3, "slanted")):
        for (first, last), text in zip(places, words, strict=True):
            sheet.merge_range(row + offset, first, row + offset, last, text, looks[look])


def _two(sheet: Worksheet, row: int, looks: Looks, left: tuple[str, str], right: tuple[str, str]) -> None:
    sheet.merge_range(row, 0, row, 3, left[0], looks[left[1]])
    sheet.merge_range(row, 4, row, _LAST, right[0], looks[right[1]])


def _across(sheet: Worksheet, row: int, text: str, look: Format) -> None:
    sheet.merge_range(row, 0, row, _LAST, text, look)


def _set_print(sheet: Worksheet, taking: Taking) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(6)
    sheet.set_footer(f"&L{texts.RELEASE} {taking.view.release.id}&RTrang &P/&N")


def _sheet_name(code: str, name: str) -> str:
    plain = re.sub(r"[\[\]:*?/\\']", " ", f"{code} {name}")
    return plain[:31].strip()
