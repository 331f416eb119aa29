"""Whether an answer is the expected one: correctness comes before time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from benchmarks.peers.asking import Question, order_of
from benchmarks.peers.vocabulary import Value

Row = Mapping[str, Value]
Rows = Sequence[Row]

_RELATIVE = 1e-9


def difference(question: Question, expected: Rows, got: Rows) -> str | None:
    """What is wrong with an answer, in a few words; None when it is right.

    Rows are matched by their dimensions; where the question asks for an order, the sorted values must follow it too
    (missing values aside: engines put them at either end).
    """
    if len(expected) != len(got):
        return f"{len(got)} rows, {len(expected)} expected"
    wanted, found = _keyed(question, expected), _keyed(question, got)
    if len(found) != len(got) or wanted.keys() != found.keys():
        odd = sorted(map(str, wanted.keys() ^ found.keys()))[:1]
        return f"other rows, {odd[0]}" if odd else "a row twice"
    return _other_value(question, wanted, found) or _other_order(question, expected, got)


def _keyed(question: Question, rows: Rows) -> dict[tuple[Value, ...], Row]:
    return {tuple(row[name] for name in question.by): row for row in rows}


def _other_value(
    question: Question, wanted: dict[tuple[Value, ...], Row], found: dict[tuple[Value, ...], Row]
) -> str | None:
    for key, row in wanted.items():
        for name in question.metrics:
            if not _same(row[name], found[key][name]):
                return f"{name} of {key} is {found[key][name]}, {row[name]} expected"
    return None


def _other_order(question: Question, expected: Rows, got: Rows) -> str | None:
    """Only the order that was asked for: what breaks its ties is no part of the answer."""
    names = [name for name, _ in order_of(question)[: len(question.order)]]
    wanted, found = ([[row[name] for name in names] for row in rows] for rows in (expected, got))
    pairs = zip(_without_missing(wanted), _without_missing(found), strict=True)
    return None if all(_all_same(*pair) for pair in pairs) else "rows in another order"


def _without_missing(rows: Sequence[Sequence[Value]]) -> list[Sequence[Value]]:
    return [row for row in rows if None not in row]


def _all_same(wanted: Sequence[Value], found: Sequence[Value]) -> bool:
    return all(map(_same, wanted, found))


def _same(wanted: Value, found: Value) -> bool:
    if isinstance(wanted, float) and isinstance(found, float):
        return math.isclose(wanted, found, rel_tol=_RELATIVE, abs_tol=1e-12)
    return wanted == found
