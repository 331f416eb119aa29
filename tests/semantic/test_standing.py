"""Where things stand is the same for everyone, and comes out of the metrics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from phanky.identity import Identity, of_units, whole_company
from semantic import STANDING_MARTS, STANDING_METRICS, moved, open_release, standing
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, agreed, not_enough, rows_of, too_many

COMPANY = whole_company("trưởng phòng")
OCTOBER = [
    case("PC02AA0000001"),
    too_few("PC02AA0000002"),
    too_many("PC02AA0000003"),
    agreed("PC02AA0000004"),
    not_enough("PC02AA0000005"),
    case("PC02BB0000001"),
    case("PC01AA0000001", verdict="ngoai_pham_vi"),
]
SEPTEMBER = [case("PC02AA0000001", "2026-09"), too_few("PC02AA0000002", "2026-09")]


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    return WholeHouse(tmp_path)


def stands(house: WholeHouse, identity: Identity = COMPANY) -> list[dict[str, Any]]:
    with open_release(identity, home=house.home, marts=STANDING_MARTS, with_metrics=True) as release:
        return standing(release).to_pylist()  # type: ignore[no-any-return]


def test_each_unit_and_the_company_stand_with_their_newest_month_worst_first(house: WholeHouse) -> None:
    house.release(rows_of(OCTOBER))

    dong_ha, company, thanh_co = stands(house)

    assert dong_ha == {
        "period": "latest", "month": "2026-10", "quarter": "2026-Q4", "unit_code": "PC02AA", "unit_name": "Đông Hà",
        "is_provisional": False, "in_scope": 5, "right": 1, "too_few": 1, "too_many": 1, "agreed": 1,
        "not_enough_data": 1, "share_right": 0.5, "window_first": "2026-08",
    }  # fmt: skip
    assert (company["unit_code"], company["in_scope"], company["share_right"]) == (None, 6, 0.6)
    assert (thanh_co["unit_name"], thanh_co["share_right"]) == ("Thành Cổ", 1.0)


def test_the_last_closed_quarter_stands_beside_it_with_its_own_window(house: WholeHouse) -> None:
    house.release(rows_of([*SEPTEMBER, *OCTOBER]))

    closed = [row for row in stands(house) if row["period"] == "closed"]

    assert [(row["unit_code"], row["quarter"], row["share_right"], row["window_first"]) for row in closed] == [
        ("PC02AA", "2026-Q3", 0.5, "2026-07"),
        (None, "2026-Q3", 0.5, "2026-07"),
    ]


def test_a_provisional_quarter_end_is_not_closed(house: WholeHouse) -> None:
    house.release(rows_of([case("PC02AA0000001", "2026-09", is_provisional=True)]), last_month="2026-09")

    assert {(row["period"], row["is_provisional"]) for row in stands(house)} == {("latest", True)}


def test_a_unit_where_nobody_is_in_scope_has_no_standing(house: WholeHouse) -> None:
    house.release(rows_of(OCTOBER))

    assert "PC01AA" not in {row["unit_code"] for row in stands(house)}


def test_where_nobody_can_be_judged_there_is_no_share_and_it_comes_last(house: WholeHouse) -> None:
    house.release(rows_of([not_enough("PC02AA0000001"), case("PC02BB0000001")]))

    assert [(row["unit_code"], row["share_right"]) for row in stands(house)] == [
        ("PC02BB", 1.0),
        (None, 1.0),
        ("PC02AA", None),
    ]


@pytest.mark.parametrize("units", [("PC02AA",), ("PC02BB",), ("PC01AA", "PC02BB")])
def test_whoever_asks_sees_the_same(house: WholeHouse, units: tuple[str, ...]) -> None:
    house.release(rows_of([*SEPTEMBER, *OCTOBER]))

    assert stands(house, of_units("giám đốc", *units)) == stands(house)


def test_every_figure_is_the_metrics_own(house: WholeHouse) -> None:
    house.release(rows_of(OCTOBER))
    with open_release(COMPANY, home=house.home) as release:
        asked = release.query(list(STANDING_METRICS), filters={"month": "2026-10"}).to_pylist()[0]

    (company,) = (row for row in stands(house) if row["unit_code"] is None)

    assert asked == {metric: company[column] for metric, column in STANDING_METRICS.items()}


def test_some_units_stand_each_and_together_and_nobody_else_with_them(house: WholeHouse) -> None:
    house.release(rows_of([*OCTOBER, too_few("PC01AA0000002")]))

    with open_release(COMPANY, home=house.home, marts=STANDING_MARTS, with_metrics=True) as release:
        rows = standing(release, ["PC02AA", "PC02BB"]).to_pylist()

    latest = {row["unit_code"]: (row["in_scope"], row["too_few"]) for row in rows if row["period"] == "latest"}
    assert latest == {None: (6, 1), "PC02AA": (5, 1), "PC02BB": (1, 0)}


def test_units_that_are_not_there_stand_together_with_nobody(house: WholeHouse) -> None:
    house.release(rows_of(OCTOBER))

    with open_release(COMPANY, home=house.home, marts=STANDING_MARTS, with_metrics=True) as release:
        (row,) = standing(release, ["PC02ZZ"]).to_pylist()

    assert (row["unit_code"], row["month"], row["in_scope"], row["share_right"]) == (None, "2026-10", 0, None)


def test_from_one_standing_to_another_the_counts_of_all_units_together_moved(house: WholeHouse) -> None:
    house.release(rows_of(OCTOBER))
    with open_release(COMPANY, home=house.home, marts=STANDING_MARTS, with_metrics=True) as release:
        before = standing(release)
    house.release(rows_of([*OCTOBER[2:], too_few("PC02AA0000001"), too_few("PC02AA0000002"), too_few("PC02BB0000009")]))
    with open_release(COMPANY, home=house.home, marts=STANDING_MARTS, with_metrics=True) as release:
        after = standing(release)

    expected = {"in_scope": 1, "right": -1, "too_few": 2, "too_many": 0, "agreed": 0, "not_enough_data": 0}
    assert moved(before, after) == expected
