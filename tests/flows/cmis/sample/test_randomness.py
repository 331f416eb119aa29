from __future__ import annotations

from decimal import Decimal

import numpy as np

from flows.cmis.sample.randomness import Stream, amounts, bell, below, draw, steps_of


def test_the_bit_streams_are_those_of_every_machine() -> None:
    assert draw(1, Stream.MONTH, 2, at=5).tolist() == [4_225_250_347_896_316_153, 6_527_526_944_314_711_411]


def test_streams_do_not_repeat_each_other() -> None:
    rows = [draw(1, stream, 3, at).tolist() for stream in (Stream.KIND, Stream.LEVEL) for at in (0, 1)]

    assert len({tuple(row) for row in rows}) == 4


def test_a_longer_row_begins_like_a_shorter_one() -> None:
    assert draw(1, Stream.KIND, 5).tolist()[:3] == draw(1, Stream.KIND, 3).tolist()


def test_numbers_below_a_bound_reach_both_of_its_ends() -> None:
    ends = np.array([0, 2**64 - 1], dtype=np.uint64)

    assert below(ends, 10).tolist() == [0, 9]


def test_bell_shaped_numbers_have_the_asked_for_spread() -> None:
    numbers = bell(draw(1, Stream.LEVEL, 100_000), 1_000)

    assert abs(int(numbers.mean())) < 10
    assert 990 < float(numbers.std()) < 1_010


def test_a_place_on_the_scale_gives_its_amount_back() -> None:
    places = np.array([0, 1024, 1024 * 10, steps_of(50_000), steps_of(50_000) + 1])

    assert amounts(places).tolist() == [1, 2, 1024, 49_990, 50_024]
    assert steps_of(Decimal("1")) == 0
