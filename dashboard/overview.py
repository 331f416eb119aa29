"""What the page Tổng quan shows, as values: nothing here knows Dash or SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Counts:
    """Customers of one month by verdict; ``share_right`` is between 0 and 1, None when nobody can be judged."""

    in_scope: int
    right: int
    too_few: int
    too_many: int
    agreed: int
    not_enough_data: int
    share_right: float | None


@dataclass(frozen=True)
class Period:
    """One judged month of the whole company; ``month`` is ``2026-10``, the window ends with it."""

    month: str
    quarter: str
    window_first: str
    is_provisional: bool
    counts: Counts


@dataclass(frozen=True)
class UnitRow:
    """One unit in the newest judged month, with its share right in the last closed quarter."""

    unit_code: str
    name: str
    counts: Counts
    closed_share_right: float | None


@dataclass(frozen=True)
class Overview:
    """The page.

    Attributes:
        taken_at: aware time at which the data were taken from CMIS.
        labels: verdict code → the word that readers see.
        latest: the newest judged month.
        closed: the newest quarter-end month at or before it, or None.
        units: worst first.
    """

    release_id: str
    source: str
    taken_at: datetime
    as_of: date
    labels: dict[str, str]
    latest: Period
    closed: Period | None
    units: tuple[UnitRow, ...]
