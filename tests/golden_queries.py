"""The questions of dbt_project/golden/queries.yml with the rows that were worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import yaml

from flows.build.definitions import GOLDEN_QUERIES
from semantic import Query, Span

Row = Sequence[Any]


@dataclass(frozen=True)
class GoldenQuery:
    """A question and its rows: columns of ``by``, then the metrics."""

    name: str
    query: Query
    rows: tuple[tuple[Any, ...], ...]

    def __str__(self) -> str:
        return self.name


def golden_queries() -> Iterator[GoldenQuery]:
    """All of the file, in its order."""
    for node in yaml.safe_load(GOLDEN_QUERIES.read_text(encoding="utf-8"))["queries"]:
        where = {name: _wish(value) for name, value in node.get("where", {}).items()}
        query = Query.of(node["metrics"], node.get("by", ()), where, node.get("order", ()), node.get("limit"))
        yield GoldenQuery(node["name"], query, tuple(map(tuple, node["rows"])))


def _wish(value: Any) -> Any:
    return Span(**value) if isinstance(value, Mapping) else value


def rows_of(table: pa.Table) -> list[tuple[Any, ...]]:
    """The rows of an answer."""
    return [tuple(row.values()) for row in table.to_pylist()]


def same_rows(found: Sequence[Row], expected: Sequence[Row]) -> bool:
    """Whether rows are equal: counts and energy exactly, shares to the twelfth digit."""
    return len(found) == len(expected) and all(
        len(ours) == len(theirs) and all(map(_same, ours, theirs)) for ours, theirs in zip(found, expected, strict=True)
    )


def _same(found: Any, expected: Any) -> bool:
    if isinstance(found, float) and expected is not None:
        return math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
    if isinstance(found, Decimal) and expected is not None:
        return found == Decimal(str(expected))
    return type(found) is type(expected) and found == expected
