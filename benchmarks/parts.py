"""The parts of the benchmark: each measures some steps and returns plain values for the file of results."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring import Cost, measure, wait_for_quiet
from benchmarks.places import Places

Result = dict[str, Any]


class WrongAnswerError(Exception):
    """Two ways that must give the same do not."""


@dataclass(frozen=True)
class Bench:
    """One call of the benchmark: the size, how often what is compared is repeated, how long to wait for quiet."""

    places: Places
    repeat: int
    patience_s: float
    renew: bool = False

    def measure(self, step: str, *, servers_in: Path | None = None, **arguments: object) -> Cost:
        """Measure a step when the machine is quiet, or when patience has run out."""
        if self.patience_s and not wait_for_quiet(self.patience_s):
            _say("  (the machine does not become quiet; measured all the same)")
        _say(f"  {step} …")
        cost = measure(step, servers_in=servers_in, **arguments)
        _say(f"  {step}: {cost.wall_s:.1f} s, {cost.cpu_s:.1f} s CPU, {cost.peak_mb:,.0f} MB")
        return cost

    def job(self, home: Path, target: str, *, servers_in: Path | None = None, **settings: str) -> Cost:
        """Measure the main job in ``home``; ``settings`` beside the defaults."""
        folder = home / "postgres" if target == "postgres" else servers_in
        company = {"home": home, "customers": self.places.customers, "target": target}
        return self.measure("run", servers_in=folder, **company, **settings)


def landing(bench: Bench) -> Result:
    """Sample source to landed snapshot; done once, its cost is kept beside the data."""
    places = bench.places
    if bench.renew or not places.landed.is_file():
        shutil.rmtree(places.source, ignore_errors=True)
        places.landed.unlink(missing_ok=True)
        cost = bench.measure("land", home=places.source, customers=places.customers)
        places.landed.write_text(json.dumps(cost.as_json()), encoding="utf-8")
    return {"land": json.loads(places.landed.read_text(encoding="utf-8"))}


def run(bench: Bench) -> Result:
    """From files in landing to published release in an empty home; the query by hand; a second run.  In turns."""
    places = bench.places
    done: dict[str, list[Any]] = {"first": [], "by_hand": [], "second": []}
    for _ in range(bench.repeat):
        home = places.fresh_home("duckdb")
        done["first"].append(bench.job(home, "duckdb").as_json())
        by_hand = bench.measure("by_hand", home=home)
        _require_equal(by_hand.answer)
        done["by_hand"].append(by_hand.as_json())
        done["second"].append(_unchanged(bench.job(home, "duckdb")).as_json())
    _forget_release(home)
    return {**done, "next_day": bench.job(home, "duckdb").as_json()}


def postgres(bench: Bench) -> Result:
    """The same on PostgreSQL with a private server, whose data folder is new too."""
    places = bench.places
    home = places.fresh_home("postgres")
    first = bench.job(home, "postgres")
    _require_same_release(places, first.answer["release"])
    second = _unchanged(bench.job(home, "postgres"))
    shutil.rmtree(home)  # gigabytes that nothing reads again
    return {"first": first.as_json(), "second": second.as_json()}


def spreadsheet(bench: Bench) -> Result:
    """The way it was done before, over CSV exports of the same data."""
    places = bench.places
    if bench.renew or not places.exports.is_dir():
        shutil.rmtree(places.exports, ignore_errors=True)
        bench.measure("export", customers=places.customers, folder=places.exports)
    release = _release(places.home("duckdb"))
    cost = bench.measure("spreadsheet", folder=places.exports, workbook=places.root / "verdicts.xlsx", release=release)
    return {"sheet": cost.as_json(), "exports_bytes": sum(file.stat().st_size for file in places.exports.iterdir())}


def smaller(bench: Bench) -> Result:
    """Landing and runs at about a fifth of the size, to see how cost grows."""
    part = Bench(Places(bench.places.customers * 10 // 52), bench.repeat, bench.patience_s, bench.renew)
    return {"customers": part.places.customers, **landing(part), **run(part)}


PARTS: dict[str, Callable[[Bench], Result]] = {
    part.__name__: part for part in (landing, run, postgres, spreadsheet, smaller)
}


def _unchanged(cost: Cost) -> Cost:
    if cost.answer["changed"]:
        raise WrongAnswerError("a second run of the same snapshot published something else")
    return cost


def _require_equal(answer: Result) -> None:
    rows = {answer["rows"], answer["distinct"], answer["models"]}
    if len(rows) != 1 or answer["different"]:
        raise WrongAnswerError(f"the query by hand and the models differ: {answer}")


def _require_same_release(places: Places, release: str) -> None:
    on_duckdb = _release(places.home("duckdb")).name
    if release != on_duckdb:
        raise WrongAnswerError(f"release {release} on PostgreSQL, {on_duckdb} on DuckDB")


def _release(home: Path) -> Path:
    return home / "releases" / (home / "releases" / "current").read_text(encoding="utf-8").strip()


def _forget_release(home: Path) -> None:
    """Leave what a run keeps for the next one (dbt's parsed project, the documentation) and nothing else."""
    shutil.rmtree(home / "releases")
    for name in ("warehouse.duckdb", "dbt/duckdb/made.json"):
        (home / name).unlink(missing_ok=True)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
