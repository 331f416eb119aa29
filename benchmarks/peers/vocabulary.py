"""The one table from the names of metrics and dimensions to what they mean in the marts.

Superset gets the expressions as metrics of its datasets, Cube as measures of its schema, plain SQL as they are.  An
expression runs unchanged on every relation that has its columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

from benchmarks.peers.asking import NoAnswerError, Question, Row

SCHEMA = "marts"
MOST_ROWS = 50_000
"""More rows neither Superset nor Cube gives in one answer."""


Value = str | float | bool | None


class Kind(Enum):
    """Type of a dimension."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"

    def read(self, value: object) -> Value:
        """A value as any peer writes it, in one form for all."""
        return None if value is None else _READERS[self](value)


def _flag(value: object) -> bool:
    return value if isinstance(value, bool) else str(value).lower() in {"true", "t", "1"}


def _date(value: object) -> str:
    """Superset writes milliseconds, Cube an ISO timestamp."""
    if isinstance(value, (int, float)):
        return datetime.fromtimestamp(value / 1000, UTC).date().isoformat()
    return value.isoformat()[:10] if isinstance(value, date) else str(value)[:10]


_READERS: Mapping[Kind, Callable[[object], Value]] = {
    Kind.TEXT: str,
    Kind.NUMBER: lambda value: float(str(value)),
    Kind.FLAG: _flag,
    Kind.DATE: _date,
}

_COUNTS = (
    "customers_in_scope",
    "customers_right",
    "customers_too_few",
    "customers_too_many",
    "customers_agreed",
    "customers_not_enough_data",
    "customers_newly_wrong",
    "customers_newly_settled",
)
METRICS: Mapping[str, str] = {
    **{name: f"sum({name})" for name in _COUNTS},
    "customers_wrong": "sum(customers_too_few) + sum(customers_too_many)",
    "share_right": "1.0 * (sum(customers_right) + sum(customers_agreed))"
    " / nullif(sum(customers_in_scope) - sum(customers_not_enough_data), 0)",
    "months_wrong_median": "percentile_cont(0.5) within group (order by months_wrong)",
    "months_wrong_oldest": "max(months_wrong)",
    "kwh_total": "sum(kwh_total)",
    "kwh_wrong": "sum(kwh_wrong)",
    "share_kwh_wrong": "sum(kwh_wrong) / nullif(sum(kwh_total), 0)",
    "customer_months_billed": "sum(customers_billed)",
    "kwh_per_customer": "sum(kwh_total) / nullif(sum(customers_billed), 0)",
    "findings": "count(severity)",
}
DIMENSIONS: Mapping[str, Kind] = {
    "unit_code": Kind.TEXT,
    "month": Kind.TEXT,
    "month_date": Kind.DATE,
    "quarter": Kind.TEXT,
    "is_quarter_end": Kind.FLAG,
    "managing_unit_code": Kind.TEXT,
    "verdict": Kind.TEXT,
    "reason": Kind.TEXT,
    "basis": Kind.TEXT,
    "rule_id": Kind.TEXT,
    "required_periods": Kind.NUMBER,
    "actual_periods": Kind.NUMBER,
    "threshold_periods": Kind.NUMBER,
    "price_group": Kind.TEXT,
    "customer_id": Kind.TEXT,
    "book_codes": Kind.TEXT,
    "severity": Kind.TEXT,
}


@dataclass(frozen=True)
class Relation:
    """A mart: the dimensions it can be split by and the columns that metrics are made of."""

    name: str
    dimensions: frozenset[str]
    columns: frozenset[str]

    @property
    def metrics(self) -> dict[str, str]:
        """Metrics that it can answer for, with their expressions."""
        return {name: sql for name, sql in METRICS.items() if _columns(sql) <= self.columns}


def _columns(sql: str) -> set[str]:
    """Every word of an expression that is a column of some mart."""
    return set(re.findall(r"[a-z_]+", sql)) & _EVERY_COLUMN


_SUMMED = frozenset({*_COUNTS, "customers_billed", "kwh_total"})
_EVERY_COLUMN = _SUMMED | {"kwh_wrong", "months_wrong", "severity"}
_OF_UNIT = frozenset({"unit_code", "month", "month_date", "quarter", "is_quarter_end"})
_OF_SEGMENT = DIMENSIONS.keys() - {"customer_id", "book_codes", "severity"}
_OF_FINDING = frozenset(
    {"rule_id", "customer_id", "month", "month_date", "quarter", "unit_code", "managing_unit_code", "severity"}
)
RELATIONS = (
    Relation("agg_unit_month", _OF_UNIT, _SUMMED),
    Relation("agg_segment_month", frozenset(_OF_SEGMENT), _SUMMED | {"kwh_wrong"}),
    Relation("fct_rule_results", _OF_FINDING, frozenset({"severity"})),
    Relation(
        "fct_customer_month",
        frozenset({*_OF_SEGMENT, "customer_id", "book_codes"}),
        _SUMMED | {"kwh_wrong", "months_wrong"},
    ),
)
"""Smallest first."""


def relation_for(question: Question) -> Relation:
    """The smallest mart that has everything a question names, as our own layer chooses.

    Raises:
        NoAnswerError: none has.
    """
    dimensions = {*question.by, *(name for name, _ in question.filters)}
    for relation in RELATIONS:
        if dimensions <= relation.dimensions and relation.metrics.keys() >= set(question.metrics):
            return relation
    raise NoAnswerError(f"no mart has {', '.join(sorted({*dimensions, *question.metrics}))} together")


def read(question: Question, rows: Iterable[Row]) -> list[dict[str, Value]]:
    """An answer's values in one form for all peers, in the order of the question.

    Raises:
        NoAnswerError: a name is missing, or a value is not what it should be.
    """
    kinds = {name: DIMENSIONS.get(name, Kind.TEXT) for name in question.by} | dict.fromkeys(
        question.metrics, Kind.NUMBER
    )
    try:
        return [{name: kind.read(row[name]) for name, kind in kinds.items()} for row in rows]
    except (KeyError, ValueError) as error:
        raise NoAnswerError(f"the answer cannot be read: {error!r}") from error
