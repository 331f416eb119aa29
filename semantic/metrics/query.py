"""A question about metrics, as a value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from phanky.errors import UsageError
from semantic.metrics.facts import Value


@dataclass(frozen=True)
class Span:
    """Months or quarters from ``first`` to ``last``, both included."""

    first: str
    last: str


Wish = Value | Collection[Value] | Span
"""What a dimension is held against: a value (None: has none), several of which one has to match, or a span of time."""

NO_FILTERS: Mapping[str, Wish] = MappingProxyType({})

_INTEGERS = range(-(2**63), 2**63)
_LIMITS = range(2**63)


@dataclass(frozen=True)
class Filter:
    """One dimension held against values of which one has to match, or against a span of time.

    Raises:
        UsageError: what is no name, or no value that a dimension may have.
    """

    dimension: str
    values: tuple[Value, ...] | Span
    # True equals 1 in Python: without their types one would get the answer kept for the other.
    _types: tuple[type, ...] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        _require_names("filters", (self.dimension,))
        if isinstance(self.values, Span):
            return
        _require(isinstance(self.values, tuple), f"filters, {self.dimension}", "một danh sách giá trị", self.values)
        for value in self.values:
            _require_value(self.dimension, value)
        object.__setattr__(self, "_types", tuple(map(type, self.values)))


@dataclass(frozen=True)
class Query:
    """Metrics, by dimensions, where filters hold.  Equal questions are equal values.

    Attributes:
        order_by: names among ``metrics`` and ``group_by``, ``-name`` for greatest first; what is empty comes last.
        everyone: figures of the whole company by unit and month, which everyone may see, whatever the scope.

    Raises:
        UsageError: anything of another type, and a name that stands twice: questions come from pages and files too.
    """

    metrics: tuple[str, ...]
    group_by: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    order_by: tuple[str, ...] = ()
    limit: int | None = None
    everyone: bool = False

    def __post_init__(self) -> None:
        for what, names in (("metrics", self.metrics), ("group_by", self.group_by), ("order_by", self.order_by)):
            _require(isinstance(names, tuple), what, "một bộ tên", names)
            _require_names(what, names)
            _require(len(set(names)) == len(names), what, "mỗi tên một lần", names)
        _require(isinstance(self.filters, tuple), "filters", "một bộ điều kiện", self.filters)
        for wish in self.filters:
            _require(isinstance(wish, Filter), "filters", "các điều kiện", wish)
        _require(self.limit is None or type(self.limit) is int, "limit", "một số nguyên", self.limit)
        if self.limit is not None and self.limit not in _LIMITS:
            raise UsageError("Số dòng không hợp lệ. Dùng số không âm.")
        _require(isinstance(self.everyone, bool), "everyone", "true hoặc false", self.everyone)

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
        _require(isinstance(filters, Mapping), "filters", "tên chiều với giá trị", filters)
        _require_names("filters", filters)
        wishes = tuple(Filter(name, _values(name, filters[name])) for name in sorted(filters))
        return cls(
            _once("metrics", metrics), _once("group_by", group_by), wishes, _once("order_by", order_by), limit, everyone
        )


def _once(what: str, names: Sequence[str]) -> tuple[str, ...]:
    _require_names(what, names)
    return tuple(dict.fromkeys(names))


def _values(name: str, wish: Wish) -> tuple[Value, ...] | Span:
    if isinstance(wish, Span):
        return wish
    if isinstance(wish, str) or not isinstance(wish, Collection):
        return (wish,)
    _require(not isinstance(wish, Mapping | bytes), f"filters, {name}", "một danh sách giá trị", wish)
    for value in wish:
        _require_value(name, value)
    once = {(type(value), value): value for value in wish}.values()
    return tuple(sorted(once, key=lambda value: (value is not None, str(type(value)), str(value))))


def _require_names(what: str, names: Collection[Any]) -> None:
    is_list = isinstance(names, Collection) and not isinstance(names, str | bytes)
    _require(is_list, what, "một danh sách tên", names)
    for name in names:
        _require(isinstance(name, str), what, "tên", name)


def _require_value(dimension: str, value: object) -> None:
    wanted = value is None or isinstance(value, str | int)
    _require(wanted, f"filters, {dimension}", "chuỗi, số nguyên, true, false hoặc trống", value)
    if isinstance(value, int) and value not in _INTEGERS:
        raise UsageError(f"filters, {dimension}: số nguyên quá lớn.")
    if isinstance(value, str) and not _is_text(value):
        raise UsageError(f"filters, {dimension}: chuỗi có ký tự không phải Unicode.")


def _is_text(value: str) -> bool:
    """Whether a database takes it: JSON can write half a pair of surrogates."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _require(is_so: bool, what: str, wanted: str, given: object) -> None:
    if not is_so:
        raise UsageError(f"{what} nhận {wanted}, không nhận {type(given).__name__}.")
