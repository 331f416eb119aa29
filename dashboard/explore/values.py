"""What the page Khám phá shows, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.explore.asking import Asked
from dashboard.texts import explore as texts
from phanky import vietnamese as vi
from semantic import Format, Metric

Labels = Mapping[str, Mapping[Any, str]]
"""Dimension -> value -> the word for it."""

TIME = {"month": texts.MONTH, "quarter": texts.QUARTER}


@dataclass(frozen=True)
class Choices:
    """What can be asked.

    Attributes:
        metrics: name -> metric.
        splits: dimension -> its label; those that go with the metric asked for.
        filters: dimension -> its values; None: codes, to be typed.
        periods: months, oldest first, and quarters.
        may_ask_everyone: whether this reader's own scope is less than the company.
    """

    metrics: Mapping[str, Metric]
    splits: Mapping[str, str]
    filters: Mapping[str, tuple[Any, ...] | None]
    months: tuple[str, ...]
    quarters: tuple[str, ...]
    labels: Labels
    may_ask_everyone: bool

    def label(self, name: str) -> str:
        """Of a dimension or a grain of time."""
        return TIME.get(name) or self.splits.get(name, name)

    def word(self, dimension: str, value: Any) -> str:
        """A value of a dimension as readers know it."""
        if value is None:
            return texts.NONE
        if dimension in TIME:
            return vi.month(value) if dimension == "month" else vi.quarter(value)
        if isinstance(value, bool):
            return texts.YES if value else texts.NO
        return self.labels.get(dimension, {}).get(value, str(value))


@dataclass(frozen=True)
class Answered:
    """The answer, at most as many rows as a page holds.

    Attributes:
        rows: the values of ``asked.by`` and the figure.
        is_cut: whether there are more.
        months: that the metric covers.
    """

    metric: Metric
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool
    sql: str
    marts: tuple[str, ...]
    months: tuple[str, ...]
    release_id: str


@dataclass(frozen=True)
class Explored:
    """The page; ``problem`` says why there is no answer."""

    asked: Asked
    choices: Choices
    answered: Answered | None
    problem: str | None = None


def figure(metric: Metric, value: Any) -> str:
    """A figure as readers write it, without its unit."""
    if metric.format is Format.SHARE:
        return vi.share(value)
    if metric.format is Format.CHANGE:
        return vi.share(value, signed=True)
    return vi.number(value, 0 if metric.format in (Format.COUNT, Format.ENERGY) else None)


def with_unit(metric: Metric, value: Any) -> str:
    """A figure with what it is counted in."""
    shown = figure(metric, value)
    return shown if metric.unit == "%" or value is None else f"{shown} {metric.unit}"


def words(choices: Choices, by: Sequence[str], row: Sequence[Any]) -> str:
    """The values of a row's dimensions in words."""
    return ", ".join(choices.word(name, value) for name, value in zip(by, row, strict=False))
