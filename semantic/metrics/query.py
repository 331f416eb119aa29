"""A question about metrics, as a value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from semantic.metrics.facts import Value


@dataclass(frozen=True)
class Span:
    """Months or quarters from ``first`` to ``last``, both included."""

    first: str
    last: str


Wish = Value | Collection[Value] | Span
"""What a dimension is held against: a value (None: has none), several of which one has to match, or a span of time."""

NO_FILTERS: Mapping[str, Wish] = MappingProxyType({})


@dataclass(frozen=True)
class Filter:
    """One dimension held against values of which one has to match, or against a span of time."""

    dimension: str
    values: tuple[Value, ...] | Span


@dataclass(frozen=True)
class Query:
    """Metrics, by dimensions, where filters hold.  Equal questions are equal values.

    Attributes:
        order_by: names among ``metrics`` and ``group_by``, ``-name`` for greatest first; what is empty comes last.
        everyone: figures of the whole company by unit and month, which everyone may see, whatever the scope.
    """

    metrics: tuple[str, ...]
    group_by: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    order_by: tuple[str, ...] = ()
    limit: int | None = None
    everyone: bool = False

    @classmethod
    def of(
        cls,
        metrics: Sequence[str],
        group_by: Sequence[str] = (),
        filters: Mapping[str, Wish] = NO_FILTERS,
        order_by: Sequence[str] = (),
        limit: int | None = None,
        *,
        everyone: bool = False,
    ) -> Query:
        """From lists and mappings; a name that stands twice counts once."""
        wishes = tuple(Filter(name, _values(filters[name])) for name in sorted(filters))
        return cls(_once(metrics), _once(group_by), wishes, _once(order_by), limit, everyone)


def _once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _values(wish: Wish) -> tuple[Value, ...] | Span:
    if isinstance(wish, Span):
        return wish
    if wish is None or isinstance(wish, str | int):
        return (wish,)
    return tuple(sorted(set(wish), key=lambda value: (value is not None, str(type(value)), str(value))))
