"""Puts the parts of an answer together.  Plain SQL that every engine runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from semantic.metrics.facts import MONTH, QUARTER, TIME, Largest, Metric, Shape
from semantic.metrics.query import Query
from semantic.naming import quoted


@dataclass(frozen=True)
class Part:
    """Metrics that one SELECT of MetricFlow's answers together.

    Attributes:
        keys: name in the question -> name in MetricFlow, in the order asked.
        ranked: MetricFlow's name of what the greatest are taken of, when the one metric is a part of the greatest.
    """

    metrics: tuple[Metric, ...]
    keys: Mapping[str, str]
    ranked: str | None = None

    @property
    def compiled_names(self) -> tuple[str, ...]:
        """What MetricFlow has to group by."""
        names = [self._compiled(name) for name in self.keys]
        if self._is_moment:  # what looks back has to know its month
            names.append(TIME[MONTH])
        if self.ranked is not None:
            names.append(self.ranked)
        return tuple(dict.fromkeys(names))

    @property
    def _is_moment(self) -> bool:
        return self.metrics[0].shape is Shape.MOMENT

    def _compiled(self, name: str) -> str:
        """A metric that looks back has one month in each quarter: that month tells the quarter."""
        return TIME[MONTH] if self._is_moment and name == QUARTER else self.keys[name]

    def select(self, sql: str, others: Sequence[Metric] = ()) -> str:
        """Keys and metrics under their names and of their types; for ``others`` there is nothing."""
        source = f"(\n{sql}\n) AS answered"
        if (largest := self.metrics[0].largest) is not None:
            source = self._part_of_largest(source, largest)
        columns = [
            *(f"{self._key(name)} AS {quoted(name)}" for name in self.keys),
            *(
                f"CAST({quoted(metric.name)} AS {metric.format.sql_type}) AS {quoted(metric.name)}"
                for metric in self.metrics
            ),
            *(f"CAST(NULL AS {metric.format.sql_type}) AS {quoted(metric.name)}" for metric in others),
        ]
        return f"SELECT {', '.join(columns)}\nFROM {source}"

    def _key(self, name: str) -> str:
        column = quoted(self._compiled(name))
        if name not in TIME:
            return column
        return f"CAST(DATE_TRUNC('{name}', {column}) AS DATE)"

    def _part_of_largest(self, source: str, largest: Largest) -> str:
        keys = [quoted(self._compiled(name)) for name in self.keys]
        amount = quoted(self.metrics[0].name)
        within = f"PARTITION BY {', '.join(keys)} " if keys else ""
        rank = f"ROW_NUMBER() OVER ({within}ORDER BY {amount} DESC NULLS LAST, {quoted(self.ranked or '')})"
        part = f"CAST(SUM(CASE WHEN place <= {largest.count} THEN {amount} END) AS DOUBLE PRECISION)"
        share = f"{part} / NULLIF(SUM({amount}), 0)"
        grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
        return (
            f"(SELECT {', '.join((*keys, f'{share} AS {amount}'))} "
            f"FROM (SELECT *, {rank} AS place FROM {source}) AS ranked{grouped}) AS largest"
        )


def compose(parts: Sequence[tuple[Part, str]], query: Query) -> str:
    """One SELECT from the parts and their SQL: a row for each combination of keys that any part has, ordered."""
    metrics = {metric.name: metric for part, _ in parts for metric in part.metrics}
    # Without keys there is one row, also where a part that looks back found no month and has none.
    merges = len(parts) > 1 or not query.group_by
    shown = [*map(quoted, query.group_by), *(_filled(metrics[name], merges) for name in query.metrics)]
    return "\n".join(
        filter(
            None,
            (
                f"SELECT {', '.join(shown)}",
                f"FROM (\n{_united(parts, metrics)}\n) AS answer",
                *_tail(query, merges),
            ),
        )
    )


def _united(parts: Sequence[tuple[Part, str]], metrics: Mapping[str, Metric]) -> str:
    if len(parts) == 1:
        return parts[0][0].select(parts[0][1])
    # Not a full join: keys may be empty, and engines join on equality only.
    return "\nUNION ALL\n".join(_same_columns(part, sql, metrics) for part, sql in parts)


def _same_columns(part: Part, sql: str, metrics: Mapping[str, Metric]) -> str:
    others = [metric for metric in metrics.values() if metric not in part.metrics]
    names = ", ".join(map(quoted, (*part.keys, *metrics)))
    return f"SELECT {names} FROM (\n{part.select(sql, others)}\n) AS part"


def _filled(metric: Metric, merges: bool) -> str:
    name = quoted(metric.name)
    value = f"MAX({name})" if merges else name
    return f"COALESCE({value}, 0) AS {name}" if metric.is_sum else f"{value} AS {name}"


def _tail(query: Query, merges: bool) -> list[str]:
    places = {name: str(place) for place, name in enumerate((*query.group_by, *query.metrics), start=1)}
    named = [name.removeprefix("-") for name in query.order_by]
    orders = [
        f"{places[name.removeprefix('-')]} {'DESC' if name.startswith('-') else 'ASC'} NULLS LAST"
        for name in query.order_by
    ]
    orders += [f"{places[name]} ASC NULLS LAST" for name in query.group_by if name not in named]
    return [
        f"GROUP BY {', '.join(map(quoted, query.group_by))}" if merges and query.group_by else "",
        f"ORDER BY {', '.join(orders)}" if orders else "",
        f"LIMIT {query.limit:d}" if query.limit is not None else "",
    ]
