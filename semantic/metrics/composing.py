"""Puts the parts of an answer together.  Plain SQL that every engine runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    def has_every_row(self) -> bool:
        """Whether it has the one row of a question without keys in any case: not where it looks back to no month."""
        return bool(self.keys) or not self._is_moment

    @property
    def _is_moment(self) -> bool:
        return self.metrics[0].shape is Shape.MOMENT

    def _compiled(self, name: str) -> str:
        """A metric that looks back has one month in each quarter: that month tells the quarter."""
        return TIME[MONTH] if self._is_moment and name == QUARTER else self.keys[name]

    def select(self, sql: str, metrics: Iterable[Metric], *, filled: bool = False) -> str:
        """Keys and ``metrics`` under their names and of their types, empty what others answer.

        Args:
            filled: what is a sum is 0 where there was nothing to add.
        """
        source = f"(\n{sql}\n) AS answered"
        if (largest := self.metrics[0].largest) is not None:
            source = self._part_of_largest(source, largest)
        columns = [
            *(f"{self._key(name)} AS {quoted(name)}" for name in self.keys),
            *(f"{self._value(metric, filled)} AS {quoted(metric.name)}" for metric in metrics),
        ]
        return f"SELECT {', '.join(columns)}\nFROM {source}"

    def _key(self, name: str) -> str:
        column = quoted(self._compiled(name))
        if name not in TIME:
            return column
        # A month is answered as its first day.
        return f"CAST({column if name == MONTH else f'DATE_TRUNC({name!r}, {column})'} AS DATE)"

    def _value(self, metric: Metric, filled: bool) -> str:
        value = quoted(metric.name) if metric in self.metrics else "NULL"
        typed = f"CAST({value} AS {metric.format.sql_type})"
        return f"COALESCE({typed}, 0)" if filled and metric.is_sum else typed

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
    asked = [metrics[name] for name in query.metrics]
    (part, sql), *others = parts
    if not others and part.has_every_row:
        return "\n".join((part.select(sql, asked, filled=True), *_tail(query)))
    # Not a full join: keys may be empty, and engines join on equality only.
    united = "\nUNION ALL\n".join(part.select(sql, asked) for part, sql in parts)
    shown = [*map(quoted, query.group_by), *map(_merged, asked)]
    grouped = [f"GROUP BY {', '.join(map(quoted, query.group_by))}"] if query.group_by else []
    return "\n".join((f"SELECT {', '.join(shown)}\nFROM (\n{united}\n) AS answer", *grouped, *_tail(query)))


def _merged(metric: Metric) -> str:
    name = quoted(metric.name)
    return f"COALESCE(MAX({name}), 0) AS {name}" if metric.is_sum else f"MAX({name}) AS {name}"


def _tail(query: Query) -> list[str]:
    places = {name: str(place) for place, name in enumerate((*query.group_by, *query.metrics), start=1)}
    named = [name.removeprefix("-") for name in query.order_by]
    orders = [
        f"{places[name.removeprefix('-')]} {'DESC' if name.startswith('-') else 'ASC'} NULLS LAST"
        for name in query.order_by
    ]
    orders += [f"{places[name]} ASC NULLS LAST" for name in query.group_by if name not in named]
    return [
        *([f"ORDER BY {', '.join(orders)}"] if orders else []),
        *([f"LIMIT {query.limit:d}"] if query.limit is not None else []),
    ]
