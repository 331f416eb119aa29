"""A release of two units with names to look for, seen by the company and by one unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dashboard.view import View
from phanky.identity import Identity, of_units, whole_company
from semantic import open_release
from tests.marts import case, customer, too_few
from tests.whole_marts import WholeHouse, agreed, finding, not_enough, rows_of, too_many

WOOD, WATER, SCHOOL, HOTEL = "PC02AA0000003", "PC02AA0000004", "PC02AA0000005", "PC02BB0000001"
VERDICTS = [
    too_few(WOOD, "2026-09"),
    case(WATER, "2026-09"),
    case("PC02AA0000001"),
    too_few(WOOD),
    too_many(WATER, average_kwh=30_000, price_groups="KDDV, SHBT"),
    agreed(SCHOOL),
    not_enough("PC02AA0000006"),
    too_few(HOTEL, average_kwh=81_000.5, actual_periods=1, wrong_since_month="2026-10"),
]
NAMES = [
    customer(WOOD, "Công ty Gỗ Đông Hà"),
    customer(WATER, "Nhà máy nước (Đường 9)"),
    customer(SCHOOL, "Trường Nguyễn Huệ"),
    customer(HOTEL, "=Khách sạn"),
    *(customer(code, "Khách khác") for code in ("PC02AA0000001", "PC02AA0000006")),
]
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> WholeHouse:
    """The home with the release."""
    built = WholeHouse(tmp_path_factory.mktemp("cases") / "home")
    built.release(rows_of(VERDICTS, dim_customers=NAMES, fct_rule_results=[finding(WATER), finding(WOOD, "2026-09")]))
    return built


def view_for(home: WholeHouse, identity: Identity) -> View:
    """What somebody sees of it."""
    return View(open_release(identity, home=home.home), identity, home.settings, NOW)


@pytest.fixture(scope="module")
def company(home: WholeHouse) -> Iterator[View]:
    """Everything."""
    view = view_for(home, whole_company("Trần Lan"))
    yield view
    view.release.close()


@pytest.fixture(scope="module")
def dong_ha(home: WholeHouse) -> Iterator[View]:
    """One unit."""
    view = view_for(home, of_units("Giám đốc Đông Hà", "PC02AA"))
    yield view
    view.release.close()
