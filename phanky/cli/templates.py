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
_KEY_CUSTOMERS = (
    _Column("MA_KHANG", "PC02AA0000001", "Mã khách hàng trên CMIS, dạng chữ. Bắt buộc.", 18),
    _Column(
        "LY_DO", "Bệnh viện", "Vì sao là trọng điểm: bệnh viện, trạm bơm, quốc phòng, phụ tải lớn nhất tuyến …", 28
    ),
    _Column("GHI_CHU", None, "Ghi chú tự do.", 40),
)
_RECIPIENTS = (
    _Column("TEN", "Lãnh đạo công ty", "Tên người hoặc nhóm nhận tin, mỗi tên một dòng. Bắt buộc.", 30),
    _Column(
        "VAI_TRO",
        "leader",
        "leader (lãnh đạo) và department (phòng) nhận tin mọi đơn vị; director (giám đốc, phó giám đốc đơn vị) và "
        "staff (nhân viên) nhận tin đơn vị mình. Bắt buộc.",
        14,
    ),
    _Column(
        "DON_VI",
        None,
        "Mã đơn vị trên CMIS, nhiều mã cách nhau dấu phẩy. Bắt buộc với director, staff; leader, department để trống.",
        24,
    ),
    _Column(
        "KENH", "outbox", "outbox (ghi ra thư mục), console (in ra màn hình) hoặc http (Chat eOffice). Bắt buộc.", 10
    ),
    _Column("DIA_CHI", None, "Địa chỉ người nhận trên kênh ấy. Bắt buộc với http.", 26),
    _Column("TAM_NGUNG_TU", None, "Ngày đầu tạm ngừng gửi, tính cả ngày này. Trống: không tạm ngừng từ ngày nào.", 15),
    _Column("TAM_NGUNG_DEN", None, "Ngày cuối tạm ngừng gửi, tính cả ngày này. Trống: chưa hẹn ngày gửi lại.", 15),
)
_AS_A_WHOLE = "Nhập tệp thì thay cả danh sách cũ: tệp phải có đủ mọi dòng còn dùng."
_PLAINLY = "Xóa dòng ví dụ trước khi nhập. Không gộp ô, không dùng công thức, không đổi tên cột."


@dataclass(frozen=True)
class _Template:
    """``sheet`` is the name by which the import finds the right one of several sheets."""

    sheet: str
    columns: tuple[_Column, ...]
    note: str


_TEMPLATES = {
    ListKind.AGREEMENTS: _Template(
        "AGREEMENTS",
        _AGREEMENTS,
        "Mỗi dòng là một thỏa thuận. Một khách hàng có thể có nhiều dòng, khác TU_NGAY.",
    ),
    ListKind.KEY_CUSTOMERS: _Template(
        "KEY_CUSTOMERS", _KEY_CUSTOMERS, "Mỗi dòng là một khách hàng; mỗi khách hàng một dòng."
    ),
    ListKind.RECIPIENTS: _Template(
        "RECIPIENTS",
        _RECIPIENTS,
        "Mỗi dòng là một người nhận. Không có danh sách: một tin mỗi đơn vị, một tin công ty.",
    ),
}
_DAYS = frozenset({"TU_NGAY", "DEN_NGAY", "TAM_NGUNG_TU", "TAM_NGUNG_DEN"})
_ROWS_FORMATTED = 5_000
_PERIODS = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 1,
    "maximum": 3,
    "error_title": "SO_KY",
    "error_message": "Chỉ nhận 1, 2 hoặc 3.",
}


def write_template(kind: ListKind, path: Path) -> None:
    """Write the template of a list as XLSX.

    Raises:
        UsageError: the name does not end in .xlsx, or the file cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"Tệp mẫu phải có đuôi .xlsx, không phải “{path.name}”.")
    workbook = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    template = _TEMPLATES[kind]
    _fill_in(workbook, template)
    _explain(workbook, template)
    try:
        workbook.close()
    except FileCreateError as error:
        raise UsageError(f"Không ghi được {path}: {error}. Kiểm tra thư mục và quyền ghi.") from error


def _fill_in(workbook: xlsxwriter.Workbook, template: _Template) -> None:
    sheet = workbook.add_worksheet(template.sheet)
    head = workbook.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
    text, day = workbook.add_format({"num_format": "@"}), workbook.add_format({"num_format": "dd/mm/yyyy"})
    for place, column in enumerate(template.columns):
        style = day if column.name in _DAYS else None if isinstance(column.example, int) else text
        sheet.set_column(place, place, column.width, style)
        sheet.write_string(0, place, column.name, head)
        if isinstance(column.example, date):
            sheet.write_datetime(1, place, column.example, day)
        elif column.example is not None:
            sheet.write(1, place, column.example, style)
        if column.name == "SO_KY":
            sheet.data_validation(1, place, _ROWS_FORMATTED, place, _PERIODS)
    sheet.freeze_panes(1, 0)


def _explain(workbook: xlsxwriter.Workbook, template: _Template) -> None:
    sheet = workbook.add_worksheet("Hướng dẫn")
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    sheet.write_row(0, 0, ["Cột", "Ý nghĩa"], bold)
    for row, column in enumerate(template.columns, 1):
        sheet.write_row(row, 0, [column.name, column.meaning])
    for row, note in enumerate((template.note, _AS_A_WHOLE, _PLAINLY), len(template.columns) + 2):
        sheet.write_string(row, 1, note)
