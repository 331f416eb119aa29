"""Rules on one line of time, in per cent of its length.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.rulebook import Rule


@dataclass(frozen=True)
class Piece:
    """From ``left`` for ``width``; ``row`` is the rule drawn, None for the months judged."""

    left: float
    width: float
    rule: Rule | None = None


@dataclass(frozen=True)
class Line:
    """The pieces of the rules, oldest first, the piece of the judged months, and the years at the ends."""

    pieces: tuple[Piece, ...]
    judged: Piece | None
    first: date
    last: date


def line(rules: Sequence[Rule], judged: tuple[str, str] | None, as_of: date) -> Line:
    """From the first day of the oldest rule to the as-of date, or to the last day known after it."""
    first = min(rule.row["valid_from"] for rule in rules)
    ends = [as_of, *(rule.row["valid_from"] for rule in rules), *(rule.row["valid_to"] or as_of for rule in rules)]
    last = max(ends)
    pieces = tuple(
        Piece(*_placed(rule.row["valid_from"], rule.row["valid_to"] or last, first, last), rule)
        for rule in sorted(rules, key=lambda rule: rule.row["valid_from"])
    )
    return Line(pieces, _judged(judged, first, last), first, last)


def _judged(judged: tuple[str, str] | None, first: date, last: date) -> Piece | None:
    if judged is None:
        return None
    return Piece(*_placed(_first_day(judged[0]), _first_day(_next(judged[1])), first, last))


def _placed(start: date, end: date, first: date, last: date) -> tuple[float, float]:
    length = max((last - first).days, 1)
    return round((start - first).days / length * 100, 2), round((end - start).days / length * 100, 2)


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _next(month: str) -> str:
    index = int(month[:4]) * 12 + int(month[5:])
    return f"{index // 12}-{index % 12 + 1:02d}"
