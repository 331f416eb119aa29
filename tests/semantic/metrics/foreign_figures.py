"""Tells whether what came back from a release holds anything of a foreign unit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import pyarrow as pa

from phanky.errors import UsageError
from phanky.identity import Identity
from semantic import Query, Release
from semantic.layout import UNIT_COLUMN
from tests.semantic.metrics.generated_questions import Question
from tests.semantic.metrics.marked_releases import FIELDS, Marked, digits_of, foreign_words, open_marked

Way = Literal["query", "answer", "explain"]
WAYS: tuple[Way, ...] = ("query", "answer", "explain")


def ask(release: Release, question: Question, way: Way) -> pa.Table | str:
    """The answer, or the words of a refusal; any error but UsageError goes through."""
    try:
        if way == "query":
            return release.query(**question.arguments())
        query = Query.of(**question.arguments())
        if way == "answer":
            return release.answer(query).table
        return release.select(release.explain(query).literal_sql)
    except UsageError as refusal:
        return str(refusal)


@dataclass(frozen=True)
class Watch:
    """Holds what a scope is told against what it may know.

    Attributes:
        own: has the rows of the scope and no others.
        totals: has no rows of customers, only the totals by unit and month that everyone may see.
        words: foreign customers, names and books.
    """

    scope: Identity
    own: Release
    totals: Release
    words: frozenset[str]

    @classmethod
    def over(cls, marked: Marked, scope: Identity, closing: ExitStack) -> Watch:
        """For one of the marked scopes."""
        own, totals = (
            closing.enter_context(open_marked(home, scope)) for home in (marked.own[scope.scope_key], marked.totals)
        )
        return cls(scope, own, totals, foreign_words(marked.whole, scope))

    def foreign(self, asked: Release, question: Question, way: Way) -> str | None:
        """What is foreign in what ``asked`` says to a question; None: nothing."""
        told = ask(asked, question, way)
        if isinstance(told, str):
            marks = [word for word in self.words if word in told and word not in repr(question)]
        else:
            marks = [*self._marked_words(told), *(() if question.everyone is True else self._marked_energy(told))]
        if marks:
            return f"{way} {question}: {marks[:3]}"
        expected = ask(self.totals if question.everyone is True else self.own, question, way)
        return None if told == expected else f"{way} {question}: {told} instead of {expected}"

    def _marked_words(self, told: pa.Table) -> Iterator[str]:
        for name in told.column_names:
            for value in _distinct(told, name, str):
                if value in self.words or (name == UNIT_COLUMN and not self.scope.may_see(value)):
                    yield value

    def _marked_energy(self, told: pa.Table) -> Iterator[str]:
        foreign = [owner for owner in FIELDS if not self.scope.may_see(owner)]
        for name in ("kwh_total", "kwh_wrong"):
            for value in _distinct(told, name, Decimal):
                yield from (f"{name} {value}" for owner in foreign if digits_of(value)[owner])


def _distinct(told: pa.Table, name: str, kind: type) -> list[Any]:
    if name not in told.column_names:
        return []
    return [value for value in told.column(name).unique().to_pylist() if isinstance(value, kind)]
