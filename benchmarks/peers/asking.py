"""What is asked and who is asked: the narrow interface between questions, peers and the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from semantic import Span

Row = Mapping[str, object]


class NoAnswerError(Exception):
    """A peer cannot answer a question, or did not."""


class Question(Protocol):
    """One business question; ``order`` names metrics or dimensions, ``-`` before a name turns it round."""

    @property
    def name(self) -> str:
        """Short, unique."""

    @property
    def metrics(self) -> tuple[str, ...]:
        """What is counted."""

    @property
    def by(self) -> tuple[str, ...]:
        """Dimensions that it is split by."""

    @property
    def filters(self) -> tuple[tuple[str, object], ...]:
        """Dimension and what it is held against: a value, several, or a span of months; all of them must hold."""

    @property
    def order(self) -> tuple[str, ...]:
        """How the rows are sorted."""

    @property
    def limit(self) -> int | None:
        """How many rows at most."""


class Running(Protocol):
    """A peer that is ready to be asked."""

    def ask(self, question: Question, *, fresh: bool) -> Sequence[Row]:
        """The rows, each with the dimensions and the metrics by their names, values as the tool writes them.

        Args:
            fresh: nothing may come from a cache of results; otherwise it may, and must when asked before.

        Raises:
            NoAnswerError: the question cannot be put, was refused, or was answered from the wrong place.
        """


class Peer(Protocol):
    """A tool that answers questions over the marts of a PostgreSQL database."""

    @property
    def name(self) -> str:
        """Short, for tables."""

    @property
    def version(self) -> str:
        """What was run, with what."""

    def start(self, postgres: str) -> AbstractContextManager[Running]:
        """Start it over the database with this address (libpq's), ready to be asked; stop it at the end."""


def order_of(question: Question) -> list[tuple[str, bool]]:
    """Names to sort by, each with whether it ascends; ties are broken by the dimensions, as our own layer does."""
    wanted = [(name.removeprefix("-"), not name.startswith("-")) for name in question.order]
    named = {name for name, _ in wanted}
    return [*wanted, *((name, True) for name in question.by if name not in named)]


def filters_of(question: Question) -> list[tuple[str, list[object]]]:
    """Each dimension with the values that are let through; a span of months has them all."""
    return [(name, _values(wish)) for name, wish in question.filters]


def _values(wish: object) -> list[object]:
    if isinstance(wish, Span):
        return list(_months(wish.first, wish.last))
    return list(wish) if isinstance(wish, tuple | list | set | frozenset) else [wish]


def _months(first: str, last: str) -> Iterator[str]:
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return (f"{index // 12}-{index % 12 + 1:02d}" for index in range(begin, end + 1))
