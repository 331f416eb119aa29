"""``python -m benchmarks.peers``: the questions put to Superset and Cube.  See README.md for what the figures mean."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from benchmarks.peers.asking import Peer, Question, Running
from benchmarks.peers.cube import Cube
from benchmarks.peers.environments import DEFAULT_BUILD, Environments, SetupError, say
from benchmarks.peers.plain import PlainSql
from benchmarks.peers.servers import ServerError
from benchmarks.peers.superset import Superset
from benchmarks.peers.tables import report
from benchmarks.peers.timing import Timing, measure
from benchmarks.places import OUT

_PEERS: dict[str, Callable[[Environments], Peer]] = {
    "plain": lambda _: PlainSql(),
    "superset": Superset,
    "cube": Cube,
}


def main(arguments: list[str] | None = None) -> int:
    """Make what is missing, ask, print the table, keep the figures; 1 when a peer had no right answer to a question."""
    asked = _parsed(arguments)
    environments = Environments(asked.build.absolute())
    peers = [_PEERS[name](environments) for name in asked.peers]
    try:
        with _database(asked.postgres) as address:
            timings = ask_all(peers, asked.questions, address, asked.rounds)
    except (SetupError, ServerError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    versions = {peer.name: peer.version for peer in peers}
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    kept = {"versions": versions, "rounds": asked.rounds, "times": [asdict(timing) for timing in timings]}
    asked.out.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")
    sys.stdout.write(report(timings, versions))
    return int(any(timing.problem for timing in timings))


def ask_all(peers: Sequence[Peer], questions: Sequence[Question], postgres: str, rounds: int) -> list[Timing]:
    """Start the peers and measure them; right is what PostgreSQL itself answers."""
    with ExitStack() as stack:
        right = stack.enter_context(PlainSql().start(postgres))
        started: dict[str, Running] = {}
        for peer in peers:
            say(f"{peer.name} …")
            started[peer.name] = stack.enter_context(peer.start(postgres))
        return measure(started, questions, lambda question: right.ask(question, fresh=True), rounds)


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument(
        "--postgres",
        metavar="URL",
        help="database with the marts (default: that of PHANKY_HOME, built with PostgreSQL)",
    )
    parser.add_argument(
        "--questions",
        type=_questions,
        default="benchmarks.questions:questions",
        metavar="MODULE:NAME",
        help="the questions, or what returns them (default: %(default)s)",
    )
    parser.add_argument("--peers", type=_peers, default=list(_PEERS), help=f"some of {','.join(_PEERS)}")
    parser.add_argument("--rounds", type=int, default=20, help="how often each question is asked afresh, and again")
    parser.add_argument(
        "--build",
        type=Path,
        default=Path(os.environ.get("PHANKY_PEERS", DEFAULT_BUILD)),
        help="where the peers' environments are kept (default: $PHANKY_PEERS or benchmarks/.peers)",
    )
    parser.add_argument("--out", type=Path, default=OUT / "peers.json", help="raw figures")
    return parser.parse_args(arguments)


def _peers(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(_PEERS):
        raise argparse.ArgumentTypeError(f"no peer {', '.join(sorted(unknown))}; there are {', '.join(_PEERS)}")
    return names


def _questions(text: str) -> tuple[Question, ...]:
    module, _, name = text.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error
    return tuple(found() if callable(found) else found)


@contextmanager
def _database(address: str | None) -> Iterator[str]:
    """The address given; else that of the settings; else the private server of PHANKY_HOME, started meanwhile."""
    from flows.load.private_server import private_server
    from phanky.settings import load_settings

    settings = load_settings()
    if known := address or settings.postgres_address():
        yield known
        return
    if not (settings.home / "postgres").is_dir():
        raise SetupError(
            f"{settings.home} has no PostgreSQL: name one with --postgres, or run “phanky run --target postgres”"
        )
    with private_server(settings) as parameters:
        yield make_conninfo(**parameters)


def _stop(*_: object) -> None:
    """A request to stop ends what was started, as Ctrl-C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main())
