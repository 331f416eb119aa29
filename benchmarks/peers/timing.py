"""Every peer, every question: first whether the answer is right, then how long it takes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from benchmarks.peers.asking import NoAnswerError, Question, Row, Running
from benchmarks.peers.comparing import Rows, difference
from benchmarks.peers.environments import say
from benchmarks.peers.vocabulary import read

Expected = Callable[[Question], "Sequence[Row] | Any"]
"""The right answer to a question: rows, or an Arrow table."""


@dataclass
class Timing:
    """One peer and one question.

    Attributes:
        misses: seconds of answers that no cache of results had a part in.
        hits: seconds of answers to a question asked before.
        problem: why there are no times: it has no answer, or a wrong one.
    """

    peer: str
    question: str
    rows: int
    misses: list[float] = field(default_factory=list)
    hits: list[float] = field(default_factory=list)
    problem: str | None = None


def measure(
    peers: Mapping[str, Running], questions: Sequence[Question], expected: Expected, rounds: int
) -> list[Timing]:
    """Ask every peer every question so often afresh and so often again; all peers take turns at each question.

    Every timed answer is held against the expected one, after the clock has stopped; a peer whose answer to a question
    is wrong once is not asked that question any more, and has no times for it.
    """
    found = [turn for question in questions for turn in _turns(peers, question, expected)]
    for fresh in (True, False):
        say("  " + ("misses" if fresh else "hits") + " …")
        for turn in found:  # whatever a peer does but once, and filling its cache, is not timed
            turn.ask(fresh=fresh)
        for number in range(rounds):
            for turn in _shuffled(found, number):
                turn.ask(fresh=fresh, keep=True)
    return [turn.timing for turn in found]


def _turns(peers: Mapping[str, Running], question: Question, expected: Expected) -> Iterator[_Turn]:
    right, problem = None, None
    try:
        right = read(question, _rows(expected(question)))
    except NoAnswerError as error:
        problem = f"no answer to hold it against: {error}"
    for name, peer in peers.items():
        yield _Turn(peer, question, right or [], Timing(name, question.name, len(right or []), problem=problem))


def _shuffled(turns: Sequence[_Turn], seed: int) -> list[_Turn]:
    """Questions in another order each round, so that none always follows the same one; the peers of each together."""
    chance = random.Random(seed)
    place = {name: chance.random() for name in dict.fromkeys(turn.question.name for turn in turns)}
    return sorted(turns, key=lambda turn: place[turn.question.name])


def _rows(answer: Any) -> Sequence[Row]:
    rows: Sequence[Row] = answer.to_pylist() if hasattr(answer, "to_pylist") else answer
    return rows


class _Turn:
    """One peer's turn at one question."""

    def __init__(self, peer: Running, question: Question, expected: Rows, timing: Timing) -> None:
        self.question, self.timing = question, timing
        self._peer, self._expected = peer, expected

    def ask(self, *, fresh: bool, keep: bool = False) -> None:
        """Ask once; ``keep`` the time."""
        if self.timing.problem is not None:
            return
        try:
            begun = time.perf_counter()
            answer = self._peer.ask(self.question, fresh=fresh)
            seconds = time.perf_counter() - begun
            wrong = difference(self.question, self._expected, read(self.question, answer))
        except NoAnswerError as error:
            self._give_up(f"no answer: {error}")
            return
        if wrong is not None:
            self._give_up(f"differs: {wrong}")
        elif keep:
            (self.timing.misses if fresh else self.timing.hits).append(seconds)

    def _give_up(self, problem: str) -> None:
        say(f"  {self.timing.peer}, {self.question.name}: {problem}")
        self.timing.problem = problem
        self.timing.misses.clear()
        self.timing.hits.clear()


def percentile(seconds: Sequence[float], part: int) -> float:
    """In milliseconds."""
    return 1000 * (quantiles(seconds, n=100, method="inclusive")[part - 1] if len(seconds) > 1 else seconds[0])
