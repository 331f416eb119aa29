"""What stayed the same over months in a row, as one interval."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True)
class Span(Generic[Value]):
    """Months ``first`` to ``last``, both included, in all of which ``value`` held."""

    first: str
    last: str
    value: Value

    def has(self, month: str | None) -> bool:
        """Whether a month lies inside."""
        return month is not None and self.first <= month <= self.last


def spans(months: Iterable[tuple[str, Value | None]]) -> tuple[Span[Value], ...]:
    """Months in a row with equal values merged, newest first; months without a value part what they lie between.

    Args:
        months: (month, value) of every month, oldest first, none left out.
    """
    found: list[Span[Value]] = []
    for value, run in groupby(months, key=lambda pair: pair[1]):
        names = [month for month, _ in run]
        if value is not None:
            found.append(Span(names[0], names[-1], value))
    return tuple(reversed(found))
