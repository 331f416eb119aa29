"""The list in a real browser: files with their progress, the scrolled table, filters by keyboard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard.accessibility import serious_violations
from tests.dashboard.browser import EXECUTABLE, READY, Page, browser_page
from tests.dashboard.homes import DIRECTOR, served
from tests.runs import sample_run

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no chromium on this machine")

GRID_LINK = "document.querySelector('[row-index=\"0\"] a')"


@pytest.fixture(scope="module")
def address(shared_folder: Path) -> Iterator[str]:
    with served(sample_run(shared_folder, "duckdb"), DIRECTOR) as found:
        yield found


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


def test_a_file_says_how_far_it_is_and_is_kept_under_its_name(page: Page, address: str, tmp_path: Path) -> None:
    page.open(f"{address}/danh-sach", width=1440, height=900, until=READY)
    page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.complaints.clear()
    page.value("document.querySelector('a[data-export]').click()")

    page.wait("document.querySelector('.export-status').textContent === 'Đã tải xong'")
    assert page.complaints == []
    end = time.monotonic() + 10
    while not (kept := [file.name for file in tmp_path.glob("*.xlsx")]):
        assert time.monotonic() < end, "the file was not kept"
        time.sleep(0.1)
    assert kept[0].startswith("danh-sach_2026-10_")
    assert page.value("location.pathname") == "/danh-sach"


def test_the_scrolled_table_reads_what_is_scrolled_to_in_vietnamese(page: Page, address: str) -> None:
    page.complaints.clear()
    page.open(f"{address}/danh-sach?bang=1&ket-luan=tat_ca&xep=ma", width=1440, height=900, until=GRID_LINK)

    assert page.value(f"{GRID_LINK}.getAttribute('href')").startswith("/khach-hang/PC02AA")
    assert page.value("getComputedStyle(document.querySelector('.ag-cell')).fontFamily").startswith('"Be Vietnam Pro"')
    assert serious_violations(page) == []
    assert page.complaints == []


def test_a_search_needs_no_reload_and_no_mouse(page: Page, address: str) -> None:
    page.open(f"{address}/danh-sach?ket-luan=tat_ca", width=1440, height=900, until=READY)
    page.value("window.stayed = true; document.getElementById('tim').focus()")
    page.call("Input.insertText", text="THOẢ thuan")
    for kind in ("keyDown", "keyUp"):
        page.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")

    names = "[...document.querySelectorAll('td.ten')].map((cell) => cell.textContent)"
    page.wait(f"location.search.includes('tim=') && {names}.every((name) => /thỏa thuận/i.test(name))")
    assert page.value(f"{names}.length") > 1
    assert page.value("window.stayed") is True


@pytest.mark.parametrize("width", [360, 390, 430])
def test_a_phone_shows_cards_that_lead_to_the_customer(page: Page, address: str, width: int) -> None:
    page.open(f"{address}/danh-sach", width=width, height=844, until=READY)

    assert page.value("document.documentElement.scrollWidth") == width
    assert page.value("getComputedStyle(document.querySelector('table.cases tbody tr')).display") == "grid"
    page.value("window.card = document.querySelector('table.cases tbody tr'); card.scrollIntoView({block: 'center'})")
    page.value("window.box = card.getBoundingClientRect(); 1")
    middle = "document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)"
    assert page.value(f"{middle}.getAttribute('href')").startswith("/khach-hang/PC02AA")
