"""The list as files: exactly the rows that are filtered, with what they are, and noted before they leave."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl.workbook import Workbook

from dashboard.cases import add_routes
from dashboard.view import View
from phanky.errors import DamageError, UsageError
from phanky.identity import Identity
from tests.dashboard.cases.conftest import HOTEL, SCHOOL, WATER, WOOD

FILES = ("/tai/danh-sach.xlsx", "/tai/danh-sach.csv", "/tai/de-nghi.xlsx")


class Log:
    """What was written down."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, str, int]] = []

    def __call__(self, identity: Identity, what: str, rows: int) -> None:
        self.notes.append((identity.name, what, rows))


def client_of(view_of: Callable[[], View], log: Log) -> FlaskClient:
    server = Flask("test")
    add_routes(server, view_of, log)
    return server.test_client()


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def client(company: View, log: Log) -> FlaskClient:
    return client_of(lambda: company, log)


def book(client: FlaskClient, address: str) -> Workbook:
    answer = client.get(address)
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.data))


def column(book: Workbook, letter: str, sheet: int = 0) -> list[Any]:
    return [cell.value for cell in book.worksheets[sheet][letter] if cell.value is not None]


def lines(client: FlaskClient, address: str) -> list[str]:
    return client.get(address).data.decode("utf-8-sig").split("\r\n")


def test_the_workbook_has_the_filtered_rows_in_the_order_shown(client: FlaskClient) -> None:
    found = book(client, "/tai/danh-sach.xlsx?ket-luan=tat_ca&don-vi=PC02AA&xep=-ma&trang=7")

    assert column(found, "B")[1:] == ["PC02AA0000006", SCHOOL, WATER, WOOD, "PC02AA0000001"]


def test_the_months_of_the_window_stand_in_its_heading(client: FlaskClient) -> None:
    (heading, *_) = book(client, "/tai/danh-sach.xlsx").worksheets[0].iter_rows(values_only=True)

    assert heading == (
        "Đơn vị", "Mã KH", "Tên khách hàng", "Sổ", "Nhóm giá", "T8/2026 (kWh)", "T9/2026 (kWh)", "T10/2026 (kWh)",
        "Bình quân (kWh)", "Kỳ hiện tại", "Kỳ đúng", "Kết luận", "Sai từ",
    )  # fmt: skip


def test_release_filter_who_and_when_stand_in_the_workbook(client: FlaskClient, company: View) -> None:
    about = dict(book(client, "/tai/danh-sach.xlsx?don-vi=PC02AA&tim=go").worksheets[1].iter_rows(values_only=True))

    assert about == {
        "Bản phát hành": company.release.id,
        "Số liệu CMIS đến": "06:12 24/11/2026",
        "Bộ lọc": "T10/2026; Kết luận: Thiếu kỳ, Thừa kỳ; Đơn vị: Đông Hà; Tìm: “go”",
        "Số dòng": "1",
        "Người xuất": "Trần Lan",
        "Xuất lúc": "08:30 24/11/2026",
    }


def test_the_text_file_has_the_same_rows(client: FlaskClient) -> None:
    assert lines(client, "/tai/danh-sach.csv?xep=ma")[1:] == [
        f"Đông Hà;{WOOD};Công ty Gỗ Đông Hà;SPHU1KY;KDDV;61000;65000;64230;63410;1;2;Thiếu kỳ;08/2026",
        f"Đông Hà;{WATER};Nhà máy nước (Đường 9);SPHU1KY;KDDV, SHBT;29000;30000;31000;30000;2;1;Thừa kỳ;10/2026",
        f"Thành Cổ;{HOTEL};'=Khách sạn;SPHU1KY;KDDV;61000;65000;64230;81000,5;1;2;Thiếu kỳ;10/2026",
        "",
    ]


def test_the_form_proposes_the_required_number_to_each_unit_on_a_sheet_of_its_own(client: FlaskClient) -> None:
    found = book(client, "/tai/de-nghi.xlsx?xep=ma")

    assert found.sheetnames == ["PC02AA Điện lực Đông Hà", "PC02BB Điện lực Thành Cổ"]
    sheet = found.worksheets[0]
    assert sheet["E1"].value == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert sheet["A2"].value == "ĐIỆN LỰC ĐÔNG HÀ"
    assert sheet["A4"].value == "DANH SÁCH ĐỀ NGHỊ ĐIỀU CHỈNH PHÂN KỲ GHI CHỈ SỐ"
    assert sheet["A5"].value == "Xem sớm cho Quý 4/2026: T10/2026 (cửa sổ T8–T10/2026)"
    assert [cell.value for cell in sheet[8]] == [
        1, WOOD, "Công ty Gỗ Đông Hà", "SPHU1KY", 63410, 1, 2, "thuc_te; Nghị định 18/2025/NĐ-CP", "Sai từ T8/2026",
    ]  # fmt: skip
    assert [sheet["A9"].value, sheet["B9"].value, sheet["G9"].value] == [2, WATER, 1]
    assert sheet["A12"].value == "NGƯỜI LẬP"
    assert sheet["G12"].value == "LÃNH ĐẠO ĐƠN VỊ"
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.print_title_rows == "$7:$7"


def test_the_form_of_a_quarters_last_month_names_the_quarter(client: FlaskClient) -> None:
    found = book(client, "/tai/de-nghi.xlsx?quy=2026-Q3")

    assert found.worksheets[0]["A5"].value == "Kỳ kiểm tra Quý 3/2026 (cửa sổ T7–T9/2026)"


def test_the_form_proposes_nothing_for_those_that_are_right(client: FlaskClient) -> None:
    assert column(book(client, "/tai/de-nghi.xlsx?ket-luan=tat_ca&don-vi=PC02AA"), "B")[-2:] == [WOOD, WATER]
    assert book(client, "/tai/de-nghi.xlsx?ket-luan=dung").worksheets[0]["A8"].value == (
        "Không có khách hàng nào cần điều chỉnh."
    )


@pytest.mark.parametrize("path", FILES)
def test_each_file_is_noted_with_who_what_and_how_many_before_it_leaves(
    client: FlaskClient, log: Log, company: View, path: str
) -> None:
    answer = client.get(f"{path}?don-vi=PC02AA")

    told = f"{path} {company.release.id} T10/2026; Kết luận: Thiếu kỳ, Thừa kỳ; Đơn vị: Đông Hà"
    assert log.notes == [("Trần Lan", told, 2)]
    stem, ending = path.removeprefix("/tai/").split(".")
    name = f"{stem}_2026-10_{company.release.id}.{ending}"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", FILES)
def test_nothing_leaves_when_it_cannot_be_noted(company: View, path: str) -> None:
    def refuse(*_: object) -> None:
        raise DamageError("Sổ nhật ký không ghi được.")

    server = Flask("test")
    add_routes(server, lambda: company, refuse)
    answer = server.test_client().get(path)

    assert (answer.status_code, answer.text) == (503, "Sổ nhật ký không ghi được.")


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("search", ["", "don-vi=PC02BB", "don-vi=PC02AA,PC02BB&ket-luan=tat_ca", f"tim={HOTEL}"])
def test_a_unit_takes_away_its_own_customers_alone(dong_ha: View, log: Log, path: str, search: str) -> None:
    content = client_of(lambda: dong_ha, log).get(f"{path}?{search}").data

    told = content.decode() if path.endswith("csv") else _texts(content)
    assert HOTEL not in told
    assert "Khách sạn" not in told


def _texts(content: bytes) -> str:
    found = openpyxl.load_workbook(BytesIO(content))
    return " ".join(
        str(value)
        for sheet in found
        if sheet.title != "Thông tin"
        for row in sheet.iter_rows(values_only=True)
        for value in row
    )


@pytest.mark.parametrize(("error", "status"), [(UsageError("Chưa có bản."), 404), (DamageError("Tệp hỏng."), 503)])
def test_what_cannot_be_read_is_told_in_one_line(log: Log, error: Exception, status: int) -> None:
    def view_of() -> View:
        raise error

    answer = client_of(view_of, log).get(FILES[0])

    assert (answer.status_code, answer.text) == (status, str(error))
    assert log.notes == []
