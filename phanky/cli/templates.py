"""Templates of the lists that a company keeps: a sheet to fill in, and one that explains each column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from phanky.cli.imports import ListKind
from phanky.errors import UsageError


@dataclass(frozen=True)
class _Column:
    name: str
    example: str | int | date | None
    meaning: str
    width: int


_AGREEMENTS = (
    _Column("MA_KHANG", "PC02AA0000001", "Mã khách hàng trên CMIS, dạng chữ. Bắt buộc.", 18),
    _Column("SO_KY", 2, "Số kỳ ghi chỉ số mỗi tháng đã thỏa thuận: 1, 2 hoặc 3. Bắt buộc.", 8),
    _Column("SO_VBAN", "15/TT-ĐH", "Số văn bản, phụ lục hoặc biên bản thỏa thuận.", 20),
    _Column("TU_NGAY", date(2026, 1, 1), "Ngày bắt đầu, tính cả ngày này (dd/MM/yyyy). Bắt buộc.", 13),
    _Column("DEN_NGAY", None, "Ngày cuối cùng, tính cả ngày này. Để trống khi chưa hết hạn.", 13),
)
_COLUMNS = {ListKind.AGREEMENTS: _AGREEMENTS}
_NOTES = (
    "Mỗi dòng là một thỏa thuận. Một khách hàng có thể có nhiều dòng, khác TU_NGAY.",
    "Nhập tệp thì thay cả danh sách cũ: tệp phải có đủ mọi thỏa thuận còn dùng.",
    "Xóa dòng ví dụ trước khi nhập. Không gộp ô, không dùng công thức, không đổi tên cột.",
)
_ROWS_FORMATTED = 5_000


def write_template(kind: ListKind, path: Path) -> None:
    """Write the template of a list as XLSX.

    Raises:
        UsageError: the name does not end in .xlsx, or the file cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"Tệp mẫu phải có đuôi .xlsx, không phải “{path.name}”.")
    workbook = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    _fill_in(workbook, kind.value.upper(), _COLUMNS[kind])
    _explain(workbook, _COLUMNS[kind])
    try:
        workbook.close()
    except FileCreateError as error:
        raise UsageError(f"Không ghi được {path}: {error}. Kiểm tra thư mục và quyền ghi.") from error


def _fill_in(workbook: xlsxwriter.Workbook, sheet_name: str, columns: tuple[_Column, ...]) -> None:
    # Of several sheets the import reads the one named like the list.
    sheet = workbook.add_worksheet(sheet_name)
    head = workbook.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
    text, day = workbook.add_format({"num_format": "@"}), workbook.add_format({"num_format": "dd/mm/yyyy"})
    for place, column in enumerate(columns):
        style = day if "NGAY" in column.name else text if isinstance(column.example, str) else None
        sheet.set_column(place, place, column.width, style)
        sheet.write_string(0, place, column.name, head)
        if isinstance(column.example, date):
            sheet.write_datetime(1, place, column.example, day)
        elif column.example is not None:
            sheet.write(1, place, column.example, style)
    periods = next(place for place, column in enumerate(columns) if column.name == "SO_KY")
    whole = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 3, "error_title": "SO_KY"}
    sheet.data_validation(1, periods, _ROWS_FORMATTED, periods, {**whole, "error_message": "Chỉ nhận 1, 2 hoặc 3."})
    sheet.freeze_panes(1, 0)


def _explain(workbook: xlsxwriter.Workbook, columns: tuple[_Column, ...]) -> None:
    sheet = workbook.add_worksheet("Hướng dẫn")
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    sheet.write_row(0, 0, ["Cột", "Ý nghĩa"], bold)
    for row, column in enumerate(columns, 1):
        sheet.write_row(row, 0, [column.name, column.meaning])
    for row, note in enumerate(_NOTES, len(columns) + 2):
        sheet.write_string(row, 1, note)
