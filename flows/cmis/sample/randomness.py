"""Numbers that are the same on every machine.

Only the raw bit streams of numpy's PCG64 are used (numpy promises not to change them) and integer arithmetic:
floating-point logarithms and exponentials may differ in the last digit from one processor to the next.
"""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from flows.cmis.sample.blocks import Ints

Bits = NDArray[np.uint64]

STEPS = 1024
"""Steps of the logarithmic scale to a doubling."""

_BELL_SPREAD = 37_837  # standard deviation of the sum of four uniform 16-bit numbers


class Stream(IntEnum):
    """What a stream of numbers is used for; each is independent of the others."""

    KIND = 1
    GROUP = 2
    LEVEL = 3
    TREND = 4
    JOINED = 5
    ENDED = 6
    HABITS = 7
    METER = 8
    MONTH = 9
    CORRECTION = 10


def draw(seed: int, stream: Stream, size: int, at: int = 0) -> Bits:
    """``size`` numbers of 64 random bits; ``at`` (a month, say) chooses one of many such rows."""
    bits: Bits = np.random.PCG64(np.random.SeedSequence((seed, int(stream), at))).random_raw(size)
    return bits


def below(bits: Bits, bound: int) -> Ints:
    """Uniform whole numbers from 0 to ``bound`` - 1 (``bound`` <= 2**31)."""
    return ((bits >> np.uint64(33)) * np.uint64(bound) >> np.uint64(31)).astype(np.int64)


def bell(bits: Bits, spread: int) -> Ints:
    """Bell-shaped whole numbers around 0 with standard deviation ``spread``."""
    total = np.zeros(len(bits), dtype=np.int64)
    for shift in (0, 16, 32, 48):
        total += (bits >> np.uint64(shift) & np.uint64(0xFFFF)).astype(np.int64)
    return (total - 2 * 0xFFFF) * spread // _BELL_SPREAD


def steps_of(amount: int | Decimal) -> int:
    """The place of ``amount`` (> 0) on the logarithmic scale, rounded down."""
    return int((Decimal(amount).ln() / Decimal(2).ln() * STEPS).to_integral_value(rounding="ROUND_FLOOR"))


def amounts(steps: Ints) -> Ints:
    """The whole amounts at these places (>= 0) of the logarithmic scale, rounded down."""
    # A product with a power of two is exact, so the table alone decides the digits.
    scaled = np.ldexp(_doubling()[steps % STEPS], (steps // STEPS).astype(np.int32))
    return scaled.astype(np.int64)


@cache
def _doubling() -> NDArray[np.float64]:
    # Decimal arithmetic is specified to the last digit; one conversion to the nearest double follows.
    return np.array([float(Decimal(2) ** (Decimal(k) / STEPS)) for k in range(STEPS)])
