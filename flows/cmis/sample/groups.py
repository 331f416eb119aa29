"""Price groups: how much their customers use, how widely it is spread, and how it goes with the seasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flows.cmis.sample.blocks import Ints
from flows.cmis.sample.randomness import steps_of

_COOLING = (92, 84, 90, 99, 116, 130, 134, 126, 106, 95, 88, 92)
_OFFICE = (90, 80, 95, 102, 116, 124, 118, 114, 106, 98, 92, 92)
_FACTORY = (97, 78, 98, 101, 108, 110, 109, 107, 103, 100, 98, 99)


@dataclass(frozen=True)
class Group:
    """One price group.

    Attributes:
        code: MA_NHOMNN.
        share: customers out of 10,000 non-residential ones.
        median_kwh: of a month at the beginning of 2024, the season apart.
        spread: standard deviation in doublings x 1024.
        season: per cent of the yearly mean, January first.
        label: what invented names begin with.
    """

    code: str
    share: int
    median_kwh: int
    spread: int
    season: tuple[int, ...]
    label: str


RESIDENTIAL = Group("SHBT", 0, 135, 900, _COOLING, "Khách hàng")
NON_RESIDENTIAL = (
    Group("KDDV", 5_200, 2_400, 2_450, _COOLING, "Cơ sở kinh doanh"),
    Group("SXBT", 2_800, 4_600, 2_450, _FACTORY, "Cơ sở sản xuất"),
    Group("CQHC", 1_450, 2_400, 2_200, _OFFICE, "Cơ quan"),
    Group("CQBV", 500, 3_600, 2_500, _OFFICE, "Cơ sở giáo dục, y tế"),
    Group("SHBN", 30, 9_000, 1_400, _COOLING, "Đơn vị bán buôn nông thôn"),
    Group("BBKD", 20, 20_000, 1_400, _COOLING, "Đơn vị bán buôn khu dân cư"),
)
GROUPS = (RESIDENTIAL, *NON_RESIDENTIAL)
SXBT = next(i for i, group in enumerate(GROUPS) if group.code == "SXBT")


def median_steps() -> Ints:
    """Median of each group on the logarithmic scale."""
    return np.array([steps_of(group.median_kwh) for group in GROUPS])


def season_steps(number: int) -> Ints:
    """How far each group lies from its mean in the month of this number (1 to 12), logarithmic."""
    return np.array([steps_of(group.season[number - 1]) - steps_of(100) for group in GROUPS])


def group_of(tickets: Ints) -> Ints:
    """Index into ``GROUPS`` of non-residential customers with these tickets (0 to 9,999)."""
    bounds = np.cumsum([group.share for group in NON_RESIDENTIAL])
    return np.searchsorted(bounds, tickets, side="right") + 1
