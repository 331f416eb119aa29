"""Which chart says it best.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from dashboard.explore.values import TIME

MOST_BARS = 40
MOST_COLUMNS = 48
_MOST_CELLS = (40, 36)


class Chart(StrEnum):
    """FIGURE: one number.  COLUMNS: over time.  BARS: by category.  HEAT: two dimensions.  NONE: the table does."""

    FIGURE = "figure"
    COLUMNS = "columns"
    BARS = "bars"
    HEAT = "heat"
    NONE = "none"


def pick(by: Sequence[str], rows: Sequence[Sequence[Any]], *, is_cut: bool) -> Chart:
    """The chart of an answer, by what it is split by and how much of it there is."""
    if not by:
        return Chart.FIGURE
    if is_cut or not rows:
        return Chart.NONE
    if len(by) == 1:
        return _of_one(by[0], len(rows))
    down, across = sides(by, rows)
    fits = len(down[1]) <= _MOST_CELLS[0] and len(across[1]) <= _MOST_CELLS[1]
    return Chart.HEAT if fits else Chart.NONE


def sides(by: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[tuple[int, list[Any]], tuple[int, list[Any]]]:
    """Of two dimensions (place, values): which goes down and which across; time goes across, else the shorter one."""
    found = [(place, _values(by[place], [row[place] for row in rows])) for place in (0, 1)]
    first, second = found
    if by[0] in TIME and by[1] not in TIME:
        return second, first
    if by[1] in TIME:
        return first, second
    return (first, second) if len(second[1]) <= len(first[1]) else (second, first)


def _values(name: str, values: Sequence[Any]) -> list[Any]:
    """Each once: time in its order, the rest as it comes."""
    once = dict.fromkeys(values)
    return sorted(once) if name in TIME else list(once)


def _of_one(name: str, rows: int) -> Chart:
    if name in TIME:
        return Chart.COLUMNS if rows <= MOST_COLUMNS else Chart.NONE
    return Chart.BARS if rows <= MOST_BARS else Chart.NONE
