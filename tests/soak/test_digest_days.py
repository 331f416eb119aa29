"""Five hundred mornings of two senders on each engine, a quarter of them in each of four time zones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from phanky.settings import load_settings
from tests.notifier.simulation import (
    Morning,
    Simulation,
    duplicates,
    missing,
    missing_and_not_shown,
    unknown_and_not_shown,
)
from tests.notifier.test_exactly_once import ZONES, host_in

pytestmark = pytest.mark.soak

DAYS = 500


@pytest.mark.parametrize("can_search", [True, False])
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_nothing_comes_twice_and_nothing_is_lost_in_five_hundred_days(
    engine: str, can_search: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    ledger = request.getfixturevalue("postgres_database") if engine == "postgres" else None
    simulation = Simulation(load_settings(home=tmp_path, ledger_url=ledger), can_search, seed=11)
    mornings: list[Morning] = []
    seconds: list[float] = []
    days = simulation.days(DAYS)
    for zone in ZONES:
        with host_in(zone):
            mornings += [_timed(days, seconds) for _ in range(DAYS // len(ZONES))]

    shown = sum(len(morning.shown) for morning in mornings)
    print(f"{engine}, look-up {can_search}: {dict(simulation.world.fates)}, {shown} shown to a person")
    print(f"a morning: {median(seconds[:25]):.3f} s at first, {median(seconds[-25:]):.3f} s at last")
    assert (duplicates(mornings), missing_and_not_shown(mornings), unknown_and_not_shown(mornings)) == ([], [], [])
    assert not (can_search and missing(mornings))
    assert median(seconds[-25:]) <= 2 * median(seconds[:25])


def _timed(days: Iterator[Morning], seconds: list[float]) -> Morning:
    begun = time.perf_counter()
    morning = next(days)
    seconds.append(time.perf_counter() - begun)
    return morning
