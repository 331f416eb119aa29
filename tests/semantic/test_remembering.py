"""Short lists of a release are asked once; what is long, or asked with other values, is asked again."""

from __future__ import annotations

import pyarrow as pa

from semantic.remembering import Remembering
from semantic.statement import Statement


class _Asked:
    """Answers with a column of ``rows`` numbers and counts how often it was asked."""

    def __init__(self, rows: int) -> None:
        self.rows, self.times = rows, 0

    def __call__(self, sql: str, parameters: object) -> pa.Table:
        self.times += 1
        return pa.table({"n": list(range(self.rows))})


def test_a_short_list_is_asked_once() -> None:
    asked = _Asked(rows=3)
    remembering = Remembering(asked)

    answers = [remembering.run(Statement("SELECT 1", ("2026-10",))).to_pylist() for _ in range(3)]

    assert answers == [[{"n": 0}, {"n": 1}, {"n": 2}]] * 3
    assert asked.times == 1


def test_other_values_are_another_question() -> None:
    asked = _Asked(rows=3)
    remembering = Remembering(asked)

    for month in ("2026-09", "2026-10"):
        remembering.run(Statement("SELECT 1", (month,)))

    assert asked.times == 2


def test_a_long_answer_is_not_kept() -> None:
    asked = _Asked(rows=20_000)
    remembering = Remembering(asked)

    for _ in range(2):
        remembering.run(Statement("SELECT 1"))

    assert asked.times == 2
