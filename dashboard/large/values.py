"""What the page of large and key customers shows, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dashboard.large.asking import Asked, Period


@dataclass(frozen=True)
class Customer:
    """One customer in one period.

    Attributes:
        place: 1 for the greatest of those listed.
        kwh: of the period.
        unit_share: of the consumption of the unit that manages it.
        whole_share, so_far_share: its own part, and that of all down to it, of everything in view.
        growth_month, growth_year: of the period's last month; None where there is nothing to compare with.
        effect_kwh, effect_share: what the chosen change of this customer does to its unit.
        verdict, actual_periods: in the period's last month.
        is_key: whether the company watches it; ``reason`` and ``remark`` say why, if anyone wrote it down.
    """

    place: int
    customer_id: str
    customer_name: str
    unit_code: str
    kwh: Decimal
    unit_share: float | None
    whole_share: float | None
    so_far_share: float | None
    growth_month: float | None
    growth_year: float | None
    effect_kwh: float
    effect_share: float | None
    verdict: str | None
    actual_periods: int | None
    price_group: str | None
    is_key: bool
    reason: str | None
    remark: str | None


@dataclass(frozen=True)
class Kind:
    """Customers of one kind: how many, and their part of everything in view."""

    count: int
    share: float | None


@dataclass(frozen=True)
class Load:
    """Consumption of one price group, month by month; None: the customers in none."""

    price_group: str | None
    kwh: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class Large:
    """The page.

    Attributes:
        periods: that can be chosen, months and quarters, newest first.
        units, groups, verdicts: code -> word.
        whole_kwh: of everything in view.
        kinds: ``tat-ca``, ``lon``, ``trong-diem`` -> how many of them there are.
        before, year_before: the months that the growth compares with.
        loads: greatest in the last month first.
    """

    asked: Asked
    periods: tuple[Period, ...]
    units: Mapping[str, str]
    groups: tuple[str, ...]
    verdicts: Mapping[str, str]
    threshold_kwh: float
    whole_kwh: Decimal
    kinds: Mapping[str, Kind]
    customers: tuple[Customer, ...]
    before: str
    year_before: str
    loads: tuple[Load, ...]

    @property
    def count(self) -> int:
        """Customers in the whole list."""
        return self.kinds[self.asked.kind].count
