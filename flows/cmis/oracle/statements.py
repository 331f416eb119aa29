"""SQL made from the declaration: ANSI, values bound, names checked when the mapping was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from flows.cmis.declaration import Kind
from flows.cmis.oracle.mapping import Located
from flows.cmis.oracle.shapes import UNIT, Shape

Binds = dict[str, object]


@dataclass(frozen=True)
class Filters:
    """What of the whole is read: ``units`` (none: all), ``first_month`` as (year, month) (None: from the beginning).

    Months are filtered where rows belong to a billing month.
    """

    units: tuple[str, ...] = ()
    first_month: tuple[int, int] | None = None


@dataclass(frozen=True)
class Condition:
    """One part of a WHERE clause with its values."""

    sql: str
    binds: Binds = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """SQL and what is bound in it."""

    sql: str
    binds: Binds


def describe(located: Located) -> str:
    """No rows, but the columns."""
    return f"SELECT * FROM {located.relation} WHERE 1 = 0"


def rows(shape: Shape, filters: Filters, *more: Condition) -> Statement:
    """All declared columns that are there."""
    columns = ", ".join(f"{f.expression} AS {f.column.name}" for f in shape.fetched)
    return _statement(f"SELECT {columns}", shape, filters, more)


def control(shape: Shape, filters: Filters, *more: Condition) -> Statement:
    """Rows, exact total, greatest id of the same rows."""
    return _statement(f"SELECT {_control(shape)}", shape, filters, more)


def controls_by_month(shape: Shape, filters: Filters) -> Statement:
    """The same for each NAM and THANG."""
    year, month = shape.located.there("NAM"), shape.located.there("THANG")
    counted = _statement(f"SELECT {year}, {month}, {_control(shape)}", shape, filters, ())
    return Statement(f"{counted.sql} GROUP BY {year}, {month}", counted.binds)


def pulse(shape: Shape, filters: Filters) -> Statement:
    """Rows, and the last of each stamp."""
    return _statement(
        "SELECT " + ", ".join(["COUNT(*)", *(f"MAX({stamp})" for stamp in shape.stamps)]), shape, filters, ()
    )


def of_month(shape: Shape, year: int, month: int) -> Condition:
    """Rows of one billing month."""
    there = shape.located.there
    return Condition(
        f"{there('NAM')} = :part_year AND {there('THANG')} = :part_month", {"part_year": year, "part_month": month}
    )


def since(shape: Shape, moment: datetime) -> Condition:
    """Rows changed at or after a moment; without a stamp of change, that of creation counts."""
    first, *others = shape.stamps
    parts = [f"{first} >= :since"] + [f"{first} IS NULL AND {stamp} >= :since" for stamp in others]
    return Condition("(" + " OR ".join(parts) + ")", {"since": moment})


def _control(shape: Shape) -> str:
    table, there = shape.located.table, shape.located.there
    total = f"SUM({there(table.total)})" if table.total else "NULL"
    has_id = table.column(table.key[0]).kind is Kind.ID
    return f"COUNT(*), {total}, {f'MAX({there(table.key[0])})' if has_id else 'NULL'}"


def _statement(selected: str, shape: Shape, filters: Filters, more: Iterable[Condition]) -> Statement:
    conditions = [*_filters(shape, filters), *more]
    where = " AND ".join(condition.sql for condition in conditions)
    binds = {name: value for condition in conditions for name, value in condition.binds.items()}
    return Statement(f"{selected} FROM {shape.located.relation}" + (f" WHERE {where}" if where else ""), binds)


def _filters(shape: Shape, filters: Filters) -> list[Condition]:
    there, found = shape.located.there, []
    # Every unit is named in D_DVI_QLY: parents would be missing otherwise.
    if filters.units and shape.has_unit and shape.located.table.name != "D_DVI_QLY":
        binds: Binds = {f"unit_{i}": unit for i, unit in enumerate(filters.units)}
        names = ", ".join(f":{name}" for name in binds)
        unit = there(UNIT)
        found.append(Condition(f"({unit} IN ({names}) OR {unit} IS NULL)", binds))
    if filters.first_month is not None and shape.located.table.monthly:
        year, month = there("NAM"), there("THANG")
        found.append(
            Condition(
                # A row without a month belongs to none that was left out: the checks will name it.
                f"({year} > :first_year OR ({year} = :first_year AND {month} >= :first_month)"
                f" OR {year} IS NULL OR {month} IS NULL)",
                dict(zip(("first_year", "first_month"), filters.first_month, strict=True)),
            )
        )
    return found
