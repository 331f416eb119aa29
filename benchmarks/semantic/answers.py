"""Answers in one form, and what is wrong with one: no time is worth anything beside a wrong answer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from benchmarks.parts import WrongAnswerError

Value = str | int | float | bool | None
Rows = list[tuple[Value, ...]]
RELATIVE = 1e-9


def rows_of(table: pa.Table) -> Rows:
    """The rows of an Arrow table."""
    return plain(zip(*(column.to_pylist() for column in table.columns), strict=True))


def plain(rows: Iterable[Sequence[Any]]) -> Rows:
    """Rows as any engine gives them, with decimals as floats and first days as months."""
    return [tuple(map(_plain, row)) for row in rows]


def _plain(value: Any) -> Value:
    if isinstance(value, Decimal):
        return float(value)
    return f"{value:%Y-%m}" if isinstance(value, date | datetime) else value


def difference(wanted: Rows, found: Rows) -> str | None:
    """What is wrong with an answer, in a few words; None when it is right.  Order counts."""
    if len(wanted) != len(found):
        return f"{len(found)} rows, {len(wanted)} expected"
    for right, row in zip(wanted, found, strict=True):
        if len(right) != len(row) or not all(map(_same, right, row)):
            return f"{row}, {right} expected"
    return None


def require_equal(what: str, wanted: Rows, found: Rows) -> None:
    """WrongAnswerError where ``found`` is not what was ``wanted``."""
    if (wrong := difference(wanted, found)) is not None:
        raise WrongAnswerError(f"{what}: {wrong}")


def _same(wanted: Value, found: Value) -> bool:
    if isinstance(wanted, float) or isinstance(found, float):
        if wanted is None or found is None:
            return wanted is found
        return math.isclose(float(wanted), float(found), rel_tol=RELATIVE, abs_tol=1e-12)
    return wanted == found
