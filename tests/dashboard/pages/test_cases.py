"""Khách hàng sai phân kỳ, as a reader without scripts gets it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from phanky.ledger import Ledger
from tests.dashboard.conftest import CASES

Show = Callable[[str], str]
DEFAULTS = ["Mọi nhóm giá", "Bất kỳ", "Bất kỳ", "Không lọc", "Bình quân (kWh), giảm dần"]


@pytest.fixture
def show(client: FlaskClient) -> Show:
    """The HTML of an address, before any script."""

    def _show(search: str) -> str:
        answer = client.get(f"/danh-sach{search}", headers={"Accept": "text/html"})
        assert answer.status_code == 200
        return answer.text

    return _show


def tag(page: str, having: str) -> str:
    """The first tag that has an attribute."""
    found = re.search(rf"<[^>]*{re.escape(having)}[^>]*>", page)
    assert found is not None
    return found.group()


def chosen(page: str) -> list[str]:
    """The words of the choices that stand in the form."""
    return re.findall(r"<option [^>]*selected[^>]*>([^<]*)<", page)


def test_the_wrong_ones_of_the_newest_month_are_there_before_any_script(show: Show) -> None:
    page = show("")

    assert "2 khách hàng" in page
    assert 'href="/khach-hang/PC02AA0000003"' in page
    assert 'href="/khach-hang/PC02AA0000004"' in page
    assert 'href="/khach-hang/PC02AA0000001"' not in page


def test_every_row_says_its_verdict_in_word_and_swatch(show: Show) -> None:
    assert '<span class="swatch thua_ky" aria-hidden="true"></span>Thừa kỳ' in show("")


def test_a_tap_on_a_heading_sorts_and_the_sorted_one_says_so(show: Show) -> None:
    page = show("?xep=ma")

    assert re.search(r'<th [^>]*aria-sort="ascending"[^>]*><a href="/danh-sach\?xep=-ma">Mã KH</a>', page)
    assert '<a href="/danh-sach?xep=-binh-quan">Bình quân (kWh)</a>' in page


def test_a_chip_takes_its_filter_away_and_the_default_gives_way_to_all(show: Show) -> None:
    page = show("?don-vi=PC02AA&trang=1")

    assert 'href="/danh-sach"' in tag(page, 'aria-label="Bỏ lọc Đơn vị: Đông Hà"')
    assert 'href="/danh-sach?don-vi=PC02AA&amp;ket-luan=tat_ca"' in tag(page, 'aria-label="Bỏ lọc Kết luận: ')


def test_the_form_shows_what_is_chosen(show: Show) -> None:
    page = show("?don-vi=PC02BB&ket-luan=tat_ca&tim=kh%C3%A1ch")

    assert chosen(page) == ["T10/2026", "Thành Cổ", "Mọi kết luận", *DEFAULTS]
    assert 'value="khách"' in tag(page, 'name="tim"')


def test_several_verdicts_of_a_link_stay_chosen_in_the_form(show: Show) -> None:
    page = show("?ket-luan=thua_ky,thoa_thuan")

    assert chosen(page) == ["T10/2026", "Mọi đơn vị", "Thừa kỳ + Theo thỏa thuận", *DEFAULTS]
    assert "selected" in tag(page, 'value="thua_ky,thoa_thuan"')


def test_files_are_of_the_same_filters_and_of_a_named_month(show: Show) -> None:
    page = show("?don-vi=PC02AA&xep=ma&trang=1&nhung=1")

    assert 'href="/tai/danh-sach.xlsx?don-vi=PC02AA&amp;xep=ma&amp;thang=2026-10"' in page
    assert 'href="/tai/de-nghi.xlsx?don-vi=PC02AA&amp;xep=ma&amp;thang=2026-10"' in page


def test_nobody_found_offers_a_wider_search(show: Show) -> None:
    page = show("?tim=khong+co")

    assert "Không có khách hàng nào trong danh sách này khớp “khong co”." in page
    assert 'href="/danh-sach?tim=khong+co&amp;ket-luan=tat_ca"' in page
    assert "/tai/danh-sach.xlsx" not in page


def test_a_frame_of_the_portal_stays_one(show: Show) -> None:
    page = show("?nhung=1")

    assert 'href="/khach-hang/PC02AA0000003?nhung=1"' in page
    assert re.search(r"<input [^>]*nhung", page)


def test_what_the_address_asks_and_there_is_not_is_said(show: Show) -> None:
    assert "Bỏ qua đơn vị “PC99ZZ”: không có, hoặc ngoài phạm vi được xem." in show("?don-vi=PC99ZZ")


def test_a_closed_quarter_is_that_of_its_last_month(show: Show) -> None:
    page = show("?quy=2026-Q3&ket-luan=tat_ca")

    assert f"{len([row for row in CASES if row['month'] == '2026-09'])} khách hàng" in page
    assert "Q3/2026 (xét theo T9/2026)" in page


def test_the_files_are_reached_through_the_app_and_stand_in_the_audit_log(client: FlaskClient, ledger: Ledger) -> None:
    assert client.get("/tai/danh-sach.csv").data.count(b"\r\n") == 3
    (note,) = [entry for entry in ledger.audit() if entry.what == "export"]
    assert note.detail.endswith("Thiếu kỳ, Thừa kỳ: 2 rows")
