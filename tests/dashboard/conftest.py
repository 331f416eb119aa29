"""A published release and the server over it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import create_app
from phanky.identity import whole_company
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, agreed, not_enough, rows_of, too_many

CASES = [
    case("PC02AA0000001", "2026-09"),
    too_few("PC02AA0000003", "2026-09"),
    case("PC02AA0000001"),
    case("PC02AA0000002"),
    too_few("PC02AA0000003"),
    too_many("PC02AA0000004"),
    agreed("PC02AA0000005"),
    not_enough("PC02AA0000006"),
    case("PC02BB0000001"),
]


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    """A home with one release of two units."""
    built = WholeHouse(tmp_path)
    built.release(rows_of(CASES))
    return built


@pytest.fixture
def client(house: WholeHouse) -> FlaskClient:
    """A client of the server over it."""
    return create_app(house.settings, whole_company("test")).test_client()
