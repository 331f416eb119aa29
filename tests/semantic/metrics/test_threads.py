"""Threads share a release, and each gets what it would get alone."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks.questions import questions
from phanky.identity import Identity, of_units, whole_company
from semantic import Query, Release, Shelf, open_release
from semantic.instance import load_instance
from semantic.metrics.compiling import Compiler
from semantic.release import Opened
from tests.runs import sample_run

THREADS = 8
QUERIES = [question.query for question in questions()]


@dataclass(frozen=True)
class Mode:
    """What has been prepared before threads ask: SQL written for the shapes, answers kept."""

    knows_shapes: bool
    keeps_answers: bool


def opened(home: Path, identity: Identity, mode: Mode) -> Release:
    """The release in service, prepared so far."""
    shelf = Shelf(home)
    receipt, folder = shelf.receipt(shelf.resolve()), shelf.release_folder(shelf.resolve())
    parts = Opened(receipt, folder, receipt.marts)
    compiler = Compiler(parts.definitions.manifest)
    instance = load_instance(folder, receipt.marts, identity)
    release = Release(parts, identity, instance, compiler=compiler, **({} if mode.keeps_answers else {"kept_bytes": 0}))
    for query in QUERIES if mode.knows_shapes else ():
        release.explain(query)
    return release


def ask_at_once(release: Release, seed: int) -> list[tuple[Query, pa.Table]]:
    """Every thread asks everything twice, each in an order of its own."""
    answers = list[tuple[Query, pa.Table]]()
    errors = list[BaseException]()
    together = threading.Barrier(THREADS)

    def ask(number: int) -> None:
        order = random.Random(f"{seed}/{number}").sample(QUERIES * 2, 2 * len(QUERIES))
        together.wait()
        try:
            answers.extend((query, release.answer(query).table) for query in order)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return answers


@pytest.mark.parametrize(
    "mode",
    [
        Mode(knows_shapes=False, keeps_answers=False),
        Mode(knows_shapes=True, keeps_answers=False),
        Mode(knows_shapes=False, keeps_answers=True),
    ],
    ids=["everything anew", "known shapes", "kept answers"],
)
@pytest.mark.parametrize(
    "identity", [whole_company("trưởng phòng"), of_units("giám đốc", "PC02AA", "PC02BB")], ids=["company", "two units"]
)
def test_eight_threads_that_ask_twenty_questions_get_what_one_gets(
    shared_folder: Path, identity: Identity, mode: Mode
) -> None:
    home = sample_run(shared_folder, "duckdb")
    with open_release(identity, home=home) as alone:
        expected = {query: alone.answer(query).table for query in QUERIES}

    with opened(home, identity, mode) as release:
        answers = ask_at_once(release, seed=3)

    assert len(answers) == THREADS * 2 * 20
    assert all(table.num_rows for table in expected.values())
    assert [query for query, table in answers if not table.equals(expected[query])] == []
