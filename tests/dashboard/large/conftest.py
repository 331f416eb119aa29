"""Two units: a steel works that nearly is its unit, a hotel, a school and a pump; and a list of key customers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from dashboard.view import View
from phanky.identity import Identity, of_units, whole_company
from phanky.ledger import KEY_CUSTOMER_LIST
from semantic import open_release
from tests.marts import Row, case, customer
from tests.whole_marts import WholeHouse, rows_of

STEEL, SCHOOL, PUMP, HOTEL = "PC02AA0000001", "PC02AA0000002", "PC02AA0000003", "PC02BB0000001"


def used(code: str, month: str, kwh: int, **changes: Any) -> Row:
    """A judged month with so many kWh billed."""
    return case(code, month, kwh_month_3=Decimal(kwh), **changes)


USED = [
    used(STEEL, "2025-10", 500_000, price_groups="SXBT"),
    used(STEEL, "2026-09", 750_000, price_groups="SXBT"),
    used(STEEL, "2026-10", 600_000, price_groups="SXBT", verdict="thieu_ky"),
    used(SCHOOL, "2026-09", 100_000),
    used(SCHOOL, "2026-10", 120_000),
    used(PUMP, "2026-10", 30_000),
    used(HOTEL, "2025-10", 0),
    used(HOTEL, "2026-10", 250_000),
]
NAMES = [customer(STEEL, "Thép Đông Hà"), customer(SCHOOL, "Trường học"), customer(PUMP, "Trạm bơm"),
         customer(HOTEL, "Khách sạn")]  # fmt: skip
WATCHED = [
    {"MA_KHANG": PUMP, "LY_DO": "Thủy lợi", "GHI_CHU": "Hai nguồn"},
    {"MA_KHANG": HOTEL, "LY_DO": None, "GHI_CHU": None},
    {"MA_KHANG": "PC02AA9999999", "LY_DO": "Bệnh viện", "GHI_CHU": None},
]
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> WholeHouse:
    """The home with the release."""
    built = WholeHouse(tmp_path_factory.mktemp("large") / "home")
    built.release(rows_of(USED, dim_customers=NAMES))
    return built


def view_for(home: WholeHouse, identity: Identity) -> View:
    """What somebody sees of it."""
    table = pa.Table.from_pylist(WATCHED, schema=KEY_CUSTOMER_LIST.schema)
    return View(open_release(identity, home=home.home), identity, home.settings, NOW, lambda: ("v1", table))


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
