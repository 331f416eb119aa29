"""Every page as leader and as unit director, on a desk and on a phone, in a real browser over a real release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from phanky.identity import whole_company
from semantic import open_release
from tests.dashboard.accessibility import serious_violations
from tests.dashboard.browser import EXECUTABLE, READY, Page, browser_page
from tests.dashboard.homes import DIRECTOR, LEADER, served
from tests.runs import sample_run

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no chromium on this machine")

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
PAGES = [
    "/",
    "/?thang=2026-06",
    "/don-vi",
    "/don-vi/PC02AA",
    "/don-vi/PC02BB",
    "/danh-sach",
    "/danh-sach?tim=dong+ha&ket-luan=thieu_ky",
    "/danh-sach?bang=1",
    "/khach-hang/{customer}",
    "/canh-bao",
    "/khach-hang-lon",
    "/kham-pha",
    "/kham-pha?chi-so=customers_in_scope&theo=unit_code&theo=verdict",
    "/quy-dinh",
    "/du-lieu",
    "/tin-nhan",
    "/khong-co-trang-nay",
]


@pytest.fixture(scope="module")
def home(shared_folder: Path) -> Path:
    """PHANKY_HOME with the sample."""
    return sample_run(shared_folder, "duckdb")


@pytest.fixture(scope="module")
def customer(home: Path) -> str:
    """A customer of PC02AA who is read too seldom."""
    with open_release(whole_company("t"), home=home, marts=["fct_reading_period_compliance"]) as release:
        wrong = {"managing_unit_code": "PC02AA", "verdict": "thieu_ky"}
        rows = release.rows("fct_reading_period_compliance", ["customer_id"], wrong, ["-month"], 1).to_pylist()
    return str(rows[0]["customer_id"])


@pytest.fixture(scope="module", params=["leader", "director"])
def address(request: pytest.FixtureRequest, home: Path) -> Iterator[str]:
    """A server that takes everybody for the leader, or for the director of PC02AA."""
    with served(home, LEADER if request.param == "leader" else DIRECTOR) as found:
        yield found


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", SIZES)
def test_a_page_shows_cleanly(page: Page, address: str, customer: str, path: str, size: str) -> None:
    width, height = SIZES[size]
    page.requests.clear()
    page.complaints.clear()
    page.open(address + path.format(customer=customer), width=width, height=height, until=READY)

    assert {urlsplit(url).hostname for url in page.requests if not url.startswith("data:")} == {"127.0.0.1"}
    is_missing = "khong-co" in path
    assert [text for text in page.complaints if not (is_missing and "404" in text)] == []
    assert page.value("document.documentElement.scrollWidth") == width
    assert page.value("document.querySelectorAll('main h1').length") == 1
    assert serious_violations(page) == []


@pytest.mark.parametrize("width", [360, 430])
@pytest.mark.parametrize("path", ["/", "/don-vi/PC02AA", "/danh-sach", "/khach-hang/{customer}", "/canh-bao"])
def test_no_phone_scrolls_sideways_and_no_target_is_too_small(
    page: Page, address: str, customer: str, path: str, width: int
) -> None:
    page.open(address + path.format(customer=customer), width=width, height=800, until=READY)

    assert page.value("document.documentElement.scrollWidth") == width
    targets = ".bar a, .bar summary, .top summary, .button, .chip, .filters select, a.card"
    low = "(e) => e.offsetParent && e.offsetHeight < 44"
    assert page.value(f"[...document.querySelectorAll('{targets}')].filter({low}).map((e) => e.outerHTML)") == []
