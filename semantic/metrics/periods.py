"""Which months a question is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from phanky.errors import UsageError
from semantic.metrics.facts import MONTH, QUARTER, TIME, Shape
from semantic.metrics.query import Filter, Query, Span
from semantic.naming import require_known

_FORMS = {MONTH: (r"\d{4}-(0[1-9]|1[0-2])", "2026-01..2026-06"), QUARTER: (r"\d{4}-Q[1-4]", "2026-Q1..2026-Q3")}


@dataclass(frozen=True)
class Month:
    """One month of a release."""

    month: str
    quarter: str
    is_judged: bool

    def at(self, grain: str) -> str:
        """``2026-09`` or ``2026-Q3``."""
        return self.month if grain == MONTH else self.quarter


@dataclass(frozen=True)
class Periods:
    """The months of a release, oldest first."""

    months: tuple[Month, ...]

    def asked(self, query: Query) -> tuple[Month, ...]:
        """Those that the question's filters leave; all without a filter.

        Raises:
            UsageError: a month or quarter that the release has not, naming what is near.
        """
        left = self.months
        for wish in (wish for wish in query.filters if wish.dimension in TIME):
            kept = self._named(wish)
            left = tuple(month for month in left if month.at(wish.dimension) in kept)
        return left

    def _named(self, wish: Filter) -> set[str]:
        known = sorted({month.at(wish.dimension) for month in self.months})
        what = "tháng" if wish.dimension == MONTH else "quý"
        if isinstance(wish.values, Span):
            first, last = _ends(wish.values, wish.dimension, what)
            return {name for name in known if first <= name <= last}
        return {require_known(what, str(value), known) for value in wish.values}


def _ends(span: Span, grain: str, what: str) -> tuple[str, str]:
    # They may lie outside the release, but are compared as text: written otherwise they would leave out months.
    form, example = _FORMS[grain]
    for end in (span.first, span.last):
        if not re.fullmatch(form, str(end)):
            raise UsageError(f"Khoảng {what} viết như {example}, không viết “{end}”.")
    if span.first > span.last:
        raise UsageError(f"Khoảng {what} phải từ trước đến sau: {span.last} đứng trước {span.first}.")
    return span.first, span.last


def chosen(asked: Iterable[Month], shape: Shape, group_by: tuple[str, ...]) -> tuple[str, ...]:
    """The months whose rows a metric of this shape takes, of those asked.

    Raises:
        UsageError: none of them is judged.
    """
    months = [month for month in asked if month.is_judged or shape is not Shape.STOCK]
    if not months:
        raise UsageError("Kỳ được hỏi không có tháng nào đã xét. Hỏi tháng khác, hoặc xem “phanky releases”.")
    if shape is Shape.FLOW or MONTH in group_by:
        return tuple(month.month for month in months)
    if QUARTER in group_by:
        return tuple({month.quarter: month.month for month in months}.values())
    return (months[-1].month,)


def follow(months: Sequence[str]) -> bool:
    """Whether each of these months is the one after the month before it."""
    places = [int(month[:4]) * 12 + int(month[5:]) for month in months]
    return places == list(range(places[0], places[0] + len(places)))
