"""The twenty questions that the benchmarks ask can be answered, and their SQL means the same on another engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from benchmarks.questions import Question, questions
from benchmarks.semantic.answers import difference, plain, rows_of
from benchmarks.semantic.instance import Instance
from benchmarks.semantic.postgres import load_marts
from phanky.identity import whole_company
from semantic.naming import CATALOG, SCHEMA
from tests.runs import sample_run


@pytest.fixture(scope="module")
def sample(shared_folder: Path) -> Iterator[Instance]:
    """The release of the sample, open for the whole company."""
    instance = Instance.open(sample_run(shared_folder, "duckdb"), whole_company("test"))
    yield instance
    instance.connection.close()


def test_every_question_is_answered_from_the_smallest_mart_that_can(sample: Instance) -> None:
    release = sample.forgetful()
    answered = {question.name: release.answer(question.query) for question in questions()}
    assert len(answered) == 20
    assert [name for name, answer in answered.items() if answer.table.num_rows == 0] == []
    marts = [answer.plan.marts for answer in answered.values()]
    assert {mart: marts.count((mart,)) for (mart,) in marts} == {
        "agg_unit_month": 10,
        "agg_segment_month": 6,
        "fct_rule_results": 2,
        "agg_customer_year": 1,
        "fct_customer_month": 1,
    }


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_has_the_same_answer_new_or_kept_and_without_aggregates(
    sample: Instance, question: Question
) -> None:
    new, _ = sample.cold(question.query)
    keeping = sample.keeping()
    wanted = rows_of(new.answer(question.query).table)
    for release in (sample.forgetful(), keeping, keeping, sample.without_aggregates()):
        assert difference(wanted, rows_of(release.answer(question.query).table)) is None


def test_the_sql_of_every_question_has_the_same_answer_on_postgres(sample: Instance, postgres_database: str) -> None:
    load_marts(postgres_database, sample.opened, sample.connection)
    release = sample.forgetful()
    with psycopg.connect(postgres_database) as postgres:
        for question in questions():
            answer = release.answer(question.query)
            # The test's database has another name than the one that the SQL gives.
            sql = answer.plan.literal_sql.replace(f"{CATALOG}.{SCHEMA}.", f"{SCHEMA}.")
            found = postgres.execute(sql).fetchall()  # type: ignore[arg-type]  # made of known names
            assert difference(rows_of(answer.table), plain(found)) is None, question.name


def test_a_wrong_figure_row_or_order_is_a_difference() -> None:
    right = [("PC02AA", 3, 0.8), ("PC02BB", 1, None)]
    assert difference(right, [("PC02AA", 3, 0.8 + 1e-12), ("PC02BB", 1, None)]) is None
    assert difference(right, [("PC02AA", 3, 0.80001), ("PC02BB", 1, None)]) is not None
    assert difference(right, [("PC02AA", 3, 0.8), ("PC02BB", 1, 0.0)]) is not None
    assert difference(right, right[::-1]) is not None
    assert difference(right, right[:1]) == "1 rows, 2 expected"
