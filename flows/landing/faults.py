"""Looking for faulty rows: every rule of a table in one pass over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from flows.cmis.declaration import ROW_NUMBER, Table

_LONGEST_VALUE = 40


@dataclass(frozen=True)
class Rule:
    """A condition (SQL) under which a row is faulty, and how to tell a person about one such row."""

    column: str
    condition: str
    problem: Callable[[Mapping[str, Any]], str]
    remedy: str


@dataclass(frozen=True)
class Fault:
    """One kind of fault in one table: where it stands first, and how often it occurs."""

    problem: str
    row: int | None
    column: str | None
    count: int
    remedy: str


def first_faults(
    connection: duckdb.DuckDBPyConnection, table: Table, relation: str, rules: Sequence[Rule]
) -> list[Fault]:
    """One fault for each rule that some row of a relation with the columns of ``table`` breaks."""
    counts = ", ".join(f"count(*) filter (where {rule.condition})" for rule in rules)
    broken = connection.execute(f'select {counts} from "{relation}"').fetchone() or ()
    found = zip(rules, broken, strict=True)
    return [_fault(connection, table, relation, rule, count) for rule, count in found if count]


def shown(value: object) -> str:
    """A value as a message shows it: short, days the Vietnamese way, decimals without idle zeros."""
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"  # strftime cuts the zeros of year 26
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _fault(connection: duckdb.DuckDBPyConnection, table: Table, relation: str, rule: Rule, count: int) -> Fault:
    names = (ROW_NUMBER, *table.column_names)
    quoted = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(
        f'select {quoted} from "{relation}" where {rule.condition} order by {ROW_NUMBER} limit 1'
    ).fetchone()
    row = dict(zip(names, found or (), strict=True))
    return Fault(rule.problem(row), row[ROW_NUMBER], rule.column, count, rule.remedy)
