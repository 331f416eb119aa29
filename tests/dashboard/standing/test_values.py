from __future__ import annotations

from dashboard.standing.values import Counts, Unit, ranked, worst_first


def unit(code: str, share: float | None, wrong: int = 0) -> Unit:
    return Unit(code, code, Counts(wrong=wrong, share_right=share), None, None, is_open=True)


def test_equal_shares_have_equal_ranks_and_the_next_rank_is_left_out() -> None:
    assert ranked({"A": 0.9, "B": 1.0, "C": 0.9, "D": 0.5}) == {"B": 1, "A": 2, "C": 2, "D": 4}


def test_a_unit_that_cannot_be_judged_has_no_rank_and_takes_none_away() -> None:
    assert ranked({"A": 0.9, "B": None}) == {"A": 1}


def test_the_lowest_share_comes_first_and_of_equal_ones_the_unit_with_more_to_correct() -> None:
    units = [unit("A", 1.0), unit("B", 0.5, 1), unit("C", None), unit("D", 0.5, 8)]

    assert [one.code for one in sorted(units, key=worst_first)] == ["D", "B", "A", "C"]
