"""Thirty mornings of two senders in which everything goes wrong; ``tests/soak`` has five hundred."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from phanky.ledger import Attempt, database, deliveries
from phanky.ledger.deliveries import Deliveries
from phanky.ledger.delivery_rows import locked
from phanky.settings import Settings, load_settings
from tests.notifier.simulation import (
    FATES,
    Chat,
    Morning,
    Simulation,
    duplicates,
    missing,
    missing_and_not_shown,
    unknown_and_not_shown,
)

ZONES = ("UTC", "Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Kiritimati")


@contextmanager
def host_in(zone: str) -> Iterator[None]:
    """The machine's own time zone, which must not matter."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


@pytest.fixture
def sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """No power is cut here, so that nothing has to wait for the disk."""
    prepare = database._prepare_sqlite

    def hasty(connection: Any, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(database, "_prepare_sqlite", hasty)
    return load_settings(home=tmp_path / "home", ledger_url=None)


@pytest.fixture
def postgres(tmp_path: Path, postgres_database: str) -> Settings:
    return load_settings(home=tmp_path / "home", ledger_url=postgres_database)


def simulated(settings: Settings, days: int, *, can_search: bool, seed: int = 1) -> tuple[list[Morning], Simulation]:
    simulation = Simulation(settings, can_search, seed)
    return list(simulation.days(days)), simulation


@pytest.mark.parametrize("zone", ZONES)
def test_with_look_up_every_message_of_thirty_days_arrives_exactly_once(sqlite: Settings, zone: str) -> None:
    with host_in(zone):
        mornings, simulation = simulated(sqlite, 30, can_search=True, seed=ZONES.index(zone))

    assert (duplicates(mornings), missing(mornings), unknown_and_not_shown(mornings)) == ([], [], [])
    assert set(simulation.world.fates) == set(FATES)
    assert simulation.world.deaths


def test_without_look_up_nothing_comes_twice_and_whatever_is_in_doubt_is_shown(sqlite: Settings) -> None:
    mornings, _ = simulated(sqlite, 30, can_search=False)

    assert (duplicates(mornings), missing_and_not_shown(mornings), unknown_and_not_shown(mornings)) == ([], [], [])
    assert any(m.shown for m in mornings)


@pytest.mark.parametrize("can_search", [True, False])
def test_the_same_holds_on_postgres(postgres: Settings, can_search: bool) -> None:
    mornings, _ = simulated(postgres, 8, can_search=can_search, seed=5)

    assert (duplicates(mornings), missing_and_not_shown(mornings), unknown_and_not_shown(mornings)) == ([], [], [])
    assert not (can_search and missing(mornings))


def test_without_the_look_up_this_very_check_finds_messages_that_came_twice(
    sqlite: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Chat, "find", lambda *_: False)

    mornings, _ = simulated(sqlite, 10, can_search=True)

    assert duplicates(mornings)


def test_without_the_commit_before_the_call_this_very_check_finds_messages_that_came_twice(
    sqlite: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def claim_in_memory_only(self: Deliveries, key: Any, lease: Any, now: Any, **_: Any) -> Attempt | None:
        entry = next(one for one in self.of_day(key.business_date) if one.key == key)
        is_due = entry.next_try_at is None or entry.next_try_at <= now
        return Attempt(entry, "", 1, 0, looks=0) if entry.state == "pending" and is_due else None

    monkeypatch.setattr(Deliveries, "claim", claim_in_memory_only)
    monkeypatch.setattr(Deliveries, "part_sent", lambda *_: True)
    monkeypatch.setattr(deliveries, "held", lambda session, attempt, **_: locked(session, attempt.entry.key))

    mornings, _ = simulated(sqlite, 10, can_search=False)

    assert duplicates(mornings)


def test_without_the_lock_of_the_living_a_jump_of_the_clock_makes_messages_come_twice(
    sqlite: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody: Any = SimpleNamespace(id="nobody", is_gone=lambda _: True, leave=lambda: None)
    monkeypatch.setattr(Deliveries, "holder", lambda _: nobody)

    mornings, _ = simulated(sqlite, 40, can_search=True)

    assert duplicates(mornings)


def test_bodies_are_composed_until_all_are_frozen_and_never_again(sqlite: Settings) -> None:
    mornings, simulation = simulated(sqlite, 10, can_search=True)

    # Whoever dies on the way leaves the rest to be made; a rival that comes meanwhile makes them too.
    assert simulation.composed > len(mornings)
    assert simulation.composed_again == 0
