"""The page as a phone and a desk show it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from notifier.chat_viewer import ChatServer
from tests.dashboard.accessibility import serious_violations
from tests.dashboard.browser import EXECUTABLE, Page, browser_page

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no chromium on this machine")

LOADED = "document.readyState === 'complete'"
LONG = "KIỂM SOÁT PHÂN KỲ – Đông Hà\n" + "PC02AA0001234 Cty A – BQ 63.410 kWh, đang 1 kỳ, phải 2 kỳ\n" * 25


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    with ChatServer(names={"PC02AA": "Đông Hà"}) as server:
        server.messages.add("PC02AA", LONG + "#PK-1 1/2", "1")
        server.messages.add("PC02AA", LONG + "#PK-1 2/2", "2")
        yield server


@pytest.mark.parametrize("width", [360, 390, 1440])
@pytest.mark.parametrize("path", ["/", "/?voi=PC02AA"])
@pytest.mark.parametrize("dark", [False, True])
def test_it_shows_cleanly(page: Page, chat: ChatServer, path: str, width: int, dark: bool) -> None:
    page.requests.clear()
    page.complaints.clear()
    page.open(chat.address + path, width=width, height=844, until=LOADED, dark=dark)

    assert page.complaints == []
    assert {urlsplit(url).hostname for url in page.requests if not url.startswith("data:")} == {"127.0.0.1"}
    assert page.value("document.documentElement.scrollWidth") == width
    assert page.value("[...document.querySelectorAll('h1')].filter((e) => e.offsetParent).length") == 1
    assert serious_violations(page) == []


def test_it_opens_at_the_newest_message(page: Page, chat: ChatServer) -> None:
    page.open(f"{chat.address}/?voi=PC02AA", width=390, height=844, until=LOADED)

    bottom = page.value("[...document.querySelectorAll('article')].at(-1).getBoundingClientRect().bottom")
    assert 700 < bottom <= 844


def test_a_new_message_shows_by_itself(page: Page, chat: ChatServer) -> None:
    page.open(f"{chat.address}/?voi=PC02AA", width=390, height=844, until=LOADED)
    chat.messages.add("PC02AA", "mới", "3")

    page.wait("document.querySelectorAll('article').length === 3")
