"""Every question in every way, in turns, each answer held against the first one."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pyarrow as pa

from benchmarks.questions import Question, questions
from benchmarks.semantic.answers import plain, require_equal, rows_of
from benchmarks.semantic.instance import Instance

COLD, COMPILED, KEPT_SQL, KEPT_ANSWER = "new question", "of that compiling", "kept SQL", "kept answer"
DUCKDB, POSTGRES, FROM_FACTS = "straight DuckDB", "straight PostgreSQL", "without aggregates"

Times = dict[str, dict[str, list[float]]]
"""Question -> way -> seconds of each time."""


class Asking:
    """Puts questions to one instance and, where there is one, to PostgreSQL over a connection of its own.

    Attributes:
        expected: question -> the answer of its SQL straight on DuckDB.

    Raises:
        WrongAnswerError: from any call, as soon as two answers differ.
    """

    def __init__(self, instance: Instance, postgres: psycopg.Connection[Any] | None = None) -> None:
        self._instance, self._postgres = instance, postgres
        self._forgetful, self._keeping = instance.forgetful(), instance.keeping()
        self._from_facts = instance.without_aggregates()
        self._sql = {question.name: self._forgetful.explain(question.query).literal_sql for question in questions()}
        self.expected = {question.name: rows_of(self._on_duckdb(question)) for question in questions()}
        for question in questions():  # the first time of each way is nobody's
            for _ in self._kept_ways(question):
                pass

    @property
    def marts(self) -> dict[str, str]:
        """Question -> mart that it is answered from."""
        return {found.name: ", ".join(self._forgetful.explain(found.query).marts) for found in questions()}

    def rounds(self, number: int) -> Times:
        """Ask everything so often, each time in another order."""
        times: Times = {question.name: {} for question in questions()}
        for question in _in_turns(number):
            for way, seconds in (*self._cold(question), *self._kept_ways(question)):
                times[question.name].setdefault(way, []).append(seconds)
        return times

    def new(self, number: int) -> dict[str, list[float]]:
        """Question -> seconds, asked so often and each time of a shape that is not compiled yet."""
        times: dict[str, list[float]] = {question.name: [] for question in questions()}
        for question in _in_turns(number):
            times[question.name].append(dict(self._cold(question))[COLD])
        return times

    def _cold(self, question: Question) -> Iterator[tuple[str, float]]:
        release, compiler = self._instance.cold(question.query)
        gc.collect()  # of what was made to be cold, which no server makes
        yield COLD, self._checked(question, COLD, lambda: release.answer(question.query).table)
        yield COMPILED, compiler.seconds

    def _kept_ways(self, question: Question) -> Iterator[tuple[str, float]]:
        ways: dict[str, Callable[[], pa.Table | list[Any]]] = {
            DUCKDB: lambda: self._on_duckdb(question),
            KEPT_SQL: lambda: self._forgetful.answer(question.query).table,
            KEPT_ANSWER: lambda: self._keeping.answer(question.query).table,
            FROM_FACTS: lambda: self._from_facts.answer(question.query).table,
        }
        if self._postgres is not None:
            ways[POSTGRES] = lambda: self._on_postgres(question)
        for way, ask in ways.items():
            yield way, self._checked(question, way, ask)

    def _checked(self, question: Question, way: str, ask: Callable[[], pa.Table | list[Any]]) -> float:
        begun = time.perf_counter()
        found = ask()
        seconds = time.perf_counter() - begun
        rows = rows_of(found) if isinstance(found, pa.Table) else plain(found)
        require_equal(f"{question.name}, {way}", self.expected[question.name], rows)
        return seconds

    def _on_duckdb(self, question: Question) -> pa.Table:
        with self._instance.connection.cursor() as cursor:
            return cursor.sql(self._sql[question.name]).to_arrow_table()

    def _on_postgres(self, question: Question) -> list[Any]:
        assert self._postgres is not None
        return self._postgres.execute(self._sql[question.name]).fetchall()


def _in_turns(number: int) -> Iterator[Question]:
    """All questions so often, each time in another order; always the same one."""
    chance, asked = random.Random(number), list(questions())
    for _ in range(number):
        chance.shuffle(asked)
        yield from asked
