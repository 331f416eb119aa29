from __future__ import annotations

from dashboard.access import SignedIn
from dashboard.address import Address
from dashboard.content import Contents
from dashboard.pages import PAGES
from dashboard.shell.rendering import to_html
from phanky.identity import whole_company
from semantic import Follower
from tests.whole_marts import WholeHouse


def shown(house: WholeHouse, releases: Follower) -> str:
    found = Contents(PAGES, house.settings, releases).show(SignedIn(whole_company("lan"), "Lan"), Address("/quy-dinh"))
    assert found.status == 200
    return to_html(found.tree)


def test_a_rule_stands_with_its_dates_its_thresholds_and_its_months(house: WholeHouse, releases: Follower) -> None:
    text = shown(house, releases)

    assert "từ 08/02/2025, chưa hết hạn" in text
    assert "từ 50.000 đến 100.000" in text
    assert "T9–T10/2026 (2 tháng)" in text


def test_a_citation_that_nobody_verified_says_so(house: WholeHouse, releases: Follower) -> None:
    text = shown(house, releases)

    assert text.count("chưa kiểm chứng") == 1  # of the finding; the decree's is verified


def test_a_rule_leads_to_its_model(house: WholeHouse, releases: Follower) -> None:
    assert 'href="/docs/#!/model/model.phanky.int_rules__mixed_books"' in shown(house, releases)
