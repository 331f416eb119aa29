"""From a question to one SELECT: which months, which mart, which parts, put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from phanky.errors import UsageError
from semantic.metrics.compiling import Asked, Compiler
from semantic.metrics.composing import Part, compose
from semantic.metrics.conditions import Conditions
from semantic.metrics.definitions import Definitions
from semantic.metrics.facts import TIME, Metric, Shape, Source, Value
from semantic.metrics.periods import Periods, chosen, follow
from semantic.metrics.query import Query
from semantic.naming import shown
from semantic.statement import literal

Sources = tuple[tuple[str, Source], ...]
"""(semantic model, mart that answers for it)."""

_PARAMETER = re.compile(r"\$(pk_\d+)\b")


@dataclass(frozen=True)
class Plan:
    """SQL that answers a question.

    Attributes:
        sql: one SELECT; ``$pk_0`` … stand for values.
        marts: that it reads figures from.
        months: metric -> the months that it covers.
    """

    sql: str
    parameters: Mapping[str, Value]
    marts: tuple[str, ...]
    months: Mapping[str, tuple[str, ...]]

    @property
    def literal_sql(self) -> str:
        """The SQL with its values written in, to be read or run elsewhere."""
        return _PARAMETER.sub(lambda found: literal(self.parameters[found[1]]), self.sql)


@dataclass(frozen=True)
class Ground:
    """What a question is planned on.

    Attributes:
        sees_all: whether the scope is the whole company.
        marts: that are loaded.
    """

    definitions: Definitions
    compiler: Compiler
    periods: Periods
    sees_all: bool
    marts: frozenset[str]


def plan(query: Query, ground: Ground) -> Plan:
    """How a question is answered.

    Raises:
        UsageError: what does not exist or does not go together, naming what does.
    """
    return _Planning(query, ground).plan()


class _Planning:
    """One question on its way to SQL."""

    def __init__(self, query: Query, ground: Ground) -> None:
        self._query, self._ground, self._conditions = query, ground, Conditions()
        known = ground.definitions
        self._metrics = [known.metric(name) for name in query.metrics]
        self._keys = {name: known.dimension(name) for name in query.group_by if name not in TIME}
        self._limits = {
            wish.dimension: known.dimension(wish.dimension) for wish in query.filters if wish.dimension not in TIME
        }
        _require_sense(query, self._metrics, (*self._keys, *self._limits), known)

    def plan(self) -> Plan:
        asked = self._ground.periods.asked(self._query)
        months = {metric.name: chosen(asked, metric.shape, self._query.group_by) for metric in self._metrics}
        answered = [self._answered(group, months[group[0].name]) for group in _together(self._metrics, months)]
        marts = dict.fromkeys(source.mart for _, _, sources in answered for _, source in sources)
        sql = compose([(part, sql) for part, sql, _ in answered], self._query)
        return Plan(sql, self._conditions.values, tuple(marts), months)

    def _where(self, metric: Metric) -> Iterator[str]:
        for wish in (wish for wish in self._query.filters if wish.dimension in self._limits):
            dimension = self._limits[wish.dimension]
            yield self._conditions.hold(wish, dimension, metric)

    def _answered(self, metrics: Sequence[Metric], months: tuple[str, ...]) -> tuple[Part, str, Sources]:
        part = self._part(metrics)
        sources = self._sources(metrics, self._months_in_one(metrics, months))
        named = months if all(source.months == 1 for _, source in sources) else months[-1:]
        where = (*self._where(metrics[0]), self._conditions.in_months(named))
        asked = Asked(tuple(metric.name for metric in metrics), part.compiled_names, where, sources)
        return part, self._ground.compiler.compile(asked), sources

    def _part(self, metrics: Sequence[Metric]) -> Part:
        model = next(iter(metrics[0].columns))
        keys = {name: TIME.get(name) or self._keys[name].references[model].name for name in self._query.group_by}
        largest = metrics[0].largest
        ranked = self._ground.definitions.dimension(largest.dimension).references[model].name if largest else None
        return Part(tuple(metrics), keys, ranked)

    def _months_in_one(self, metrics: Sequence[Metric], months: tuple[str, ...]) -> int:
        """How many months a row may hold the sums of; 1 where each has to stand alone."""
        is_sum = metrics[0].shape is Shape.FLOW and len(metrics[0].columns) == 1
        return len(months) if is_sum and not TIME.keys() & set(self._query.group_by) and follow(months) else 1

    def _sources(self, metrics: Sequence[Metric], months: int) -> Sources:
        ranked = [self._ground.definitions.dimension(metric.largest.dimension) for metric in metrics if metric.largest]
        dimensions = (*self._keys.values(), *self._limits.values(), *ranked)
        needed: dict[str, set[str]] = {}
        for metric in metrics:
            for model, columns in metric.columns.items():
                needed.setdefault(model, set()).update(columns)
        for model, found in needed.items():
            found.update(dimension.references[model].column for dimension in dimensions)
        return tuple((model, self._source(model, needed[model], months)) for model in sorted(needed))

    def _source(self, model: str, needed: set[str], months: int) -> Source:
        """The smallest mart that has what is needed and holds the customers that the question is about."""
        ground, everyone = self._ground, self._query.everyone
        for source in ground.definitions.sources[model]:
            holds_them = source.is_open if everyone else (ground.sees_all or not source.is_open)
            is_whole = source.months in (1, months) and needed <= source.columns
            if holds_them and is_whole and source.mart in ground.marts:
                return source
        if everyone:
            raise UsageError(
                "Số toàn công ty cho mọi người chỉ có theo đơn vị, tháng và quý. Bỏ chiều hoặc chỉ số khác."
            )
        raise UsageError(f"Bảng đã nạp không có {', '.join(sorted(needed))}. Mở bản phát hành với đủ bảng của chỉ số.")


def _require_sense(query: Query, metrics: Sequence[Metric], names: Sequence[str], definitions: Definitions) -> None:
    if not metrics:
        raise UsageError("Chưa hỏi chỉ số nào. Xem “phanky metrics”.")
    for metric in metrics:
        possible = definitions.dimensions_of(metric)
        if wrong := [name for name in names if name not in possible]:
            raise UsageError(
                f"{metric.name} không chia hay lọc theo {wrong[0]}. Dùng được: {', '.join((*TIME, *possible))}."
            )
    known = (*query.group_by, *query.metrics)
    if wrong := [name for name in query.order_by if name.removeprefix("-") not in known]:
        raise UsageError(f"Không xếp theo {shown(wrong[0])} được: câu hỏi chỉ có {', '.join(known)}.")


def _together(metrics: Sequence[Metric], months: Mapping[str, tuple[str, ...]]) -> list[list[Metric]]:
    """Metrics that one pass can answer: of the same models, which name dimensions each in its own way, and months."""
    groups: dict[object, list[Metric]] = {}
    for metric in metrics:
        alone = metric.name if metric.largest else None
        models = frozenset(metric.columns)
        groups.setdefault((models, months[metric.name], metric.shape is Shape.MOMENT, alone), []).append(metric)
    return list(groups.values())
