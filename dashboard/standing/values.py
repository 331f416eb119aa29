"""Counts, months, units and cases as values: nothing here knows Dash or SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

BY_VERDICT: Mapping[str, str] = {
    "thieu_ky": "too_few",
    "thua_ky": "too_many",
    "chua_du_du_lieu": "not_enough_data",
    "thoa_thuan": "agreed",
    "dung": "right",
}
"""Verdict -> the field of :class:`Counts` that counts it."""

TO_ACT_ON = ("thieu_ky", "thua_ky", "chua_du_du_lieu")
"""Verdicts that bars are made of: those judged right would press the rest into the axis."""


@dataclass(frozen=True)
class Counts:
    """Customers of one month by verdict; ``share_right`` is between 0 and 1, None when nobody can be judged."""

    in_scope: int = 0
    right: int = 0
    too_few: int = 0
    too_many: int = 0
    agreed: int = 0
    not_enough_data: int = 0
    wrong: int = 0
    share_right: float | None = None

    def of(self, verdict: str) -> int:
        """Customers with this verdict."""
        return int(getattr(self, BY_VERDICT[verdict]))


@dataclass(frozen=True)
class Month:
    """One judged month; ``newly_*`` against the judged month before it."""

    month: str
    quarter: str
    is_provisional: bool
    counts: Counts
    newly_wrong: int
    newly_settled: int


@dataclass(frozen=True)
class Unit:
    """One unit in a month.

    Attributes:
        closed_share: share right in the closed quarter that the month stands beside.
        rank: 1 is the best share right; equal shares have equal ranks; None when nobody can be judged.
        is_open: whether the reader may see its customers.
    """

    code: str
    name: str
    counts: Counts
    closed_share: float | None
    rank: int | None
    is_open: bool


@dataclass(frozen=True)
class Case:
    """A customer whose number of kỳ is wrong."""

    customer_id: str
    customer_name: str
    unit_name: str
    verdict: str
    basis: str | None
    average_kwh: Decimal | None
    actual_periods: int | None
    required_periods: int | None
    wrong_since_month: str


@dataclass(frozen=True)
class Earlier:
    """The same month as a release of an earlier day had it; ``counts`` is None when it had not judged it yet."""

    as_of: date
    counts: Counts | None


@dataclass(frozen=True)
class Headline:
    """The month that a page leads with, and what it is held against.

    Attributes:
        window_first: first of the months that were averaged.
        closed: the last month of the newest quarter closed before it.
        earlier: None when no release of an earlier day is kept.
        newest: the newest judged month, with which an address needs no month.
        choices: the judged months, the newest first.
    """

    now: Month
    window_first: str
    closed: Month | None
    earlier: Earlier | None
    newest: str
    choices: tuple[str, ...]

    @property
    def asked(self) -> str | None:
        """What an address says to come to this month."""
        return None if self.now.month == self.newest else self.now.month


@dataclass(frozen=True)
class Weight:
    """What the wrong customers weigh, as far as the reader may see them."""

    kwh_total: Decimal | None
    kwh_wrong: Decimal | None
    share_kwh_wrong: float | None
    months_wrong_median: float | None
    months_wrong_oldest: int | None


def ranked(shares: Mapping[str, float | None]) -> dict[str, int]:
    """Unit -> rank: one more than there are better ones, so that equal shares have equal ranks."""
    known = {unit: share for unit, share in shares.items() if share is not None}
    return {unit: 1 + sum(other > share for other in known.values()) for unit, share in known.items()}


def worst_first(unit: Unit) -> tuple[bool, float, int, str]:
    """Key to sort by: the lowest share first, of equal ones the unit with more to correct."""
    share = unit.counts.share_right
    return share is None, share or 0.0, -unit.counts.wrong, unit.code
