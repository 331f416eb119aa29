"""Tổng quan and Đơn vị as readers see them."""

from __future__ import annotations

import re

import pytest

from dashboard.access import SignedIn
from dashboard.address import Address
from dashboard.content import Contents
from dashboard.pages import PAGES
from dashboard.shell.rendering import to_html
from phanky.identity import Identity, of_units, whole_company
from semantic import Follower
from tests.dashboard.conftest import CASES
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, finding, rows_of

LEADER, DIRECTOR, STRANGER = whole_company("lan"), of_units("hoa", "PC02AA"), of_units("an", "PC99ZZ")


def shown(house: WholeHouse, releases: Follower, identity: Identity, path: str) -> str:
    """The page's HTML without its frame."""
    where, _, search = path.partition("?")
    found = Contents(PAGES, house.settings, releases).show(SignedIn(identity, "Lan"), Address.parse(where, search))
    text = to_html(found.tree)
    return text[text.index("<article") : text.index("</article>")] if "<article" in text else text


def words(text: str) -> str:
    """What a reader reads, in order."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def test_a_leader_sees_the_company_its_newest_month_and_the_closed_quarter(
    house: WholeHouse, releases: Follower
) -> None:
    text = words(shown(house, releases, LEADER, "/"))

    assert "Toàn công ty" in text
    assert "T10/2026, bình quân T8–T10/2026 Tỷ lệ đúng 66,7 % 1 thiếu kỳ · 1 thừa kỳ" in text
    assert "Q3/2026, quý đã khép Tỷ lệ đúng 50,0 % 1 thiếu kỳ · 0 thừa kỳ" in text
    assert "+16,7 điểm % so với Q3/2026" in text
    assert "Thuộc diện xét 7 +5 so với Q3/2026" in text
    assert "Theo thỏa thuận 1 +1 so với Q3/2026" in text


def test_bars_lead_to_the_list_that_they_are_made_of(house: WholeHouse, releases: Follower) -> None:
    text = shown(house, releases, LEADER, "/")

    wanted = "/danh-sach?don-vi=PC02AA&amp;ket-luan=thieu_ky&amp;ket-luan=thua_ky&amp;ket-luan=chua_du_du_lieu"
    assert f'href="{wanted}"' in text
    assert 'title="Đông Hà: 1 thiếu kỳ, 1 thừa kỳ, 1 chưa đủ dữ liệu"' in text
    assert 'href="/don-vi/PC02AA"' in text


def test_an_older_month_stays_in_every_way_on(house: WholeHouse, releases: Follower) -> None:
    text = shown(house, releases, LEADER, "/?thang=2026-09")

    assert 'href="/danh-sach?ket-luan=thieu_ky&amp;thang=2026-09"' in text
    assert 'href="/don-vi/PC02AA?thang=2026-09"' in text


def test_a_director_sees_the_own_unit_first_and_no_way_into_another(house: WholeHouse, releases: Follower) -> None:
    text = shown(house, releases, DIRECTOR, "/")

    assert "Thuộc diện xét 6" in words(text)
    assert "Đông Hà xếp hạng 2/2 về tỷ lệ đúng." in words(text)
    assert "Thành Cổ" in text
    assert "don-vi=PC02BB" not in text
    assert "PC02BB0" not in text


def test_who_has_no_unit_sees_the_open_totals_and_no_customer(house: WholeHouse, releases: Follower) -> None:
    text = shown(house, releases, STRANGER, "/")

    assert "Thuộc diện xét 7" in words(text)
    assert "/khach-hang/" not in text


def test_whoever_is_new_is_named_with_the_reason(house: WholeHouse, releases: Follower) -> None:
    text = shown(house, releases, LEADER, "/")

    assert "1 khách hàng mới sai trong T10/2026" in words(text)
    assert "Thừa kỳ từ T10/2026 BQ 30.000 kWh: đang 2 kỳ, phải 1 kỳ" in words(text)
    assert 'href="/khach-hang/PC02AA0000004"' in text
    assert 'href="/danh-sach?sai-tu=2026-10"' in text


def test_units_are_ranked(house: WholeHouse, releases: Follower) -> None:
    text = words(shown(house, releases, LEADER, "/don-vi"))

    assert "Đông Hà PC02AA 1 1 1 1 2 6 60,0 % 50,0 % 2" in text
    assert "Thành Cổ PC02BB 0 0 0 0 1 1 100,0 % – 1" in text
    assert text.index("Đông Hà PC02AA") < text.index("Thành Cổ PC02BB")


def test_one_unit_with_its_rank_oldest_cases_and_parts(house: WholeHouse, releases: Follower) -> None:
    text = words(shown(house, releases, LEADER, "/don-vi/PC02AA"))

    assert "Đông Hà PC02AA Hạng 2/2 về tỷ lệ đúng" in text
    assert "Thiếu kỳ từ T8/2026 BQ 63.410 kWh: đang 1 kỳ, phải 2 kỳ" in text
    assert text.index("PC02AA0000003") < text.index("PC02AA0000004")
    assert "KDDV 6 2 60,0 %" in text
    assert "1 kỳ 2 2" in text  # two who must be and are read once; one too often, one by agreement
    assert "Không có phát hiện nào trong tháng này." in text


def test_findings_of_a_unit_lead_to_their_customers(house: WholeHouse, releases: Follower) -> None:
    house.release(rows_of([case(month="2026-09"), case()], fct_rule_results=[finding("PC02AA0000001")]))
    releases.look()
    text = shown(house, releases, LEADER, "/don-vi/PC02AA")

    assert "/danh-sach?don-vi=PC02AA&amp;ket-luan=tat_ca&amp;phat-hien=mixed_books" in text
    assert "Sổ khác số kỳ 1" in words(text)


def test_a_foreign_unit_shows_its_open_totals_and_says_so(house: WholeHouse, releases: Follower) -> None:
    house.release(rows_of([*CASES, too_few("PC02BB0000007")]))
    releases.look()
    text = shown(house, releases, DIRECTOR, "/don-vi/PC02BB")

    assert "Đơn vị này ngoài phạm vi tài khoản của bạn" in text
    assert "Thiếu kỳ 1" in words(text)
    assert "/danh-sach" not in text
    assert "PC02BB0" not in text


@pytest.mark.parametrize("path", ["/don-vi/PC99ZZ", "/don-vi/%27", "/?thang=x", "/don-vi?quy=2031-Q1"])
def test_what_there_is_not_is_told(house: WholeHouse, releases: Follower, path: str) -> None:
    assert "Không có số liệu như yêu cầu" in shown(house, releases, LEADER, path)
