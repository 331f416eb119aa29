"""A PHANKY_HOME for each test of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.marts import FEWEST_SPECS, House


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An empty PHANKY_HOME."""
    return House(tmp_path / "home")


@pytest.fixture
def small_house(tmp_path: Path) -> House:
    """An empty PHANKY_HOME whose releases hold few marts."""
    return House(tmp_path / "home", FEWEST_SPECS)
