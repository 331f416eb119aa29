"""The page in a real browser; skipped where there is none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard import PageServer, create_app, follow_releases
from phanky.identity import whole_company
from tests.dashboard.browser import EXECUTABLE, Page, browser_page
from tests.dashboard.conftest import CASES
from tests.whole_marts import WholeHouse, rows_of

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no chromium on this machine")

DRAWN = "document.querySelector('.barlayer .point')"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    house = WholeHouse(tmp_path_factory.mktemp("home"))
    house.release(rows_of(CASES))
    with follow_releases(house.home) as releases:
        server = PageServer(create_app(house.settings, whole_company("test"), releases), port=0)
        threading.Thread(target=server.run, daemon=True).start()
        yield server.address
        server.close()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


@pytest.mark.parametrize("width", [360, 390, 760, 1440])
def test_the_page_never_scrolls_sideways(page: Page, address: str, width: int) -> None:
    page.open(address, width=width, height=844, until=DRAWN)

    assert page.value("document.documentElement.scrollWidth") == width


def test_no_request_leaves_this_machine_and_the_console_stays_silent(page: Page, address: str) -> None:
    page.requests.clear()
    page.complaints.clear()
    page.open(address, width=390, height=844, until=DRAWN)

    hosts = {urlsplit(url).hostname for url in page.requests if not url.startswith("data:")}
    assert hosts == {"127.0.0.1"}
    assert page.complaints == []


def test_light_and_dark_follow_the_reader(page: Page, address: str, tmp_path: Path) -> None:
    grounds = []
    for dark in (False, True):
        page.open(address, width=390, height=844, dark=dark, until=DRAWN)
        grounds.append(page.value("getComputedStyle(document.body).backgroundColor"))
        page.picture(tmp_path / f"dark-{dark}.png")

    assert grounds == ["rgb(244, 246, 248)", "rgb(16, 21, 27)"]


def test_the_phone_needs_no_small_targets(page: Page, address: str) -> None:
    page.open(address, width=390, height=844, until=DRAWN)

    heights = page.value("[...document.querySelectorAll('main a, main button')].map(e => e.offsetHeight)")
    assert heights
    assert min(heights) >= 44
