"""Khách hàng lớn, trọng điểm, as a reader without scripts gets it."""

from __future__ import annotations

import pyarrow as pa
from flask.testing import FlaskClient

from phanky.ledger import KEY_CUSTOMER_LIST, Ledger


def page(client: FlaskClient, search: str = "") -> str:
    return client.get(f"/khach-hang-lon{search}", headers={"Accept": "text/html"}).text


def test_the_chart_says_in_words_what_it_shows(client: FlaskClient) -> None:
    told = "7 khách hàng đầu dùng 100,0 % sản lượng của phạm vi đang xem; đứng đầu là "

    assert page(client).count(told) >= 2
    assert 'role="img"' in page(client)


def test_customers_and_units_lead_on(client: FlaskClient) -> None:
    text = page(client)

    assert 'href="/khach-hang/PC02AA0000003"' in text
    assert 'href="/don-vi/PC02AA"' in text


def test_without_key_customers_the_page_says_how_to_bring_them_in(client: FlaskClient) -> None:
    assert "phanky import key-customers DANH_SÁCH.xlsx" in page(client, "?chon=trong-diem")


def test_where_nobody_is_key_they_have_no_part(client: FlaskClient) -> None:
    assert '<dt>Trọng điểm</dt><dd>0<span class="change">0,0 % sản lượng</span></dd>' in page(client)


def test_a_newly_imported_list_is_on_the_page_at_once(client: FlaskClient, ledger: Ledger) -> None:
    assert "Thủy lợi" not in page(client)

    row = {"MA_KHANG": "PC02AA0000003", "LY_DO": "Thủy lợi", "GHI_CHU": None}
    table = pa.Table.from_pylist([row], schema=KEY_CUSTOMER_LIST.schema)
    ledger.lists.replace(KEY_CUSTOMER_LIST, table, file="a.xlsx", sha256="0" * 64, who="lan")

    assert "Thủy lợi" in page(client)


def test_taking_the_list_away_is_written_down(client: FlaskClient, ledger: Ledger) -> None:
    answer = client.get("/tai/khach-hang-lon.xlsx?chon=lon&don-vi=PC02AA")

    assert answer.status_code == 200
    (note,) = [note for note in ledger.audit() if note.what == "export"]
    assert note.detail.startswith("/tai/khach-hang-lon.xlsx ")
    assert "T10/2026; Đông Hà; Tất cả nhóm giá; Khách hàng lớn" in note.detail


def test_a_month_that_is_not_judged_is_told_with_those_that_are(client: FlaskClient) -> None:
    answer = client.get("/khach-hang-lon?thang=2031-01", headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert "Kỳ “2031-01” chưa xét. Có từ T9/2026 đến T10/2026" in answer.text
