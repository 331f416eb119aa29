"""Filters as MetricFlow's conditions, with values kept apart from the text."""

from __future__ import annotations

from collections.abc import Sequence

from phanky.errors import UsageError
from semantic.metrics.facts import TIME, Dimension, Metric, Value
from semantic.metrics.periods import follow
from semantic.metrics.query import Filter, Span

_MONTH = f"{{{{ TimeDimension('{TIME['month'].removesuffix('__month')}', 'month') }}}}"
_DAY = "CAST({} AS DATE)"


class Conditions:
    """Makes conditions and collects their values; each value gets a name of its own."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}

    def hold(self, wish: Filter, dimension: Dimension, metric: Metric) -> str:
        """A dimension held against values of its type.

        Raises:
            UsageError: a value of another type, or a span of what has no order in time.
        """
        if isinstance(wish.values, Span):
            raise UsageError(f"Chỉ tháng và quý lọc được theo khoảng, {dimension.name} thì không.")
        model = next(iter(metric.columns))
        template = dimension.references[model].template
        values = [dimension.require(value) for value in wish.values]
        among = self._among(template, [value for value in values if value is not None])
        return f"({among} OR {template} IS NULL)" if None in values else among

    def in_months(self, months: Sequence[str]) -> str:
        """The months, each written as its first day; a run of them as its two ends."""
        days = [f"{month}-01" for month in months]
        if len(months) > 1 and follow(months):
            first, last = (_DAY.format(self._named(day)) for day in (days[0], days[-1]))
            return f"{_MONTH} >= {first} AND {_MONTH} <= {last}"
        return self._among(_MONTH, days, _DAY)

    def _among(self, template: str, values: Sequence[Value], written: str = "{}") -> str:
        names = [self._named(value) for value in values]
        return f"{template} IN ({', '.join(written.format(name) for name in names)})" if names else "1 = 0"

    def _named(self, value: Value) -> str:
        name = f"pk_{len(self.values)}"
        self.values[name] = value
        return f"${name}"
