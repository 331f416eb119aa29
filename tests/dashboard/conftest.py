"""A published release and the server over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import create_app, follow_releases
from dashboard.access import Access
from phanky.identity import whole_company
from phanky.ledger import Ledger, open_ledger
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
def ledger(house: WholeHouse) -> Iterator[Ledger]:
    """The installation's ledger, without a user."""
    with open_ledger(house.settings) as opened:
        yield opened


@pytest.fixture
def server(house: WholeHouse, ledger: Ledger, releases: Follower) -> Flask:
    """The server over it; whoever asks on this machine is the operator, for nobody can sign in."""
    return create_app(Access(house.settings, ledger, operator=whole_company("Người trực")), releases)


@pytest.fixture
def client(server: Flask) -> FlaskClient:
    """A client of the server."""
    return server.test_client()
