"""Who the ordinary customers of the sample are: a handful of arrays, one entry a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from flows.cmis.sample.blocks import NO_DAY, Ints
from flows.cmis.sample.groups import GROUPS, group_of, median_steps, season_steps
from flows.cmis.sample.months import Month, day_number
from flows.cmis.sample.randomness import Bits, Stream, amounts, bell, below, draw, steps_of
from flows.cmis.sample.units import UNITS, spread

ORIGIN = Month.of(date(2024, 1, 1))
"""Trends are counted from here, so that a month's figures do not depend on the day the sample is taken."""

LARGE_STEPS = (steps_of(50_000), steps_of(100_000))
NEVER = day_number(date(2999, 1, 1))

_NON_RESIDENTIAL_SHARE = 120  # out of 1,000
_GROWTH = 72  # steps a year, about 5 %
_GROWING, _FALLING = 500, -560  # steps a year, about +40 % and -32 %
_TREND_MONTHS = 42  # nobody grows or falls for longer
_NOISE = 80  # steps, about 5.5 %
_OLD = (date(2008, 1, 1), date(2023, 12, 31))
_JOINING = (date(2024, 1, 1), date(2026, 10, 31))
_LEAVING = (date(2025, 1, 1), date(2028, 12, 31))


@dataclass(frozen=True)
class Population:
    """Ordinary customers, ordered by unit; arrays of one length.

    Attributes:
        seed: of the monthly noise.
        codes: MA_KHANG.
        unit, group: index into ``UNITS``, ``GROUPS``.
        level: usual kWh a month on the logarithmic scale, at ``ORIGIN``.
        trend: steps a year on top of the general growth.
        joined, left: day numbers; ``left`` is ``NEVER`` for those still in force.
        habits: bits from which a customer's other properties are taken.
        present: index of those who have joined; the others are kept so that nobody's numbers move when one joins.
        non_residential: index of those of them who are not residential (wholesale and boundary included).
    """

    seed: int
    codes: pa.StringArray
    unit: Ints
    group: Ints
    level: Ints
    trend: Ints
    joined: Ints
    left: Ints
    habits: Bits
    present: Ints
    non_residential: Ints

    def __len__(self) -> int:
        return len(self.unit)

    def usual_steps(self, ordinal: Ints | int, who: Ints) -> Ints:
        """Expected consumption of a month (by ``Month.ordinal``) without season and noise, logarithmic."""
        elapsed = ordinal - ORIGIN.ordinal
        trend = self.trend[who] * np.clip(elapsed, 0, _TREND_MONTHS)
        steps: Ints = np.maximum(self.level[who] + (_GROWTH * elapsed + trend) // 12, 0)
        return steps

    def kwh(self, month: Month, who: Ints) -> Ints:
        """Whole kWh that these customers use in the whole month."""
        noise = bell(draw(self.seed, Stream.MONTH, len(self), month.ordinal)[who], _NOISE)
        steps = self.usual_steps(month.ordinal, who) + season_steps(month.number)[self.group[who]] + noise
        return amounts(np.maximum(steps, 0))

    def ended(self, who: Ints) -> Ints:
        """Day numbers for NGAY_HHLUC, empty for those still in force."""
        left = self.left[who]
        return np.where(left == NEVER, NO_DAY, left)


def populate(customers: int, seed: int, as_of: date) -> Population:
    """``customers`` customers as they stand on ``as_of``."""
    group = _groups(customers, seed)
    level = median_steps()[group] + _levels(group, draw(seed, Stream.LEVEL, customers))
    joined, left = _lives(customers, seed)
    present = joined <= day_number(as_of)
    unit, codes = _codes(customers)
    return Population(
        seed=seed,
        codes=codes,
        unit=unit,
        group=group,
        level=np.maximum(level, 0),
        trend=_trends(draw(seed, Stream.TREND, customers)),
        joined=joined,
        left=np.where(left <= day_number(as_of), left, NEVER),
        habits=draw(seed, Stream.HABITS, customers),
        present=np.flatnonzero(present),
        non_residential=np.flatnonzero(present & (group > 0)),
    )


def _codes(customers: int) -> tuple[Ints, pa.StringArray]:
    counts = spread(customers)
    unit = np.repeat(np.arange(len(UNITS)), counts)
    numbers = np.concatenate([np.arange(1, count + 1) for count in counts])
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 7, "0")
    return unit, pc.binary_join_element_wise(pa.array([u.code for u in UNITS]).take(pa.array(unit)), digits, "")


def _groups(customers: int, seed: int) -> Ints:
    residential = below(draw(seed, Stream.KIND, customers), 1_000) >= _NON_RESIDENTIAL_SHARE
    return np.where(residential, 0, group_of(below(draw(seed, Stream.GROUP, customers), 10_000)))


def _levels(group: Ints, bits: Bits) -> Ints:
    spreads = np.array([g.spread for g in GROUPS])[group]
    levels: Ints = bell(bits, 1_000) * spreads // 1_000
    return levels


def _trends(bits: Bits) -> Ints:
    ticket = below(bits, 1_000)
    return np.select([ticket < 70, ticket < 120], [_GROWING, _FALLING], bell(bits, 60))


def _lives(customers: int, seed: int) -> tuple[Ints, Ints]:
    bits = draw(seed, Stream.JOINED, customers)
    new = (bits & np.uint64(0xFF)) < 20  # about 8 %
    joined = np.where(new, _between(bits, _JOINING), _between(bits, _OLD))
    bits = draw(seed, Stream.ENDED, customers)
    leaves = ((bits & np.uint64(0xFF)) < 10) & ~new  # about 4 %
    return joined, np.where(leaves, _between(bits, _LEAVING), NEVER)


def _between(bits: Bits, days: tuple[date, date]) -> Ints:
    first, last = (day_number(day) for day in days)
    return first + below(bits, last - first + 1)


def ticket(bits: Bits, shift: int) -> NDArray[np.int64]:
    """Eight of the bits, as a number from 0 to 255."""
    return (bits >> np.uint64(shift) & np.uint64(0xFF)).astype(np.int64)
