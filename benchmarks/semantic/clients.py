"""Several clients at once, as threads of one process, against one: answers stay right, and what it costs."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pyarrow as pa

from benchmarks.questions import questions
from benchmarks.semantic.answers import require_equal, rows_of
from benchmarks.semantic.instance import Instance
from semantic import Query, Release
from semantic.metrics.compiling import Compiler

KEPT_SHAPES, MIXED = "kept SQL", "one in five of a new shape"
_NEW_AMONG = 5
_SPLITS = ("verdict", "basis", "price_group", "required_periods", "actual_periods", "rule_id", "unit_code", "month")
_MOST_SPLITS = 3


@dataclass(frozen=True)
class Load:
    """What one turn came to: seconds on the clock, seconds of each question."""

    wall_s: float
    seconds: list[float]


@dataclass(frozen=True)
class Turn:
    """The same questions put by one client and by several."""

    kind: str
    alone: Load
    together: Load


def turns(instance: Instance, clients: int, asks: int, number: int) -> Iterator[Turn]:
    """So many turns of each kind; no answer is kept, every question is executed.

    Raises:
        WrongAnswerError: an answer that several clients got is not what one client got.
    """
    chance = random.Random(asks)
    for _ in range(number):
        plain = [chance.choice(questions()).query for _ in range(asks)]
        mixed = [_varied(instance, query, chance) if chance.randrange(_NEW_AMONG) == 0 else query for query in plain]
        for kind, queries in ((KEPT_SHAPES, plain), (MIXED, mixed)):
            yield _turn(instance, kind, clients, queries)


def _turn(instance: Instance, kind: str, clients: int, queries: Sequence[Query]) -> Turn:
    alone, expected = _ask_all(_ready(instance), 1, queries)
    together, answers = _ask_all(_ready(instance), clients, queries)
    for query, wanted, found in zip(queries, expected, answers, strict=True):
        require_equal(f"{clients} clients, {query}", rows_of(wanted), rows_of(found))
    return Turn(kind, alone, together)


def _ready(instance: Instance) -> Release:
    """A release that has compiled the twenty and no other shape."""
    release = instance.forgetful(Compiler(instance.manifest))
    for question in questions():
        release.answer(question.query)
    return release


def _varied(instance: Instance, query: Query, chance: random.Random) -> Query:
    """The question split further and its metrics in another order: hardly ever the same twice."""
    release = instance.forgetful()
    possible = [
        name
        for name in _SPLITS
        if name not in query.group_by
        and (name == "month" or all(name in release.dimensions_of(metric) for metric in query.metrics))
    ]
    more = chance.sample(possible, chance.randint(1, min(_MOST_SPLITS, len(possible))))
    metrics = chance.sample(query.metrics, len(query.metrics))
    return replace(query, metrics=tuple(metrics), group_by=(*query.group_by, *more))


def _ask_all(release: Release, clients: int, queries: Sequence[Query]) -> tuple[Load, list[pa.Table]]:
    waiting, lock = iter(enumerate(queries)), threading.Lock()
    answered: dict[int, tuple[float, pa.Table]] = {}

    def client() -> None:
        while True:
            with lock:
                place, query = next(waiting, (0, None))
            if query is None:
                return
            begun = time.perf_counter()
            table = release.answer(query).table
            answered[place] = (time.perf_counter() - begun, table)

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        for done in [pool.submit(client) for _ in range(clients)]:
            done.result()
    wall = time.perf_counter() - begun
    found = [answered[place] for place in range(len(queries))]
    return Load(wall, [seconds for seconds, _ in found]), [table for _, table in found]
