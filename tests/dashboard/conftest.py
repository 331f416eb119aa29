"""A published release and the server over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import create_app, follow_releases
from phanky.identity import whole_company
from semantic import Follower
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


def damaged_release(house: WholeHouse) -> str:
    """Put another release into service and cut a file of it."""
    new = house.release(rows_of([*CASES, case("PC02BB0000009")])).release_id
    (house.home / "releases" / new / "marts" / "agg_unit_month" / "data.parquet").write_bytes(b"")
    return new


@pytest.fixture
def releases(house: WholeHouse) -> Iterator[Follower]:
    """What the server reads; a test looks for new releases itself."""
    followed = follow_releases(house.home)
    yield followed
    followed.close()


@pytest.fixture
def client(house: WholeHouse, releases: Follower) -> FlaskClient:
    """A client of the server over it."""
    return create_app(house.settings, whole_company("test"), releases).test_client()
