"""Coming in and going out in a real browser; skipped where there is none."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from dashboard import PageServer, create_app, follow_releases
from dashboard.access import Access
from phanky.identity import Role
from phanky.ledger import open_ledger
from tests.dashboard.access.conftest import PASSWORD
from tests.dashboard.accessibility import serious_violations
from tests.dashboard.browser import EXECUTABLE, READY, Page, browser_page
from tests.dashboard.conftest import CASES
from tests.whole_marts import WholeHouse, rows_of

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that one director may come into."""
    house = WholeHouse(tmp_path_factory.mktemp("home"))
    house.release(rows_of(CASES))
    settings = house.settings
    with open_ledger(settings) as ledger, follow_releases(settings.home) as releases:
        ledger.users.add("hoa", password=PASSWORD, role=Role.DIRECTOR, units=["PC02AA"], who="test")
        server = PageServer(create_app(Access(settings, ledger), releases), port=0)
        threading.Thread(target=server.run, daemon=True).start()
        yield server.address.rstrip("/")
        server.close()


@pytest.fixture
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


def sign_in(page: Page) -> None:
    page.value("document.getElementById('ten').value = 'hoa'")
    page.value(f"document.getElementById('mat-khau').value = '{PASSWORD}'")
    page.value("document.querySelector('form').requestSubmit()")
    page.wait(READY)


def test_a_director_comes_in_where_the_link_led_and_goes_out_again(page: Page, address: str) -> None:
    page.open(f"{address}/don-vi/PC02AA", width=390, height=844, until="document.getElementById('ten')")
    assert page.value("document.documentElement.scrollWidth") == 390
    assert serious_violations(page) == []
    sign_in(page)

    assert page.value("location.pathname") == "/don-vi/PC02AA"
    assert page.value("document.querySelector('.who').textContent") == "hoaPC02AA"
    page.value("document.querySelector('form[action=\"/dang-xuat\"]').requestSubmit()")
    page.wait("document.body.innerText.includes('Đã đăng xuất')")
    page.open(f"{address}/", width=390, height=844, until="document.getElementById('ten')")
    # That what was kept for reading offline is gone is all that the browser has to say.
    assert [text for text in page.complaints if "Cleared data types" not in text] == []


def test_a_session_that_ends_leads_an_open_page_to_the_form(page: Page, address: str) -> None:
    page.open(f"{address}/", width=1440, height=900, until="document.getElementById('ten')")
    sign_in(page)
    page.call("Network.clearBrowserCookies")

    page.wait("document.getElementById('ten')", seconds=15)
