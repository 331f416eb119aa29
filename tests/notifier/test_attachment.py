from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from notifier.attachment import file_name, wrong_customers
from notifier.figures import MARTS
from phanky.identity import of_units
from semantic import open_release
from tests.marts import case, customer, too_few
from tests.whole_marts import WholeHouse, rows_of, too_many

CASES = [
    case("PC02AA0000001"),
    too_few("PC02AA0000002"),
    too_many("PC02AA0000003"),
    too_few("PC02AA0000004", "2026-09"),
    case("PC02AA0000004"),
    too_few("PC02BB0000001"),
    case("PC01AA0000001"),
]


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    built = WholeHouse(tmp_path)
    named = [customer(row["customer_id"], '=HYPERLINK("x")') for row in CASES]
    built.release(rows_of(CASES, dim_customers=list({row["customer_id"]: row for row in named}.values())))
    return built


def taken(house: WholeHouse, unit: str) -> bytes | None:
    with open_release(of_units("t", unit), home=house.home, marts=MARTS, with_metrics=True) as release:
        return wrong_customers(release, unit)


def test_the_workbook_holds_the_units_wrong_customers_of_the_newest_month_and_nobody_else(house: WholeHouse) -> None:
    content = taken(house, "PC02AA")

    assert content is not None
    sheet = openpyxl.load_workbook(BytesIO(content))["Sai phân kỳ"]
    heading, *rows = sheet.iter_rows(values_only=True)
    assert [row[1] for row in rows] == ["PC02AA0000002", "PC02AA0000003"]
    assert dict(zip(heading, rows[0], strict=True)) == {
        "Đơn vị": "Đông Hà",
        "Mã khách hàng": "PC02AA0000002",
        "Tên khách hàng": '\'=HYPERLINK("x")',
        "Sổ": "SPHU1KY",
        "Nhóm giá": "KDDV",
        "Sản lượng tháng T-2, kWh": 61000,
        "Sản lượng tháng T-1, kWh": 65000,
        "Sản lượng tháng T, kWh": 64230,
        "Bình quân, kWh": 63410,
        "Kỳ hiện tại": 1,
        "Kỳ đúng quy định": 2,
        "Kết luận": "Thiếu kỳ",
        "Sai từ tháng": datetime(2026, 8, 1),  # noqa: DTZ001  # a sheet's date
    }


def test_no_cell_is_a_formula_whatever_a_customer_is_called(house: WholeHouse) -> None:
    content = taken(house, "PC02AA")

    assert content is not None
    book = openpyxl.load_workbook(BytesIO(content))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_the_second_sheet_says_which_unit_month_and_release_it_is(house: WholeHouse) -> None:
    content = taken(house, "PC02AA")

    assert content is not None
    notes = dict(openpyxl.load_workbook(BytesIO(content))["Thông tin"].iter_rows(values_only=True))
    assert (notes["Đơn vị"], notes["Tháng xét (T)"], notes["Số liệu ngày"]) == ("PC02AA", "T10/2026", "24/11/2026")
    assert notes["Bản phát hành"].startswith("20261124-")


def test_a_unit_without_wrong_customers_has_no_workbook(house: WholeHouse) -> None:
    assert taken(house, "PC01AA") is None


def test_the_workbook_of_a_release_is_the_same_to_the_byte(house: WholeHouse) -> None:
    assert taken(house, "PC02AA") == taken(house, "PC02AA")


def test_the_name_of_the_file_holds_nothing_that_leads_elsewhere() -> None:
    assert file_name("../PC02AA\\x:y", date(2026, 11, 24)) == "sai-phan-ky----PC02AA-x-y-20261124.xlsx"
