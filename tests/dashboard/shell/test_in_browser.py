"""The frame around the pages in a real browser; skipped where there is none."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import PageServer, create_app, follow_releases
from dashboard.access import Access
from phanky.identity import whole_company
from phanky.ledger import open_ledger
from tests.dashboard.browser import EXECUTABLE, READY, Page, browser_page
from tests.dashboard.conftest import CASES
from tests.marts import case
from tests.whole_marts import WholeHouse, rows_of

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no chromium on this machine")

MARK = "window.stillTheSame = true"


class Served:
    """A home and the server over it."""

    def __init__(self, house: WholeHouse, server: PageServer) -> None:
        self.house, self.server, self.address = house, server, server.address.rstrip("/")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    house = WholeHouse(tmp_path_factory.mktemp("home"))
    house.release(rows_of(CASES))
    with open_ledger(house.settings) as ledger, follow_releases(house.home) as releases:
        access = Access(house.settings, ledger, operator=whole_company("Người trực"))
        server = PageServer(create_app(access, releases), port=0)
        threading.Thread(target=server.run, daemon=True).start()
        yield Served(house, server)
        server.close()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


@pytest.fixture
def phone(page: Page, served: Served) -> Page:
    page.open(served.address, width=390, height=844, until=READY)
    return page


def test_a_link_shows_another_page_without_reloading_and_back_leads_back(phone: Page) -> None:
    phone.value(MARK)
    phone.value("document.querySelector('main').insertAdjacentHTML('beforeend', '<a id=away href=/khong-co>x</a>')")
    phone.value("document.getElementById('away').click()")
    phone.wait("document.title.startsWith('Không có trang này')")

    assert phone.value("[location.pathname, document.activeElement.textContent, window.stillTheSame]") == [
        "/khong-co",
        "Không có trang này",
        True,
    ]
    phone.value("history.back()")
    phone.wait("document.title.startsWith('Tổng quan')")
    assert phone.value("[location.pathname, window.stillTheSame]") == ["/", True]


def test_the_page_that_was_served_as_html_goes_when_dash_has_drawn_it(phone: Page) -> None:
    assert phone.value("document.querySelectorAll('main').length") == 1
    assert phone.value("document.getElementById('ssr')") is None


def test_an_open_page_shows_a_new_release_by_itself_within_fifteen_seconds(phone: Page, served: Served) -> None:
    phone.value(MARK)
    phone.value("document.querySelector('details.account').open = true")
    new = served.house.release(rows_of([*CASES, case(f"PC02BB{time.time_ns() % 10_000_000:07d}")])).release_id
    phone.wait(f"document.querySelector('.release').textContent === 'Bản {new}'", seconds=15)

    assert phone.value("window.stillTheSame") is True
    assert phone.value("document.querySelector('details.account').open") is True  # nothing that was opened closes


def test_the_reader_chooses_light_or_dark_and_the_choice_stays(phone: Page, served: Served) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    assert phone.value(ground) == "rgb(244, 246, 248)"
    phone.value("document.querySelector('[data-does=theme]').click()")
    assert phone.value(ground) == "rgb(16, 21, 27)"
    phone.open(served.address, width=390, height=844, until=READY)
    assert phone.value(ground) == "rgb(16, 21, 27)"
    phone.value("localStorage.clear()")


def test_dark_follows_the_device_where_nobody_chose(page: Page, served: Served) -> None:
    page.open(served.address, width=390, height=844, dark=True, until=READY)

    assert page.value("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 27)"


def test_dash_as_it_comes_shows_the_same_page(served: Served, page: Page, tmp_path: Path) -> None:
    settings = served.house.settings.model_copy(update={"stock_dash": True})
    text = "document.querySelector('#page').textContent"
    page.open(served.address, width=1440, height=900, until=READY)
    ours = page.value(text)
    with open_ledger(settings) as ledger, follow_releases(settings.home) as releases:
        server = PageServer(
            create_app(Access(settings, ledger, operator=whole_company("Người trực")), releases), port=0
        )
        threading.Thread(target=server.run, daemon=True).start()
        page.open(server.address, width=1440, height=900, until=READY)
        stock = page.value(text)
        server.close()

    assert stock == ours


def test_without_a_server_the_last_overview_is_there_with_its_date(page: Page, served: Served) -> None:
    page.open(served.address, width=390, height=844, until=READY)
    page.wait("navigator.serviceWorker.controller")
    page.wait(
        "caches.open('phanky-last-seen').then(k => k.keys()).then(k => window.kept = k.length), window.kept === 1"
    )
    served.server.close()
    page.open(f"{served.address}/don-vi", width=390, height=844, until="document.querySelector('.offline')")

    assert "Không có mạng. Đây là Tổng quan đã xem lúc" in page.value("document.querySelector('main').textContent")
    assert page.value("document.querySelector('h1').textContent") == "Tổng quan"
