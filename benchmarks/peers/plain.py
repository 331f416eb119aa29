"""PostgreSQL asked directly: what the database alone needs, and the answers that others are held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.rows import dict_row

from benchmarks.peers.asking import Question, Row, filters_of, order_of
from benchmarks.peers.vocabulary import METRICS, MOST_ROWS, SCHEMA, relation_for


@dataclass(frozen=True)
class PlainSql:
    """One statement a question over one kept connection; it has no cache of results."""

    name: str = "plain SQL"
    version: str = f"psycopg {psycopg.__version__}"

    @contextmanager
    def start(self, postgres: str) -> Iterator[_Connected]:
        """Connect to the database."""
        with psycopg.connect(postgres, autocommit=True, row_factory=dict_row) as connection:
            yield _Connected(connection)


@dataclass(frozen=True)
class _Connected:
    connection: psycopg.Connection[dict[str, object]]

    def ask(self, question: Question, *, fresh: bool) -> Sequence[Row]:  # nothing is ever kept
        values = [values for _, values in filters_of(question)]
        return self.connection.execute(statement(question), values).fetchall()


def statement(question: Question) -> str:
    """The statement, with a parameter for each filter."""
    selected = [*question.by, *(f"{METRICS[name]} as {name}" for name in question.metrics)]
    parts = [f"select {', '.join(selected)} from {SCHEMA}.{relation_for(question).name}"]
    if question.filters:
        parts.append("where " + " and ".join(f"{name} = any(%s)" for name, _ in question.filters))
    if question.by:
        parts.append(f"group by {', '.join(question.by)}")
    if order := order_of(question):
        parts.append("order by " + ", ".join(f"{name}{'' if up else ' desc'}" for name, up in order))
    return " ".join([*parts, f"limit {question.limit or MOST_ROWS}"])
