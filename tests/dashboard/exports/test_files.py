"""Tables that leave the pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import IO, Any

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.exports import Column, neutral, text_file, workbook

COLUMNS = (
    Column("code", "Mã KH", width=16),
    Column("periods", "Kỳ", "int"),
    Column("average", "Bình quân", "kwh"),
    Column("share", "Tỷ lệ", "share"),
    Column("day", "Ngày", "date"),
    Column("month", "Sai từ", "month"),
)
ROWS = [
    {
        "code": "0012", "periods": 2, "average": Decimal("63410.25"), "share": 0.986, "day": date(2026, 11, 24),
        "month": "2026-08",
    },
    {"code": "=1+1", "periods": 3, "average": Decimal("-120000.00"), "share": None, "day": None, "month": None},
]  # fmt: skip


def at(*day: int) -> datetime:
    """A day as a workbook has it: without a zone."""
    return datetime(*day)  # type: ignore[arg-type]  # noqa: DTZ001


def batches(rows: list[dict[str, Any]] = ROWS) -> list[pa.RecordBatch]:
    return pa.Table.from_pylist(rows).to_batches(max_chunksize=1)


def sheet_of(file: IO[bytes]) -> Worksheet:
    with file:
        return openpyxl.load_workbook(BytesIO(file.read())).worksheets[0]


def test_numbers_dates_and_months_are_real_ones_and_a_code_stays_a_text() -> None:
    sheet = sheet_of(workbook("Danh sách", [("Bản", "20261124-0a")], COLUMNS, batches()))

    assert [cell.value for cell in sheet[2]] == [
        "0012", 2, 63410.25, 0.986, at(2026, 11, 24), at(2026, 8, 1),
    ]  # fmt: skip
    assert [cell.number_format for cell in sheet[2]] == [
        "@", "#,##0", "#,##0.00", "0.0%", "dd/mm/yyyy", '"T"m/yyyy',
    ]  # fmt: skip
    assert sheet["C3"].number_format == "#,##0"


def test_the_heading_stays_and_every_column_can_be_filtered() -> None:
    sheet = sheet_of(workbook("Danh sách", [], COLUMNS, batches()))

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.column_dimensions["A"].width == pytest.approx(16, abs=1)


def test_what_the_file_is_stands_in_it() -> None:
    file = workbook("Danh sách", [("Bản", "20261124-0a"), ("Người xuất", "=lan")], COLUMNS, batches())
    with file:
        about = openpyxl.load_workbook(BytesIO(file.read()))["Thông tin"]

    assert [[cell.value for cell in row] for row in about.rows] == [["Bản", "20261124-0a"], ["Người xuất", "'=lan"]]


@pytest.mark.parametrize("start", ["=", "+", "-", "−", "@", "\t", "\r", "\n", " =", "＝"])
def test_a_text_that_could_be_a_formula_is_neutralised_in_both_files(start: str) -> None:
    evil = f'{start}HYPERLINK("http://x")'
    rows = [ROWS[0] | {"code": evil}]

    assert neutral(evil) == f"'{evil}"
    cell = sheet_of(workbook("Danh sách", [], COLUMNS, batches(rows)))["A2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")
    text = b"".join(text_file(COLUMNS, batches(rows))).decode("utf-8-sig")
    assert text.split("\r\n", 1)[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("plain", ["Công ty A", "0012", "1E5", "NULL", ""])
def test_other_texts_are_left_as_they_are(plain: str) -> None:
    assert neutral(plain) == plain


def test_the_text_file_opens_in_a_vietnamese_excel() -> None:
    content = b"".join(text_file(COLUMNS, batches()))

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "Mã KH;Kỳ;Bình quân;Tỷ lệ;Ngày;Sai từ",
        "0012;2;63410,25;0,986;24/11/2026;08/2026",
        "'=1+1;3;-120000;;;",
        "",
    ]


def test_a_cell_with_a_semicolon_a_quote_or_a_line_break_stays_one_cell() -> None:
    content = b"".join(text_file(COLUMNS[:1], pa.table({"code": ['A;B "C"\nD']}).to_batches()))

    assert content.decode("utf-8-sig").split("\r\n")[1] == '"A;B ""C""\nD"'


def test_a_table_without_rows_still_has_its_heading() -> None:
    empty = pa.table({column.key: pa.array([], pa.string()) for column in COLUMNS}).to_batches()

    assert sheet_of(workbook("Danh sách", [], COLUMNS, empty)).max_row == 1
    assert b"".join(text_file(COLUMNS, empty)).count(b"\r\n") == 1


def test_a_text_longer_than_a_cell_ends_visibly() -> None:
    rows = [ROWS[0] | {"code": "a" * 40_000}]

    assert sheet_of(workbook("Danh sách", [], COLUMNS, batches(rows)))["A2"].value == "a" * 32_766 + "…"
