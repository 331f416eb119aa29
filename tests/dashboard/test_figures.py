"""What stands on the pages in a browser is what `phanky query` says, and what was worked out apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from phanky import vietnamese as vi
from tests.dashboard.browser import EXECUTABLE, READY, Page, browser_page
from tests.dashboard.homes import DIRECTOR, LEADER, served
from tests.runs import needs_real_data, real_run, sample_run, succeed

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no chromium on this machine")

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
CARDS = {
    "customers_in_scope": "Thuộc diện xét",
    "customers_too_few": "Thiếu kỳ",
    "customers_too_many": "Thừa kỳ",
    "customers_agreed": "Theo thỏa thuận",
    "customers_not_enough_data": "Chưa đủ dữ liệu",
    "customers_right": "Đúng phân kỳ",
}
_CARDS = "Object.fromEntries([...document.querySelectorAll('a.card')].map((c) => [c.querySelector('dt').innerText.trim(), c.querySelector('dd b').innerText]))"  # noqa: E501  # one expression


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


@pytest.fixture(scope="module")
def sample(shared_folder: Path) -> Path:
    return sample_run(shared_folder, "duckdb")


@pytest.fixture(scope="module", params=["leader", "director"])
def address(request: pytest.FixtureRequest, sample: Path) -> Iterator[str]:
    with served(sample, LEADER if request.param == "leader" else DIRECTOR) as found:
        yield found


def queried(home: Path, *where: str) -> dict[str, str]:
    """The cards as the command line answers for them."""
    filters = [part for wish in where for part in ("--where", wish)]
    (row,) = json.loads(succeed(home, "query", *CARDS, *filters, "--format", "json"))
    return {CARDS[name]: vi.number(value) for name, value in row.items() if name in CARDS}


def shown(page: Page, url: str, size: str) -> dict[str, str]:
    width, height = SIZES[size]
    page.open(url, width=width, height=height, until=READY)
    found: dict[str, str] = page.value(_CARDS)
    return {label: value for label, value in found.items() if label in CARDS.values()}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("month", ["2026-10", "2026-09"])
def test_a_units_cards_are_what_query_says(page: Page, address: str, sample: Path, month: str, size: str) -> None:
    told = shown(page, f"{address}/don-vi/PC02AA?thang={month}", size)

    assert told == queried(sample, f"month={month}", "unit_code=PC02AA")


@pytest.mark.parametrize("size", SIZES)
def test_the_cards_of_tong_quan_are_those_of_whom_the_reader_sees(page: Page, sample: Path, size: str) -> None:
    with served(sample, LEADER) as address:
        assert shown(page, f"{address}/?thang=2026-10", size) == queried(sample, "month=2026-10")
    with served(sample, DIRECTOR) as address:
        own = queried(sample, "month=2026-10", "unit_code=PC02AA")
        assert shown(page, f"{address}/?thang=2026-10", size) == own


def test_the_list_counts_what_query_counts(page: Page, sample: Path) -> None:
    wrong = json.loads(succeed(sample, "query", "customers_wrong", "--where", "month=2026-10", "--format", "json"))
    with served(sample, LEADER) as address:
        page.open(f"{address}/danh-sach?thang=2026-10", width=1440, height=900, until=READY)
        assert f"{vi.number(wrong[0]['customers_wrong'])} khách hàng" in page.value(
            "document.querySelector('main').innerText"
        )


@pytest.fixture(scope="module")
def real_address(shared_folder: Path) -> Iterator[str]:
    with served(real_run(shared_folder, "duckdb"), LEADER) as found:
        yield found


@needs_real_data
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("unit", "month", "in_scope", "right", "too_few", "too_many"),
    [
        ("PC02BB", "2026-06", "38", "30", "5", "3"),
        ("PC02BB", "2026-09", "37", "30", "5", "2"),
        ("PC02KK", "2026-06", "33", "31", "1", "1"),
        ("PC02KK", "2026-09", "33", "29", "3", "1"),
        ("PC02AA", "2026-06", "30", "25", "4", "1"),
        ("PC02AA", "2026-09", "30", "26", "4", "0"),
    ],
)
def test_real_consumption_shows_what_was_worked_out_apart(
    page: Page,
    real_address: str,
    unit: str,
    month: str,
    in_scope: str,
    right: str,
    too_few: str,
    too_many: str,
    size: str,
) -> None:
    told = shown(page, f"{real_address}/don-vi/{unit}?thang={month}", size)

    assert (told["Thuộc diện xét"], told["Đúng phân kỳ"], told["Thiếu kỳ"], told["Thừa kỳ"]) == (
        in_scope, right, too_few, too_many,
    )  # fmt: skip
    assert (told["Theo thỏa thuận"], told["Chưa đủ dữ liệu"]) == ("0", "0")
