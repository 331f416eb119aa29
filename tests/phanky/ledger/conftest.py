"""The same tests on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from phanky.ledger import Ledger, open_ledger
from phanky.settings import Settings, load_settings


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings whose ledger is new and empty."""
    if request.param == "sqlite":
        return load_settings(home=tmp_path / "home", ledger_url=None)
    return load_settings(home=tmp_path / "home", ledger_url=request.getfixturevalue("postgres_database"))


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """Every look at the clock is one minute after the last, from 24/11/2026 00:00 UTC on."""
    ticks = iter(range(100_000))
    return lambda: datetime(2026, 11, 24, tzinfo=UTC) + timedelta(minutes=next(ticks))


@pytest.fixture
def ledger(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Ledger]:
    """A new ledger."""
    with open_ledger(settings, clock=clock) as opened:
        yield opened
