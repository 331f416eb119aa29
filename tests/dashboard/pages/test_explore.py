"""Khám phá, as a reader without scripts gets it: the same figures as the semantic layer gives, and files of them."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from flask.testing import FlaskClient

from phanky.ledger import Ledger


def page(client: FlaskClient, search: str = "") -> str:
    answer = client.get(f"/kham-pha{search}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return re.sub(r'<script id="phanky-start".*', "", answer.text, flags=re.DOTALL)


def rows(text: str) -> list[list[str]]:
    """The cells of the table of the answer."""
    found = re.findall(r"<tr>(.*?)</tr>", text.rpartition("<tbody>")[2])
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", row)] for row in found]


def test_without_a_question_the_wrong_ones_of_each_unit_are_shown(client: FlaskClient) -> None:
    assert rows(page(client)) == [["Đông Hà", "2"], ["Thành Cổ", "0"]]


def test_two_dimensions_are_a_table_of_shades_with_words_for_codes(client: FlaskClient) -> None:
    text = page(client, "?chi-so=customers_in_scope&theo=unit_code&theo=verdict")

    assert 'class="shades"' in text
    assert ["Đông Hà", "Thiếu kỳ", "1"] in rows(text)


def test_one_number_stands_alone_with_its_unit(client: FlaskClient) -> None:
    text = page(client, "?chi-so=customers_in_scope&thang=2026-10")

    assert '<p class="figure">7 KH</p>' in text
    assert "T10/2026 · từ agg_unit_month · bản " in text


def test_filters_limit_the_answer_and_can_be_taken_away(client: FlaskClient) -> None:
    text = page(client, "?chi-so=customers_in_scope&theo=unit_code&ket-luan=dung&don-vi=PC02AA")

    assert rows(text) == [["Đông Hà", "2"]]
    assert 'aria-label="Bỏ lọc Kết luận: Đúng phân kỳ"' in text
    assert 'href="/kham-pha?chi-so=customers_in_scope&amp;theo=unit_code&amp;don-vi=PC02AA"' in text


def test_the_sql_that_ran_is_shown_with_its_values(client: FlaskClient) -> None:
    assert "&#x27;thieu_ky&#x27;" in page(client, "?chi-so=customers_in_scope&theo=month&ket-luan=thieu_ky")


def test_a_quarter_is_its_months(client: FlaskClient) -> None:
    assert "T9/2026 · từ" in page(client, "?chi-so=kwh_total&theo=unit_code&tu=2026-Q3&den=2026-Q3")


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("?chi-so=customers_wrng", "Gần giống: customers_wrong"),
        ("?chi-so=findings&theo=verdict", "findings không chia hay lọc theo verdict. Dùng được: month, quarter, "),
        ("?chi-so=kwh_total&tu=2031-01", "Không có tháng hay quý “2031-01”. Có từ T9/2026 đến T10/2026."),
        ("?chi-so=kwh_total&tu=2026-10&den=2026-09", "2026-09 đứng trước 2026-10"),
        ("?chi-so=kwh_total&theo=month&theo=quarter&theo=unit_code", "Chỉ chia theo được 2 chiều cùng lúc."),
        ("?chi-so=kwh_total&don_vi=PC02AA", "Không có bộ lọc “don_vi”."),
        ("?chi-so=kwh_total&ket-luan=sai", "“sai”"),
        ("?chi-so=kwh_total&required-periods=hai", "required_periods nhận một số nguyên"),
    ],
)
def test_what_cannot_be_asked_is_told_and_the_form_stays(client: FlaskClient, search: str, told: str) -> None:
    text = page(client, search)

    assert told in text
    assert 'name="chi-so"' in text
    assert "<table" not in text


def test_a_workbook_has_every_row_as_numbers_and_says_what_was_asked(client: FlaskClient, ledger: Ledger) -> None:
    answer = client.get("/tai/kham-pha.xlsx?chi-so=kwh_total&theo=customer_id&theo=month&thang=2026-10")

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    sheet = [[cell.value for cell in row] for row in book["Khám phá"].iter_rows()]
    assert sheet[0] == ["Mã khách hàng", "Tháng", "Sản lượng (kWh)"]
    assert len(sheet) == 8
    assert sheet[1][0].startswith("PC02")
    assert isinstance(sheet[1][2], int | float)
    about = {row[0].value: row[1].value for row in book["Thông tin"].iter_rows()}
    assert about["Tháng được tính"] == "T10/2026"
    assert about["Câu SQL đã chạy"].startswith("SELECT")
    (note,) = [note for note in ledger.audit() if note.what == "export"]
    assert note.detail.endswith(": 7 rows")


def test_a_text_file_has_codes_and_the_words_for_them(client: FlaskClient) -> None:
    answer = client.get("/tai/kham-pha.csv?chi-so=customers_in_scope&theo=verdict&don-vi=PC02AA")

    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Kết luận;Kết luận (tên);Khách hàng thuộc diện xét (KH)"
    assert "thieu_ky;Thiếu kỳ;1" in lines


def test_a_file_of_what_cannot_be_asked_is_refused_in_one_line(client: FlaskClient) -> None:
    answer = client.get("/tai/kham-pha.csv?chi-so=khong_co")

    assert (answer.status_code, answer.text.count("\n")) == (404, 0)
