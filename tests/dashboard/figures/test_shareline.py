from __future__ import annotations

from urllib.parse import unquote

import pytest

from dashboard.figures.shareline import floor_of, share_line


@pytest.mark.parametrize(
    ("shares", "floor"),
    [([0.981, 0.97], 0.95), ([0.95, 1.0], 0.90), ([0.612, None], 0.60), ([1.0, 1.0], 0.95), ([0.0], 0.0), ([], 0.0)],
)
def test_the_axis_begins_at_the_twentieth_below_the_lowest_share(shares: list[float | None], floor: float) -> None:
    assert floor_of(shares) == pytest.approx(floor)


def test_a_share_of_all_lies_at_the_top_and_a_month_without_one_breaks_the_line() -> None:
    picture = unquote(share_line([1.0, 0.95, None, 0.925]))

    assert "viewBox='0 0 4 100'" in picture
    assert "points='0.5,0.0 1.5,50.0'" in picture
    assert "points='3.5,75.0'" in picture


def test_no_share_at_all_draws_nothing() -> None:
    assert "polyline" not in share_line([None, None])
