"""Releases that the tests of this room read: made once, never changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.marts import House, case, customer, rows_of, too_few


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An empty PHANKY_HOME."""
    return House(tmp_path / "home")


@pytest.fixture(scope="session")
def two_units(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One release: Đông Hà (PC02AA) with two customers in two months, Thành Cổ (PC02BB) with one."""
    home = House(tmp_path_factory.mktemp("two-units") / "home")
    verdicts = [
        case("PC02AA0000001", "2026-09"),
        case("PC02AA0000001", "2026-10"),
        case("PC02AA0000002", "2026-09"),
        too_few("PC02AA0000002", "2026-10"),
        too_few("PC02BB0000001", "2026-10", book_codes="SỔ BÍ MẬT"),
    ]
    names = [
        customer("PC02AA0000001", "Công ty Gỗ"),
        customer("PC02AA0000002", "Nhà máy nước"),
        customer("PC02BB0000001", "Khách của đơn vị khác"),
    ]
    home.release(rows_of(verdicts, dim_customers=names))
    return home
