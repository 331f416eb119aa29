from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.access import SignedIn
from dashboard.address import Address
from dashboard.content import Contents
from dashboard.pages import PAGES
from dashboard.shell.rendering import to_html
from phanky.identity import of_units, whole_company
from semantic import Follower
from tests.whole_marts import WholeHouse

LEADER = SignedIn(whole_company("lan"), "Lan")
DIRECTOR = SignedIn(of_units("hoa", "PC02AA"), "Hoa")
Show = Callable[..., tuple[int, str]]


@pytest.fixture
def show(house: WholeHouse, releases: Follower) -> Show:
    made = Contents(PAGES, house.settings, releases)

    def shown(path: str, search: str = "", who: SignedIn = LEADER) -> tuple[int, str]:
        found = made.show(who, Address.parse(path, search))
        return found.status, to_html(found.tree)

    return shown


def test_the_conclusion_comes_before_its_reasons(show: Show) -> None:
    status, text = show("/khach-hang/PC02AA0000003")

    assert status == 200
    places = [
        text.index(part) for part in ("Kết luận T10/2026", "Thiếu kỳ", "Sản lượng từng tháng", "Vì sao", "Biên nhận")
    ]
    assert places == sorted(places)
    assert "T8/2026 (3 tháng)" in text


def test_the_same_page_argues_another_month(show: Show) -> None:
    _, text = show("/khach-hang/PC02AA0000001", "?thang=2026-09")

    assert "Kết luận T9/2026" in text
    assert 'href="/khach-hang/PC02AA0000001?thang=2026-10"' in text
    assert '<option selected value="2026-09">' in text


def test_an_agreement_is_shown_with_its_document(show: Show) -> None:
    _, text = show("/khach-hang/PC02AA0000005")

    assert "2 kỳ, văn bản 15/TT" in text


def test_a_verdict_without_an_average_shows_its_reason_and_no_empty_average(show: Show) -> None:
    _, text = show("/khach-hang/PC02AA0000006")

    assert "<p>Thiếu hóa đơn</p>" in text
    assert "<dt>Bình quân</dt>" not in text


def test_a_foreign_customer_and_none_get_the_same_answer(show: Show) -> None:
    status, foreign = show("/khach-hang/PC02BB0000001", who=DIRECTOR)
    missing = show("/khach-hang/PC02BB0000009", who=DIRECTOR)

    assert status == 404
    assert missing == (404, foreign.replace("PC02BB0000001", "PC02BB0000009"))
    assert "Về Tổng quan" in foreign


def test_a_month_that_is_not_judged_leads_back_to_the_newest(show: Show) -> None:
    status, text = show("/khach-hang/PC02AA0000001", "?thang=2020-01")

    assert status == 404
    assert 'href="/khach-hang/PC02AA0000001"' in text


def test_in_a_frame_of_the_portal_choosing_a_month_stays_in_it(show: Show) -> None:
    _, text = show("/khach-hang/PC02AA0000001", "?nhung=1")

    assert '<input name="nhung" value="1" type="hidden">' in text
    assert 'action="/khach-hang/PC02AA0000001"' in text


def test_a_code_that_looks_like_a_tag_is_text(show: Show) -> None:
    status, text = show("/khach-hang/<script>alert(1)<script>")

    assert status == 404
    assert "<script>alert" not in text
