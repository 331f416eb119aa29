"""Months as columns against dated thresholds: where everything stands, in per cent of the chart's height.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.dossier.values import Month

_HEADROOM = Decimal("1.08")
# The upper line is left out of the chart of a customer that is nowhere near the lower one: the columns stay visible.
_NEAR = Decimal("0.6")
_LABEL_PERCENT = 11


@dataclass(frozen=True)
class Column:
    """One month: the bar from ``bottom`` for ``height``, and its thresholds; None: nothing to draw."""

    month: Month
    bottom: float
    height: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Mark:
    """A figure beside the axis."""

    percent: float
    kwh: tuple[Decimal, ...]


@dataclass(frozen=True)
class Chart:
    """The columns, the marks of the thresholds of the last month, and where zero and the average stand."""

    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    zero: float
    average: float | None


@dataclass(frozen=True)
class _Scale:
    lowest: Decimal
    highest: Decimal

    def percent(self, value: Decimal) -> float:
        return round(float((value - self.lowest) / (self.highest - self.lowest) * 100), 2)

    def line(self, value: Decimal | None) -> float | None:
        return None if value is None or value > self.highest else self.percent(value)


def chart(months: Sequence[Month], average: Decimal | None) -> Chart:
    """The chart of these months; ``average`` is what judged the window."""
    scale = _scale(months, average)
    columns = tuple(_column(month, scale) for month in months)
    return Chart(columns, _marks(months, scale), scale.percent(Decimal(0)), scale.line(average))


def _scale(months: Sequence[Month], average: Decimal | None) -> _Scale:
    used = [month.kwh for month in months if month.kwh is not None] + ([average] if average is not None else [])
    highest, lowest = max(used, default=Decimal(0)), min([*used, Decimal(0)])
    lower = max((month.lower_kwh for month in months if month.lower_kwh is not None), default=Decimal(0))
    upper = max((month.upper_kwh for month in months if month.upper_kwh is not None), default=Decimal(0))
    line = upper if highest >= lower * _NEAR else lower
    return _Scale(lowest * _HEADROOM, max(highest, line, Decimal(1)) * _HEADROOM)


def _column(month: Month, scale: _Scale) -> Column:
    lower, upper = scale.line(month.lower_kwh), scale.line(month.upper_kwh)
    if month.kwh is None:
        return Column(month, scale.percent(Decimal(0)), None, lower, upper)
    ends = sorted((scale.percent(Decimal(0)), scale.percent(month.kwh)))
    return Column(month, ends[0], round(ends[1] - ends[0], 2), lower, upper)


def _marks(months: Sequence[Month], scale: _Scale) -> tuple[Mark, ...]:
    """Those of the newest month; one label for both when they would cover each other."""
    lower, upper = months[-1].lower_kwh, months[-1].upper_kwh
    drawn = [value for value in (lower, upper) if value is not None and scale.line(value) is not None]
    if len(drawn) == 2 and scale.percent(drawn[1]) - scale.percent(drawn[0]) < _LABEL_PERCENT:
        return (Mark(scale.percent(drawn[1]), tuple(drawn)),)
    return tuple(Mark(scale.percent(value), (value,)) for value in drawn)
