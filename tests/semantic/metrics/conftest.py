"""The hand-made release, opened for those who ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from phanky.identity import of_units, whole_company
from semantic import Release, open_release
from tests.golden_release import golden_run


@pytest.fixture(scope="session")
def golden_home(shared_folder: Path) -> Path:
    """PHANKY_HOME with the release of dbt_project/golden."""
    return golden_run(shared_folder)


@pytest.fixture(scope="session")
def company(golden_home: Path) -> Iterator[Release]:
    """The hand-made release as the whole company sees it."""
    with open_release(whole_company("trưởng phòng"), home=golden_home) as opened:
        yield opened


@pytest.fixture(scope="session")
def dong_ha(golden_home: Path) -> Iterator[Release]:
    """The hand-made release as the director of Đông Hà (PC02AA) sees it."""
    with open_release(of_units("giám đốc Đông Hà", "PC02AA"), home=golden_home) as opened:
        yield opened


@pytest.fixture(scope="session")
def thanh_co(golden_home: Path) -> Iterator[Release]:
    """The hand-made release as the director of Thành Cổ (PC02BB) sees it."""
    with open_release(of_units("giám đốc Thành Cổ", "PC02BB"), home=golden_home) as opened:
        yield opened
