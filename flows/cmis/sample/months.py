"""Calendar months, and the reading periods (kỳ) that a month is split into."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)

READING_DAYS = {1: "CT", 2: "15;CT", 3: "10;20;CT"}
"""Number of kỳ a month -> NGAY_GHI: the days on which the meters are read, CT = month end."""

_PERIOD_ENDS: dict[int, tuple[int, ...]] = {1: (31,), 2: (15, 31), 3: (10, 20, 31)}


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; ``ordinal`` counts months since year 0."""

    ordinal: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that ``day`` lies in."""
        return cls(day.year * 12 + day.month - 1)

    def plus(self, months: int) -> Month:
        """The month ``months`` later (earlier when negative)."""
        return Month(self.ordinal + months)

    @property
    def year(self) -> int:
        """NAM."""
        return self.ordinal // 12

    @property
    def number(self) -> int:
        """THANG, 1 to 12."""
        return self.ordinal % 12 + 1

    @property
    def days(self) -> int:
        """Number of days."""
        return calendar.monthrange(self.year, self.number)[1]

    @property
    def first(self) -> date:
        """First day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Last day."""
        return date(self.year, self.number, self.days)

    def day(self, number: int) -> date:
        """The day of this number, 1 = the first."""
        return self.first + timedelta(days=number - 1)

    @property
    def id_base(self) -> int:
        """Ids of bills and readings of this month start here, so that they never depend on other months."""
        return (self.year * 100 + self.number) * 1_000_000_000


@dataclass(frozen=True)
class Period:
    """One kỳ of a month: its number and the day numbers it begins and ends with, both included."""

    ky: int
    first: int
    last: int


def periods_of(month: Month, count: int) -> tuple[Period, ...]:
    """The kỳ of ``month`` when it is read ``count`` times (1 to 3); together they cover every day once."""
    ends = [min(end, month.days) for end in _PERIOD_ENDS[count]]
    starts = [1, *(end + 1 for end in ends[:-1])]
    return tuple(Period(i + 1, starts[i], ends[i]) for i in range(count))


@dataclass(frozen=True)
class Calendar:
    """The closed billing months of the sample, and the open month that ``as_of`` lies in."""

    as_of: date
    months: int

    @property
    def open_month(self) -> Month:
        """The month that is being read."""
        return Month.of(self.as_of)

    def ago(self, months: int) -> Month:
        """The closed month that lies ``months`` before the last closed one."""
        return self.open_month.plus(-1 - months)

    @property
    def closed_months(self) -> tuple[Month, ...]:
        """Oldest first."""
        return tuple(self.ago(k) for k in reversed(range(self.months)))

    def __iter__(self) -> Iterator[Month]:
        """Every month, the open one last."""
        yield from self.closed_months
        yield self.open_month

    def is_closed(self, month: Month) -> bool:
        """Whether the sample has the bills of the whole month."""
        return self.ago(self.months - 1) <= month < self.open_month

    def is_read(self, month: Month, period: Period) -> bool:
        """Whether this kỳ has ended before ``as_of``."""
        return month.day(period.last) < self.as_of


def day_number(day: date) -> int:
    """Days since 1970-01-01, as Arrow stores a date."""
    return (day - EPOCH).days
