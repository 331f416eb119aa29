from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.standing.changes import Changes, Judged, changes
from dashboard.view import View
from phanky.identity import Identity, of_units, whole_company
from semantic import open_release
from tests.marts import TAKEN_AT, case, too_few
from tests.whole_marts import WholeHouse, rows_of, too_many

BEFORE = [case("PC02AA0000001"), too_few("PC02AA0000002"), too_few("PC02AA0000003"), too_few("PC02BB0000001")]
AFTER = [too_many("PC02AA0000001"), case("PC02AA0000002"), too_few("PC02AA0000003", required_periods=3)]


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    built = WholeHouse(tmp_path)
    built.release(rows_of(BEFORE), as_of=date(2026, 11, 23))
    built.release(rows_of([*AFTER, case("PC02BB0000001")]))
    return built


def seen_by(identity: Identity, house: WholeHouse) -> Changes | None:
    with open_release(identity, home=house.home) as release:
        return changes(View(release, identity, house.settings, TAKEN_AT))


def test_who_became_wrong_who_is_settled_and_who_is_wrong_otherwise(house: WholeHouse) -> None:
    found = seen_by(whole_company("lan"), house)

    assert found is not None
    assert found.since == date(2026, 11, 23)
    assert [row.customer_id for row in found.new] == ["PC02AA0000001"]
    assert [row.customer_id for row in found.settled] == ["PC02AA0000002", "PC02BB0000001"]
    assert [row.customer_id for row in found.changed] == ["PC02AA0000003"]
    assert (found.changed[0].before.required_periods, found.changed[0].after.required_periods) == (2, 3)
    assert found.settled[1].unit_name == "Thành Cổ"


def test_a_director_gets_the_changes_of_the_own_unit_alone(house: WholeHouse) -> None:
    found = seen_by(of_units("hoa", "PC02AA"), house)

    assert found is not None
    assert [row.customer_id for row in found.settled] == ["PC02AA0000002"]


def test_who_is_no_longer_there_was_judged_before_and_is_not_now(house: WholeHouse) -> None:
    house.release(rows_of([too_few("PC02AA0000003"), case("PC02BB0000001")]))
    found = seen_by(whole_company("lan"), house)

    assert found is not None
    gone = found.settled[0]
    assert (gone.customer_id, gone.before.verdict) == ("PC02AA0000002", "thieu_ky")
    assert gone.after == Judged(None, None, None, None)


def test_without_a_release_of_an_earlier_day_there_is_nothing_to_compare(tmp_path: Path) -> None:
    house = WholeHouse(tmp_path)
    house.release(rows_of(BEFORE))
    house.release(rows_of([case("PC02AA0000001")]))

    assert seen_by(whole_company("lan"), house) is None
