"""A run killed at any point leaves a whole release in service, and the next run comes to the same one."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from phanky.progress import listening
from semantic import Shelf
from tests.marts import SPECS, House, case, rows_of, too_few

PROCESSES = get_context("forkserver")
# Imported once, before any of the processes is forked off.
PROCESSES.set_forkserver_preload(["tests.marts"])

POINTS = [
    ("publish.begin", 1),
    ("publish.mart", 1),
    ("publish.mart", 4),
    ("publish.mart", len(SPECS)),
    ("publish.before_receipt", 1),
    ("publish.receipt_written", 1),
    ("publish.before_current", 1),
    ("publish.current_moved", 1),
]
BEFORE = rows_of([case("PC02AA0000001"), too_few("PC02BB0000001")])
AFTER = rows_of([too_few("PC02AA0000001"), too_few("PC02BB0000001")])


def publish_and_die(home: Path, point: str, occurrence: int) -> None:
    """In a process of its own: kill -9 when ``point`` is reached for the nth time."""
    reached = 0

    def listener(name: str, _: str) -> None:
        nonlocal reached
        reached += name == point
        if reached == occurrence:
            os.kill(os.getpid(), signal.SIGKILL)

    with listening(listener):
        House(home).release(AFTER)


def publish_until_killed(home: Path) -> None:
    """In a process of its own: one release after the other, each different, none of them ever finished on purpose."""
    house = House(home)
    for number in range(10_000):
        house.release(rows_of([case("PC02AA0000001", book_codes=f"{os.getpid()}-{number}")]))


@pytest.mark.parametrize(("point", "occurrence"), POINTS)
def test_a_run_killed_at_a_named_point_is_made_good_by_the_next(house: House, point: str, occurrence: int) -> None:
    shelf = Shelf(house.home)
    before = house.release(BEFORE, as_of=date(2026, 11, 23)).release_id

    process = PROCESSES.Process(target=publish_and_die, args=(house.home, point, occurrence))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL

    in_service = shelf.audit(shelf.resolve()).release_id
    assert (in_service == before) == (point != "publish.current_moved")
    after = house.release(AFTER)
    assert after.changed == (point != "publish.current_moved")
    assert shelf.audit(shelf.resolve()).release_id == after.release_id
    assert shelf.release_ids() == (before, after.release_id)
    assert {entry.name for entry in shelf.folder.iterdir()} == {"current", ".lock", before, after.release_id}


def test_runs_killed_at_any_moment_always_leave_a_whole_release_in_service(house: House) -> None:
    shelf = Shelf(house.home)
    house.release(BEFORE)
    process = PROCESSES.Process(target=publish_until_killed, args=(house.home,))
    process.start()
    while len(shelf.release_ids()) < 2:
        time.sleep(0.01)
    for pause_ms in (20, 60, 110, 170, 240, 320):
        time.sleep(pause_ms / 1000)
        process.kill()
        process.join()
        shelf.audit(shelf.resolve())
        process = PROCESSES.Process(target=publish_until_killed, args=(house.home,))
        process.start()
    process.kill()
    process.join()

    for release_id in shelf.release_ids():
        shelf.audit(release_id)
    assert house.release(AFTER).changed
    assert not [entry.name for entry in shelf.folder.iterdir() if entry.name.startswith(".tmp-")]
