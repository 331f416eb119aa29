"""500 kills of publishing alone, and 300 publishes under four readers."""

from __future__ import annotations

import random
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from phanky.identity import of_units, whole_company
from phanky.progress import listening
from semantic import Shelf
from tests.flows.publish.readers_meanwhile import Reading, publish_under_readers
from tests.flows.publish.test_kill import POINTS
from tests.marts import FEWEST_SPECS, House, Row, case, rows_of
from tests.whole_runs import PROCESSES, dying_at

pytestmark = pytest.mark.soak

_KILLS = 250
_ONE_RELEASE_S = 0.3
"""About what publishing these few rows takes, so that most kills fall into it and some after it."""


def content(text: str) -> dict[str, list[Row]]:
    """Marts that differ from all others by ``text``."""
    return rows_of([case("PC02AA0000001", book_codes=text), case("PC02BB0000001", book_codes=text)])


def publish_and_die(home: Path, text: str, point: str, occurrence: int) -> None:
    """In a process of its own."""
    with listening(dying_at(point, occurrence)):
        House(home).release(content(text))


def publish_for_ever(home: Path, text: str, begun: Any) -> None:
    """In a process of its own: one release after the other, each different; ``begun`` once the first one is begun."""
    with listening(lambda point, _: begun.set() if point == "publish.begin" and not begun.is_set() else None):
        for number in range(10_000):
            House(home, FEWEST_SPECS).release(content(f"{text}.{number}"))


def test_publishing_killed_at_a_named_point_leaves_the_release_before_or_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house, hits = House(tmp_path / "home"), Counter[str]()
    shelf = Shelf(house.home)
    before = house.release(content("first")).release_id
    for number in range(_KILLS):
        point, occurrence = POINTS[number % len(POINTS)]
        process = PROCESSES.Process(target=publish_and_die, args=(house.home, str(number), point, occurrence))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        hits[f"{point} {occurrence}"] += 1

        in_service = shelf.audit(shelf.resolve()).release_id
        assert (in_service == before) == (point != "publish.current_moved")
        after = house.release(content(str(number)))
        assert after.changed == (point != "publish.current_moved")
        before = shelf.audit(after.release_id).release_id

    _require_tidy(shelf, _KILLS + 1)
    with capsys.disabled():
        print(f"\n{hits.total()} kills of publishing at named points: {dict(hits)}")


def test_publishing_killed_at_any_moment_leaves_a_whole_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house, moments = House(tmp_path / "home", FEWEST_SPECS), random.Random(18)
    shelf = Shelf(house.home)
    house.release(content("first"))
    for number in range(_KILLS):
        begun = PROCESSES.Event()
        process = PROCESSES.Process(target=publish_for_ever, args=(house.home, str(number), begun))
        process.start()
        assert begun.wait(60)
        process.join(moments.uniform(0, _ONE_RELEASE_S))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        shelf.audit(shelf.resolve())

    assert house.release(content("last")).changed
    _require_tidy(shelf, None)
    releases = len(shelf.release_ids())
    with capsys.disabled():
        print(f"\n{_KILLS} kills of publishing at any moment, {releases} releases meanwhile, all whole")


def test_four_readers_see_whole_releases_and_no_error_while_three_hundred_are_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everyone, one_unit = whole_company("trưởng phòng"), of_units("giám đốc", "PC02BB")
    readings = (Reading(everyone, 3), Reading(everyone, 3), Reading(one_unit, 1), Reading(one_unit, 1))

    seen, errors = publish_under_readers(House(tmp_path / "home", FEWEST_SPECS), 300, readings)

    assert errors == []
    assert len(seen) > 150
    with capsys.disabled():
        print(f"\n{seen.total()} readings of {len(seen)} of 301 releases, no error, none mixed")


def _require_tidy(shelf: Shelf, releases: int | None) -> None:
    ids = shelf.release_ids()
    assert releases is None or len(ids) == releases
    for release_id in ids:
        shelf.audit(release_id)
    assert {entry.name for entry in shelf.folder.iterdir()} == {"current", ".lock", *ids}
