"""The wrong customers of some units as a workbook that goes along with their message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from phanky import vietnamese as vi
from phanky.cells import neutral
from semantic import Release

SHEET, ABOUT = "Sai phân kỳ", "Thông tin"
_LONGEST_TEXT = 32_767

_WRONG = """
SELECT
    coalesce(unit.short_name, verdict.unit_code) AS unit, verdict.customer_id,
    coalesce(customer.customer_name, '') AS customer_name, verdict.book_codes, verdict.price_groups,
    verdict.kwh_month_1, verdict.kwh_month_2, verdict.kwh_month_3, verdict.average_kwh, verdict.actual_periods,
    verdict.required_periods, word.label_vi AS verdict, verdict.wrong_since_month, verdict.month
FROM phanky.marts.fct_reading_period_compliance AS verdict
INNER JOIN phanky.marts.dim_words AS word
    ON word.word_set = 'verdict' AND word.code = verdict.verdict AND word.is_wrong
LEFT JOIN phanky.marts.dim_customers AS customer ON customer.customer_id = verdict.customer_id
LEFT JOIN phanky.marts.dim_units AS unit ON unit.unit_code = verdict.unit_code AND unit.is_current
WHERE verdict.month = (SELECT last_judged_month FROM phanky.marts.dim_snapshot)
ORDER BY
    abs(verdict.required_periods - verdict.actual_periods) DESC, word.rank, verdict.average_kwh DESC NULLS LAST,
    verdict.customer_id
"""


@dataclass(frozen=True)
class _Column:
    key: str
    heading: str
    kind: Literal["text", "int", "kwh", "month"] = "text"
    width: int = 14


_COLUMNS = (
    _Column("unit", "Đơn vị", width=18),
    _Column("customer_id", "Mã khách hàng", width=16),
    _Column("customer_name", "Tên khách hàng", width=36),
    _Column("book_codes", "Sổ", width=16),
    _Column("price_groups", "Nhóm giá"),
    _Column("kwh_month_1", "Sản lượng tháng T-2, kWh", "kwh"),
    _Column("kwh_month_2", "Sản lượng tháng T-1, kWh", "kwh"),
    _Column("kwh_month_3", "Sản lượng tháng T, kWh", "kwh"),
    _Column("average_kwh", "Bình quân, kWh", "kwh"),
    _Column("actual_periods", "Kỳ hiện tại", "int", 9),
    _Column("required_periods", "Kỳ đúng quy định", "int", 9),
    _Column("verdict", "Kết luận"),
    _Column("wrong_since_month", "Sai từ tháng", "month", 11),
)
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E7F0FA", "bottom": 1},
    "text": {"num_format": "@"},
    "int": {"num_format": "#,##0"},
    "kwh": {"num_format": "#,##0.##"},
    "month": {"num_format": '"T"m/yyyy'},
}


def wrong_customers(release: Release, name: str) -> bytes | None:
    """The workbook, the same to the byte for the same release; None when nobody is wrong.

    Args:
        release: opened for the units, with the marts of a message.
        name: of the units.
    """
    rows = release.select(_WRONG).to_pylist()
    if not rows:
        return None
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": release.receipt.taken_at.replace(tzinfo=None)})
        looks = {look: book.add_format(dict(shape)) for look, shape in _LOOKS.items()}
        _fill(book.add_worksheet(SHEET), rows, looks)
        _explain(book.add_worksheet(ABOUT), _notes(release, name, rows[0]["month"]), looks["head"])
    return file.getvalue()


def file_name(recipient: str, business_date: date) -> str:
    """Of the attachment; what a file system might stumble over becomes a hyphen."""
    safe = "".join(letter if letter.isalnum() else "-" for letter in recipient)
    return f"sai-phan-ky-{safe}-{business_date:%Y%m%d}.xlsx"


def _notes(release: Release, name: str, month: str) -> list[tuple[str, str]]:
    return [
        ("Đơn vị", name),
        ("Tháng xét (T)", vi.month(month)),
        ("Số liệu ngày", vi.date(release.receipt.as_of)),
        ("Bản phát hành", release.id),
    ]


def _fill(sheet: Worksheet, rows: Sequence[Mapping[str, Any]], looks: Mapping[str, Format]) -> None:
    for place, column in enumerate(_COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, looks["head"])
        for number, row in enumerate(rows, 1):
            if row[column.key] is not None:
                _write(sheet, number, place, column, row[column.key], looks[column.kind])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)


def _write(sheet: Worksheet, row: int, place: int, column: _Column, value: Any, look: Format) -> None:
    match column.kind:
        case "text":
            sheet.write_string(row, place, neutral(str(value))[:_LONGEST_TEXT], look)
        case "month":
            sheet.write_datetime(row, place, date.fromisoformat(f"{value}-01"), look)
        case _:
            sheet.write_number(row, place, float(value), look)


def _explain(sheet: Worksheet, notes: Sequence[tuple[str, str]], head: Format) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)
    for row, (label, text) in enumerate(notes):
        sheet.write_string(row, 0, label, head)
        sheet.write_string(row, 1, neutral(text))
