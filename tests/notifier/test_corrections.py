from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from flows.publish import close_quarter
from notifier.corrections import corrected_since
from phanky.identity import Identity, of_units, whole_company
from semantic import COMPARED_MARTS, open_release
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, rows_of

LEADER = whole_company("lan")
A, B, FOREIGN = "PC02AA0000001", "PC02AA0000002", "PC02BB0000001"


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    return WholeHouse(tmp_path)


def released(house: WholeHouse, day: int, *wrong: str) -> str:
    """A release in which September's verdict is wrong for these and right for the others."""
    september = [too_few(code, "2026-09") if code in wrong else case(code, "2026-09") for code in (A, B, FOREIGN)]
    return house.release(rows_of([*september, case(A)]), as_of=date(2026, 11, day)).release_id


def told(house: WholeHouse, earlier: str, identity: Identity = LEADER) -> tuple[tuple[str, int], ...]:
    with (
        open_release(identity, earlier, home=house.home, marts=COMPARED_MARTS) as before,
        open_release(identity, home=house.home, marts=COMPARED_MARTS) as now,
    ):
        return corrected_since(before, now, identity, house.home)


def test_customers_are_counted_within_the_scope(house: WholeHouse) -> None:
    first = released(house, 20)
    close_quarter(house.settings, "2026-Q3")
    released(house, 21, A, FOREIGN)

    assert told(house, first) == (("2026-Q3", 2),)
    assert told(house, first, of_units("hoa", "PC02AA")) == (("2026-Q3", 1),)


def test_what_moved_before_the_sign_off_is_no_correction_of_it(house: WholeHouse) -> None:
    first = released(house, 20)
    released(house, 21, A)
    close_quarter(house.settings, "2026-Q3")

    assert told(house, first) == ()
    released(house, 22, A, B)
    assert told(house, first) == (("2026-Q3", 1),)


def test_a_correction_is_told_against_the_last_message_not_again_against_the_sign_off(house: WholeHouse) -> None:
    released(house, 20)
    close_quarter(house.settings, "2026-Q3")
    second = released(house, 21, A)
    assert told(house, second) == ()
    released(house, 22, A, B)

    assert told(house, second) == (("2026-Q3", 1),)


def test_a_quarter_that_nobody_signed_off_is_not_told(house: WholeHouse) -> None:
    first = released(house, 20)
    released(house, 21, A)

    assert told(house, first) == ()


def test_a_signed_off_release_that_cannot_be_read_holds_no_message_up(house: WholeHouse) -> None:
    first = released(house, 20)
    signed = released(house, 21, A)
    close_quarter(house.settings, "2026-Q3")
    released(house, 22, A, B)
    shutil.rmtree(house.home / "releases" / signed / "marts")

    assert told(house, first) == ()
