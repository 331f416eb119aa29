"""Cảnh báo sớm as readers see it and take it away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from dashboard import follow_releases
from dashboard.access import SignedIn
from dashboard.address import Address
from dashboard.content import Contents, Shown
from dashboard.outlook import EXCEL, add_routes
from dashboard.pages import PAGES
from dashboard.shell.rendering import to_html
from phanky.identity import Identity, of_units, whole_company
from semantic import Follower
from tests.dashboard.conftest import CASES
from tests.marts import word_rows
from tests.whole_marts import WholeHouse, rows_of

LEADER, DIRECTOR = whole_company("lan"), of_units("hoa", "PC02BB")
Row = dict[str, Any]

_WORDS = [
    ("direction", "tang", "Tăng qua ngưỡng"),
    ("direction", "giam", "Giảm qua ngưỡng"),
    ("forecast_source", "thang_truoc", "Bằng tháng gần nhất"),
    ("forecast_method", "cung_ky", "Theo cùng kỳ năm trước"),
    ("forecast_method", "ba_thang", "Như ba tháng gần nhất"),
]


def warned(customer: str, threshold: str = "duoi", direction: str = "tang", **changes: Any) -> Row:
    """A warning: 48,000 kWh a month now, 52,000 expected; two of ten such warnings failed to come true."""
    row: Row = {
        "customer_id": customer, "month": "2026-10", "month_date": date(2026, 10, 1), "quarter": "2026-Q4",
        "is_quarter_end": False, "target_month": "2026-11", "unit_code": customer[:6],
        "managing_unit_code": customer[:6], "price_group": "KDDV", "threshold": threshold, "direction": direction,
        "threshold_kwh": Decimal("50000.000"), "periods_now": 1, "periods_then": 2, "actual_periods": 1,
        "average_kwh": Decimal("48000.00"), "expected_average_kwh": Decimal("52000.00"),
        "known_kwh": Decimal("98000.000"), "known_months": 2, "expected_kwh": Decimal("58000.000"),
        "source": "cung_ky", "step": Decimal("1.1600"), "last_month_kwh": Decimal("50000.000"), "distance": "xa",
        "past_warnings": 10, "past_hits": 8, "hit_rate": Decimal("0.8000"), "customers_will_cross": 1,
    }  # fmt: skip
    return row | changes


def compared(method: str, predicted: int, happened: int, hits: int, quarter: str = "2026-Q3") -> Row:
    """What one method foretold for the lower threshold; the shares are worked out over all quarters by the page."""
    return {
        "quarter": quarter, "threshold": "duoi", "direction": "tat_ca", "method": method, "predicted": predicted,
        "happened": happened, "hits": hits,
    }  # fmt: skip


WARNED = [
    warned("PC02AA0000001"),
    warned(
        "PC02AA0000002", "tren", "giam", threshold_kwh=Decimal("100000.000"), periods_now=3, actual_periods=2,
        average_kwh=Decimal("104000.00"), expected_average_kwh=Decimal("99000.00"), hit_rate=Decimal("0.9000"),
        past_warnings=20, past_hits=18,
    ),
    warned(
        "PC02BB0000001", source="thang_truoc", step=None, hit_rate=None, past_warnings=0, past_hits=0,
    ),
]  # fmt: skip
QUALITY = [
    compared("cung_ky", 10, 12, 8),
    compared("cung_ky", 10, 8, 8, "2026-Q2"),
    compared("ba_thang", 5, 12, 5),
    compared("ba_thang", 5, 8, 4, "2026-Q2"),
]


def words_of_forecasts() -> list[Row]:
    common = {"rank": 1, "is_wrong": False, "is_right": False}
    return word_rows() + [{"word_set": s, "code": code, "label_vi": word} | common for s, code, word in _WORDS]


def released(folder: Path, **marts: list[Row]) -> WholeHouse:
    house = WholeHouse(folder)
    house.release(rows_of(CASES, **({"dim_words": words_of_forecasts()} | marts)))
    return house


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    return released(tmp_path, fct_early_warning=WARNED, agg_forecast_quality=QUALITY)


@pytest.fixture
def releases(house: WholeHouse) -> Iterator[Follower]:
    followed = follow_releases(house.home)
    yield followed
    followed.close()


def shown(house: WholeHouse, releases: Follower, search: str = "", identity: Identity = LEADER) -> Shown:
    return Contents(PAGES, house.settings, releases).show(SignedIn(identity, "Lan"), Address.parse("/canh-bao", search))


def html_of(page: Shown) -> str:
    text = to_html(page.tree)
    return text[text.index("<main") : text.index("</main>")]


def words(page: Shown) -> str:
    """What a reader reads, in order."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html_of(page))).strip()


def test_who_will_cross_is_told_with_why_and_how_sure(house: WholeHouse, releases: Follower) -> None:
    text = words(shown(house, releases))

    assert "3 khách hàng dự kiến có bình quân qua ngưỡng ở T11/2026, tính từ hóa đơn đến hết T10/2026." in text
    assert (
        "PC02AA0000001 · Đông Hà 48.000 52.000 ↗ 50.000 Tăng qua ngưỡng 58.000 +16,0 % như năm trước "
        "1 → 2 sổ 1 kỳ, khi đó chưa khớp 80 % 8/10 lần trước"
    ) in text
    assert "58.000 Bằng tháng gần nhất 1 → 2 sổ 1 kỳ, khi đó chưa khớp chưa rõ chưa có lần nào như vậy" in text


def test_the_surest_comes_first_and_one_never_warned_of_last(house: WholeHouse, releases: Follower) -> None:
    links = re.findall(r'href="/khach-hang/(\w+)"', html_of(shown(house, releases)))

    assert links == ["PC02AA0000002", "PC02AA0000001", "PC02BB0000001"]


def test_cards_count_each_crossing_and_lead_to_it(house: WholeHouse, releases: Follower) -> None:
    page = shown(house, releases)

    assert "↗ Tăng qua ngưỡng 50.000 2 ↗ Tăng qua ngưỡng 100.000 0" in words(page)
    assert "↘ Giảm qua ngưỡng 50.000 0 ↘ Giảm qua ngưỡng 100.000 1" in words(page)
    assert 'href="/canh-bao?nguong=tren&amp;huong=giam"' in html_of(page)


@pytest.mark.parametrize(
    ("search", "left"),
    [
        ("?don-vi=PC02AA", ["PC02AA0000002", "PC02AA0000001"]),
        ("?nguong=duoi", ["PC02AA0000001", "PC02BB0000001"]),
        ("?huong=giam", ["PC02AA0000002"]),
        ("?don-vi=PC02BB&nguong=tren", []),
    ],
)
def test_filters_of_the_address_leave_whom_they_name(
    search: str, left: list[str], house: WholeHouse, releases: Follower
) -> None:
    page = shown(house, releases, search)

    assert re.findall(r'href="/khach-hang/(\w+)"', html_of(page)) == left
    assert f"{len(left)} khách hàng dự kiến" in words(page)
    assert ("Bỏ bộ lọc" in words(page)) == (not left)


def test_a_director_sees_the_own_unit_and_how_good_the_company_s_warnings_were(
    house: WholeHouse, releases: Follower
) -> None:
    page = shown(house, releases, identity=DIRECTOR)

    assert re.findall(r'href="/khach-hang/(\w+)"', html_of(page)) == ["PC02BB0000001"]
    assert "1 khách hàng dự kiến" in words(page)
    assert "PC02AA" not in html_of(page)
    assert "báo trước được 80 %" in words(page)
    assert shown(house, releases, "?don-vi=PC02AA", DIRECTOR).status == 404


def test_precision_and_recall_stand_beside_those_of_the_simplest_forecast(
    house: WholeHouse, releases: Follower
) -> None:
    text = words(shown(house, releases))

    # ours 16 right of 20 foretold and of 20 that happened; the simplest 9 of 10 and of 20
    assert "Q2/2026 đến Q3/2026" in text
    assert "báo trước được 80 % số lần qua ngưỡng (cách đơn giản: 45 %)" in text
    assert "80 % xảy ra đúng (cách đơn giản: 90 %)" in text
    assert "50.000 Theo cùng kỳ năm trước 20 20 16 80 % 80 %" in text
    assert "50.000 Như ba tháng gần nhất 10 20 9 90 % 45 %" in text
    assert "chưa tốt hơn" not in text


@pytest.mark.parametrize("hits", [4, 5])
def test_the_page_says_so_when_ours_is_no_better(hits: int, tmp_path: Path) -> None:
    same = [compared("cung_ky", 10, 10, hits), compared("ba_thang", 10, 10, 5)]
    house = released(tmp_path, fct_early_warning=WARNED, agg_forecast_quality=same)
    releases = follow_releases(house.home)

    text = words(shown(house, releases))
    releases.close()

    assert "Ngưỡng 50.000 kWh: dự kiến này chưa tốt hơn cách đơn giản “như ba tháng gần nhất”." in text
    assert "báo trước được" not in text


def test_without_warnings_and_closed_quarters_the_page_says_so(tmp_path: Path) -> None:
    house = released(tmp_path)
    releases = follow_releases(house.home)

    page = shown(house, releases)
    releases.close()

    assert page.status == 200
    assert "Không khách hàng nào dự kiến qua ngưỡng." in words(page)
    assert "Chưa có quý nào đã khép để đối chiếu." in words(page)
    assert "Tải Excel" not in words(page)


@pytest.mark.parametrize("search", ["?don-vi=PC99ZZ", "?nguong=50000", "?huong=len", "?trang=0", "?trang=x"])
def test_what_there_is_not_is_told(search: str, house: WholeHouse, releases: Follower) -> None:
    page = shown(house, releases, search)

    assert page.status == 404
    assert "Mở lại trang này không kèm bộ lọc" in words(page)


def test_an_address_that_is_too_long_is_not_told_whole(house: WholeHouse, releases: Follower) -> None:
    longest = shown(house, releases, "?don-vi=" + "A" * 1500)

    assert longest.status == 404
    assert "A" * 41 not in words(longest)


def test_the_workbook_holds_exactly_the_filtered_rows_and_is_noted(house: WholeHouse, releases: Follower) -> None:
    notes: list[tuple[str, str, int]] = []
    contents = Contents(PAGES, house.settings, releases)
    server = Flask("test")
    add_routes(
        server,
        lambda: contents.view(SignedIn(LEADER, "Lan")),
        lambda who, what, rows: notes.append((who.name, what, rows)),
    )

    answer = server.test_client().get(f"{EXCEL}?don-vi=PC02AA&trang=7")
    book = openpyxl.load_workbook(BytesIO(answer.data))
    rows = [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]

    assert [row[:1] + row[5:8] for row in rows[1:]] == [
        ("PC02AA0000002", 100000, 104000, 99000),
        ("PC02AA0000001", 50000, 48000, 52000),
    ]
    assert notes == [("lan", f"{EXCEL} {releases.release_id} Đông Hà · Cả hai ngưỡng · Cả hai chiều", 2)]
    assert server.test_client().get(f"{EXCEL}?don-vi=PC99ZZ").status_code == 404
