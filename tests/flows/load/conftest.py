"""One landed snapshot, and both kinds of warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from flows.cmis.declaration import AGREEMENTS
from flows.landing import Manifest, land
from flows.load import Warehouse, open_warehouse
from phanky.settings import Settings, load_settings
from tests.memory_source import MemorySource, small_company

Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(params=["duckdb", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a new installation with an empty warehouse of each kind."""
    address = request.getfixturevalue("postgres_database") if request.param == "postgres" else None
    return load_settings(home=tmp_path / "home", target=request.param, memory_limit_gb=1, postgres_dsn=address)


@pytest.fixture
def warehouse(settings: Settings) -> Iterator[Warehouse]:
    """The warehouse of the settings, open."""
    with open_warehouse(settings, settings.target) as opened:
        yield opened


@pytest.fixture
def ask(warehouse: Warehouse) -> Ask:
    """Rows of a query against the warehouse, in a session of its own."""

    def answer(query: str) -> list[tuple[Any, ...]]:
        if warehouse.kind == "duckdb":
            with duckdb.connect(str(warehouse.file), read_only=True) as embedded:
                return embedded.execute(query).fetchall()
        with psycopg.connect(warehouse.conninfo) as server:
            return server.execute(query).fetchall()

    return answer


def landed(settings: Settings, company: dict[str, Any], *, accept_change: str | None = None) -> Manifest:
    """A snapshot of ``company`` as of 2026-09-05."""
    return land(
        MemorySource(company),
        settings,
        as_of=date(2026, 9, 5),
        agreements=AGREEMENTS.arrow_schema.empty_table(),
        agreements_version="none",
        accept_change=accept_change,
    )


@pytest.fixture
def manifest(settings: Settings) -> Manifest:
    """The small company, landed."""
    return landed(settings, small_company())
