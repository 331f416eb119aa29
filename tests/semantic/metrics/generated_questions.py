"""Questions of every kind that somebody may put to a release: sensible, curious, malformed and hostile.

Shapes repeat and values vary, as with readers: SQL is compiled once a shape, values are bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from semantic import Release, Span
from semantic.metrics import MONTH, QUARTER

HOSTILE = (
    "' OR 1=1 --",
    "'; DROP TABLE phanky.marts.fct_customer_month; --",
    '" OR ""="',
    '"; SELECT * FROM phanky.marts.dim_customers; --',
    "PC02BB') OR managing_unit_code IN ('PC02BB",
    "(SELECT min(customer_id) FROM phanky.marts.dim_customers)",
    "{{ Dimension('customer__customer_name') }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{{ 1 == 1 }}",
    "$pk_0",
    "$1",
    "?",
    "%(pk_0)s",
    "{0}",
    ";",
    "--",
    "/*",
    "\\",
    "%",
    "_",
    "*",
    "",
    " ",
    "\n",
    "\0",
    "PC02BB\0PC02AA",
    "\ud800",
    "\u202ePC02BB",
    "Điện lực Thành Cổ",
    "Đ" * 100_000,
    "🔌",
    "NULL",
    "true",
    "1e999",
    "unit_code, customer_name",
    "customer_month__unit_code",
    "metric_time__month",
    "metric_time",
    "customer__customer_name",
    "../managing_unit_code=PC02BB",
)
"""Texts that break out of SQL, templates, paths, parameters and terminals where somebody lets them."""

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 2**31, 2**63, 2**70, -(2**200), 10**5000, 1.0, float("nan"), float("inf"), b"PC02BB",
    Decimal(1), date(2026, 10, 1), [], [[]], ["PC02BB", ["PC02AA"]], {}, {"$ne": None}, {"PC02BB"}, (), ("a", None, 3),
    object(), Span("2026-01", "2026-09"), Span("", "z"), Span(1, None),  # type: ignore[arg-type]
)  # fmt: skip
"""Values of types that a question does not know, some of which JSON can carry."""


@dataclass(frozen=True)
class Question:
    """What :meth:`Release.query` is called with, right or wrong."""

    metrics: Any
    group_by: Any = ()
    filters: Any = None
    order_by: Any = ()
    limit: Any = None
    everyone: Any = False

    def arguments(self) -> dict[str, Any]:
        """By name."""
        return vars(self) | {"filters": {} if self.filters is None else self.filters}


@dataclass(frozen=True)
class World:
    """What there is to ask about.

    Attributes:
        dimensions: metric -> dimensions that it can be split by.
        values: dimension, month and quarter -> all values in the whole company, in order.
    """

    dimensions: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[Any, ...]]

    @classmethod
    def of(cls, company: Release) -> World:
        """Of a release that was opened for the whole company."""
        dimensions = {metric: company.dimensions_of(metric) for metric in company.metrics}
        values = {
            name: company.query([_metric_with(dimensions, name)], [name]).column(0).unique().to_pylist()
            for name in (MONTH, QUARTER, *company.dimensions)
        }
        return cls(dimensions, {name: tuple(found) for name, found in values.items()})


def _metric_with(dimensions: Mapping[str, tuple[str, ...]], name: str) -> str:
    wanted = ("kwh_total", "findings")
    fitting = (metric for metric in (*wanted, *dimensions) if name in dimensions[metric])
    return next(fitting, "kwh_total")


class Asker:
    """Makes up questions from a seed: the same ones in the same order."""

    def __init__(self, world: World, seed: int, shapes: int = 100) -> None:
        self._world, self._random = world, Random(seed)
        self._shapes = [self._shape() for _ in range(shapes)]

    def question(self) -> Question:
        """The next one: three of four make sense."""
        shape = self._random.choice(self._shapes)
        filters = {name: self._wish(name, kind) for name, kind in (shape.filters or {}).items()}
        question = replace(shape, filters=filters)
        return question if self._random.random() < 0.75 else self._spoilt(question)

    def _shape(self) -> Question:
        """A question whose filters name, instead of values, how many values of which kind they hold."""
        random, known = self._random, self._world.dimensions
        metrics = random.sample(sorted(known), random.choice((1, 1, 2, 3)))
        possible = sorted(set.intersection(*(set(known[metric]) for metric in metrics)))
        group_by = random.sample([*possible, MONTH, QUARTER], random.choice((0, 1, 1, 2, 3)))
        filters = {name: random.choice(("one", "one", "three", "empty")) for name in self._some(possible, 2)}
        if random.random() < 0.6:
            filters[random.choice((MONTH, QUARTER))] = random.choice(("one", "three", "span"))
        named = [*metrics, *group_by]
        order_by = [random.choice(("", "-")) + name for name in self._some(named, 2)]
        limit = random.choice((None, None, 0, 1, 5, 1000))
        return Question(metrics, group_by, filters, order_by, limit, random.random() < 0.15)

    def _some(self, names: list[str], most: int) -> list[str]:
        return self._random.sample(names, min(len(names), self._random.randint(0, most)))

    def _wish(self, name: str, kind: str) -> Any:
        if kind == "span":
            ends = sorted(self._random.choices(self._world.values[name], k=2))
            return Span(*ends)
        if kind == "empty":
            return None
        return self._value(name) if kind == "one" else [self._value(name) for _ in range(3)]

    def _value(self, name: str) -> Any:
        """Of the own unit, of a foreign one or of nobody: whoever asks does not know."""
        known = self._world.values[name]
        if self._random.random() < 0.9 or name in (MONTH, QUARTER):
            return self._random.choice(known)
        return self._random.choice(HOSTILE) if isinstance(known[0], str) else self._random.randint(-9, 2**40)

    def _spoilt(self, question: Question) -> Question:
        spoil = self._random.choice((self._rename, self._replace, self._overfill, self._swap))
        return spoil(question)

    def _rename(self, question: Question) -> Question:
        """A hostile or foreign name among the names."""
        part = self._random.choice(("metrics", "group_by", "order_by"))
        names = [*getattr(question, part), self._bad()]
        self._random.shuffle(names)
        return replace(question, **{part: names})

    def _replace(self, question: Question) -> Question:
        """A whole argument of another type."""
        return replace(question, **{self._random.choice(_ARGUMENTS): self._bad()})

    def _overfill(self, question: Question) -> Question:
        """A filter with a value that is none."""
        dimension = self._random.choice((*self._world.values, self._bad()))
        value = self._random.choice((self._bad(), [self._bad(), self._bad()]))
        try:
            return replace(question, filters=question.filters | {dimension: value})
        except TypeError:  # what cannot be a key
            return replace(question, filters=[(dimension, value)])

    def _swap(self, question: Question) -> Question:
        """Names where others belong."""
        parts = [question.metrics, question.group_by, question.order_by, list(question.filters)]
        self._random.shuffle(parts)
        return replace(question, metrics=parts[0], group_by=parts[1], order_by=parts[2])

    def _bad(self) -> Any:
        return self._random.choice(self._random.choice((HOSTILE, HOSTILE, ODD)))


_ARGUMENTS = ("metrics", "group_by", "filters", "order_by", "limit", "everyone")
