"""The day's message: figures in, plain Vietnamese text out.  Pure; nothing here reads or sends."""

from notifier.digest.parts import PART_LIMIT
from notifier.digest.text import NAMED, digest
from notifier.digest.values import (
    Case,
    Change,
    Counts,
    Crossing,
    Edition,
    Figures,
    UnitLine,
    Warned,
    marker,
)

__all__ = [
    "NAMED",
    "PART_LIMIT",
    "Case",
    "Change",
    "Counts",
    "Crossing",
    "Edition",
    "Figures",
    "UnitLine",
    "Warned",
    "digest",
    "marker",
]
