from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash import html

from dashboard.access import SignedIn
from dashboard.address import Address
from dashboard.content import Contents
from dashboard.pages.contract import Page
from dashboard.shell.rendering import to_html
from dashboard.view import View
from phanky.errors import UsageError
from phanky.identity import Identity, Role, of_units, whole_company
from phanky.settings import load_settings
from semantic import Follower
from tests.dashboard.conftest import damaged_release
from tests.marts import TAKEN_AT
from tests.whole_marts import WholeHouse

LEADER = SignedIn(whole_company("lan"), "Lan")
DIRECTOR = SignedIn(of_units("hoa", "PC02AA"), "Hoa")


def page(read: Callable[[View, Address], Any], path: str = "/", **more: Any) -> Page:
    return Page(path, "Trang thử", read, lambda values, _address: html.P(str(values)), icon="overview", **more)


def contents(house: WholeHouse, releases: Follower, *pages: Page, now: datetime | None = None) -> Contents:
    return Contents(pages, house.settings, releases, now=lambda: now or TAKEN_AT + timedelta(hours=3))


def test_a_page_stands_in_its_frame_with_the_age_of_its_data(house: WholeHouse, releases: Follower) -> None:
    shown = contents(house, releases, page(lambda _view, _address: 42)).show(LEADER, Address("/"))
    text = to_html(shown.tree)

    assert (shown.title, shown.status) == ("Trang thử", 200)
    assert "<p>42</p>" in text
    assert "cách đây 3 giờ" in text
    assert f"Bản {releases.release_id}" in text
    assert "Toàn công ty" in text


def test_old_data_say_since_when(house: WholeHouse, releases: Follower) -> None:
    late = contents(house, releases, page(lambda _view, _address: 1), now=TAKEN_AT + timedelta(hours=37))

    assert "Số liệu chưa cập nhật, đã lấy cách đây 37 giờ." in to_html(late.show(LEADER, Address("/")).tree)


def test_in_a_frame_of_the_portal_there_is_no_menu(house: WholeHouse, releases: Follower) -> None:
    made = contents(house, releases, page(lambda _view, _address: 42))
    text = to_html(made.show(LEADER, Address.parse("/", "?nhung=1")).tree)

    assert "<nav" not in text
    assert "<p>42</p>" in text


def test_a_page_is_read_once_for_one_release_scope_and_address(house: WholeHouse, releases: Follower) -> None:
    asked: list[str] = []

    def read(view: View, address: Address) -> str:
        asked.append(f"{view.release.scope_key} {address.href}")
        return "x"

    made = contents(house, releases, page(read))
    for address in ("", "", "?thang=2026-09", "?nhung=1"):
        made.show(LEADER, Address.parse("/", address))
    made.show(DIRECTOR, Address("/"))

    assert asked == ["* /", "* /?thang=2026-09", "* /?nhung=1", "PC02AA /"]


def test_a_page_for_others_is_not_there(house: WholeHouse, releases: Follower) -> None:
    made = contents(house, releases, page(lambda _view, _address: "secret", roles=frozenset({Role.LEADER})))
    shown = made.show(DIRECTOR, Address("/"))

    assert shown.status == 404
    assert "secret" not in to_html(shown.tree)
    assert "Không có trang này" in to_html(shown.tree)


def test_what_the_address_asks_and_there_is_not_is_told_with_a_way_on(house: WholeHouse, releases: Follower) -> None:
    def read(_view: View, _address: Address) -> None:
        raise UsageError("Không có tháng “2031-01”.")

    shown = contents(house, releases, page(read, "/a")).show(LEADER, Address.parse("/a", "?thang=2031-01"))
    text = to_html(shown.tree)

    assert shown.status == 404
    assert "Không có tháng “2031-01”." in text
    assert '<a class="button" href="/a">Mở lại trang này không kèm bộ lọc</a>' in text


def test_before_the_first_release_the_page_says_which_command_to_run(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    with Follower(settings.home, None) as releases:
        shown = Contents((), settings, releases).show(LEADER, Address("/"))

    assert "phanky run --source files --path" in to_html(shown.tree)


def test_a_damaged_release_is_told_on_the_page_that_is_served_on(house: WholeHouse, releases: Follower) -> None:
    made = contents(house, releases, page(lambda _view, _address: 42))
    before = made.show(LEADER, Address("/"))
    state = made.state
    new = damaged_release(house)
    releases.look()
    after = to_html(made.show(LEADER, Address("/")).tree)

    assert before.status == 200
    assert f"Bản mới {new} chưa dùng được, trang vẫn hiện bản trước." in after
    assert "<p>42</p>" in after
    assert made.state != state  # so that a page which is open asks anew


@pytest.mark.parametrize("identity", [whole_company("a"), of_units("b", "PC02AA", "PC02BB")])
def test_the_reader_sees_for_which_units(identity: Identity, house: WholeHouse, releases: Follower) -> None:
    made = contents(house, releases, page(lambda _view, _address: 1))
    text = to_html(made.show(SignedIn(identity, "Lan"), Address("/")).tree)

    assert ("Toàn công ty" in text) is (identity.units is None)
    assert ("PC02AA, PC02BB" in text) is (identity.units is not None)
