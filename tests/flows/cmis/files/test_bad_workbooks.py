"""Workbooks that are no plain table are refused, naming the cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from flows.cmis.files import LIMITS, Limits
from phanky.errors import InputError
from tests.exports import rows, write_exports
from tests.flows.cmis.files.conftest import Take

BILLS = "HDN_HDON"


def bills_workbook(folder: Path, spoil: Callable[[Sheet], None]) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(list(rows(BILLS)[0]))
    for row in rows(BILLS):
        sheet.append([float(v) if k == "DIEN_TTHU" else v for k, v in row.items()])
    spoil(sheet)
    write_exports(folder, HDN_HDON=None)
    workbook.save(folder / "HDN_HDON.xlsx")
    return folder


def put(cell: str, value: object) -> Callable[[Sheet], None]:
    def spoil(sheet: Sheet) -> None:
        sheet[cell] = value

    return spoil


def second_sheet(sheet: Sheet) -> None:
    sheet.parent.create_sheet("Tiếp")["A1"] = 7


WORKBOOKS = [
    ("merged cells", lambda sheet: sheet.merge_cells("C3:C4"), "dòng 3, cột MA_KHANG", "ô C3 là ô gộp"),
    ("a merged title", lambda sheet: (sheet.insert_rows(1), sheet.merge_cells("A1:M1")), "dòng 1, cột ID_HDON",
     "ô A1 là ô gộp"),
    ("a formula", put("K5", "=SUM(A1:A2)"), "dòng 5, cột DIEN_TTHU", "ô K5 là công thức"),
    ("a formula beside the table", put("N4", "=1+1"), "dòng 4, cột N", "ô N4 là công thức"),
    ("an Excel error", put("K5", "#N/A"), "dòng 5, cột DIEN_TTHU", "ô K5 là lỗi của Excel"),
    ("a number where a date belongs", put("H4", 46235), "dòng 4, cột NGAY_DKY", "'46235' là ô số"),
    ("a code that became a date", put("D4", openpyxl.utils.datetime.from_excel(46235)), "dòng 4, cột MA_SOGCS",
     "ô kiểu ngày"),
    ("a code with a fraction", put("D4", 1.5), "dòng 4, cột MA_SOGCS", "'1.5' là ô số"),
    ("a code beyond what a double holds", put("D4", 12345678901234567890), "dòng 4, cột MA_SOGCS", "là ô số"),
    ("an id beyond what a double holds", put("A4", 9007199254740993), "dòng 4, cột ID_HDON", "không phải số nguyên"),
    ("four decimals in a number cell", put("K4", 1.2345), "dòng 4, cột DIEN_TTHU", "'1.2345' có quá 3 chữ số"),
    ("a text that could be read two ways", put("K4", "1.234"), "dòng 4, cột DIEN_TTHU", "không rõ '.' hay ','"),
    ("a true/false cell", put("E4", True), "dòng 4, cột KY", "ô kiểu đúng/sai (TRUE)"),
    ("an empty required cell", put("C7", None), "dòng 7, cột MA_KHANG", "ô bắt buộc để trống"),
    ("a missing column", put("K1", "KWH"), "dòng 1, cột DIEN_TTHU", "thiếu cột"),
    ("two filled sheets", second_sheet, "", "có 2 trang tính có dữ liệu: 'Sheet', 'Tiếp'"),
    ("a stray cell far away", put("XFD1048576", 1), "dòng 1048576, cột XFD", "trải tới 1048576 dòng × 16384 cột"),
    ("an empty sheet", lambda sheet: sheet.delete_rows(1, 7), "", "sổ tính rỗng"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "where", "problem"), [case[1:] for case in WORKBOOKS], ids=[w[0] for w in WORKBOOKS])
def test_a_workbook_that_is_no_plain_table_is_refused_at_its_place(
    spoil: Callable[[Sheet], None], where: str, problem: str, take: Take, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        take(bills_workbook(tmp_path / "exports", spoil))
    assert str(caught.value).startswith(f"HDN_HDON.xlsx{', ' if where else ''}{where}: ")
    assert problem in caught.value.problem


@pytest.mark.parametrize(
    ("spoil", "limits", "problem"),
    [
        (lambda content: content[: len(content) // 2], LIMITS, "tệp XLSX hỏng hoặc bị cắt cụt"),
        (lambda _: b"ID_HDON,KY\n1,1\n", LIMITS, "tệp XLSX hỏng hoặc bị cắt cụt"),
        (lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 512, LIMITS, "sổ tính có mật khẩu"),
        (lambda content: content, Limits(workbook_bytes=2_000), "bung ra hơn 2000 byte"),
        (lambda content: content, Limits(sheet_cells=76), "trải tới 7 dòng × 11 cột, quá 76 ô"),
    ],
    ids=["truncated", "a CSV under another name", "with a password", "a bomb", "more cells than fit"],
)
def test_a_workbook_that_cannot_be_opened_safely_is_refused(
    spoil: Callable[[bytes], bytes], limits: Limits, problem: str, take: Take, tmp_path: Path
) -> None:
    folder = bills_workbook(tmp_path / "exports", lambda _: None)
    path = folder / "HDN_HDON.xlsx"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(InputError) as caught:
        take(folder, limits=limits)
    assert str(caught.value).startswith("HDN_HDON.xlsx")
    assert problem in caught.value.problem
