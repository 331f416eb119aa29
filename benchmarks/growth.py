"""``python -m benchmarks.growth``: how the cost of a run grows with the company.  See README.md."""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import figures
from benchmarks.charting import bar_chart
from benchmarks.machine import described
from benchmarks.measuring import StepError
from benchmarks.parts import Bench, landing
from benchmarks.places import HERE, OUT, Places
from benchmarks.reporting import bar_table, machine_line, rewrite_readme, table
from tests.spark_cluster import spark_cluster

_SIZES = (100_000, 500_000, 2_000_000)
_TARGETS = {"duckdb": _SIZES, "postgres": _SIZES}
_FASTER_THAN_DATA, _MEMORY_MB = 1.15, 10_000
_WORKER = {"spark.executor.memory": "3g", "spark.sql.shuffle.partitions": "4"}
_FILE = OUT / "growth.json"
_VERSIONS = ("duckdb", "dbt-core", "dbt-duckdb", "dbt-postgres", "dbt-spark", "pyarrow")

Result = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for, print the tables, keep the figures; 1 when a run failed."""
    asked = _parsed(arguments)
    results: Result = json.loads(_FILE.read_text(encoding="utf-8")) if _FILE.is_file() else {}
    wanted = [(target, size) for target in asked.targets for size in asked.sizes if size in _TARGETS.get(target, ())]
    for target, size in wanted + ([("spark", _SIZES[0])] if asked.spark else []):
        try:
            results[f"{target} {size}"] = _on(target, Bench(Places(size), asked.repeat, asked.patience))
        except StepError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        _keep({**results, "machine": described(_VERSIONS)})
    results = json.loads(_FILE.read_text(encoding="utf-8"))
    sys.stdout.write(report(results))
    if asked.write:
        rewrite_readme("growth", report(results))
        (HERE / "growth.svg").write_text(bar_chart("Processor seconds, landing to release", _bars(results)), "utf-8")
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=list(_SIZES), help="customers, between commas; '' to show only")
    parser.add_argument("--targets", type=lambda text: text.split(","), default=list(_TARGETS), help="engines")
    parser.add_argument("--spark", action="store_true", help="the smallest size on a Spark cluster as well")
    parser.add_argument("--repeat", type=int, default=1, help="how often each run is repeated")
    parser.add_argument("--patience", type=float, default=0, metavar="SECONDS", help="wait for a quiet machine")
    parser.add_argument("--write", action="store_true", help="put the figures into benchmarks/README.md")
    return parser.parse_args(arguments)


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",") if size]


def _on(target: str, bench: Bench) -> Result:
    if target != "spark":
        return _measured(bench, target)
    # A master and two workers of one core, as they would be on machines of their own.
    with (
        tempfile.TemporaryDirectory() as folder,
        spark_cluster(Path(folder), memory=_WORKER["spark.executor.memory"], conf=_WORKER) as cluster,
    ):
        return _measured(bench, target, servers_in=Path(folder), **cluster.settings)


def _measured(bench: Bench, target: str, **given: Any) -> Result:
    land = landing(bench)["land"]
    runs = []
    for _ in range(bench.repeat):
        home = bench.places.fresh_home(target)
        runs.append(bench.job(home, target, **given).as_json())
        if target != "duckdb":
            shutil.rmtree(home)  # gigabytes that nothing reads again
    return {"customers": bench.places.customers, "target": target, "land": land, "runs": runs}


def _keep(results: Result) -> None:
    _FILE.parent.mkdir(parents=True, exist_ok=True)
    _FILE.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")


def exponent(small: Result, large: Result) -> float:
    """B where cost grows as customers to the power b, in processor time, from the smaller to the larger size."""
    costs = [figures.middle(found["runs"], "cpu_s") for found in (small, large)]
    return math.log(costs[1] / costs[0]) / math.log(large["customers"] / small["customers"])


def report(results: Result) -> str:
    """All tables as Markdown."""
    return "\n".join(["", *_about(results), *_bar(results), *_runs(results), *_agreements(results), *_growths(results)])


def _about(results: Result) -> Iterator[str]:
    yield machine_line(results["machine"])
    yield ""


def _found(results: Result, target: str) -> list[Result]:
    found = [value for name, value in results.items() if name.startswith(f"{target} ")]
    return sorted(found, key=lambda value: int(value["customers"]))


def _bar(results: Result) -> Iterator[str]:
    found = _found(results, "duckdb")
    if len(found) < 2:
        return
    small, large = found[0], found[-1]
    data = large["customers"] / small["customers"]
    grown = figures.middle(large["runs"], "cpu_s") / figures.middle(small["runs"], "cpu_s")
    peak = max(cost["peak_mb"] for cost in (*large["runs"], large["land"]))
    yield from bar_table(
        [
            figures.Bar("growth of the cost ÷ growth of the data", grown / data, _FASTER_THAN_DATA, "×"),
            figures.Bar(f"peak memory at {large['customers']:,} customers", peak, _MEMORY_MB, "MB"),
        ]
    )


def _runs(results: Result) -> Iterator[str]:
    lines = [_line(found) for target in ("duckdb", "postgres", "spark") for found in _found(results, target)]
    header = ["engine", "customers", "runs", "wall s", "CPU s", "peak MB", "server MB", "landing CPU s", "landing MB"]
    yield from table([*header, "others took"], lines)


def _line(found: Result) -> list[str]:
    runs, land = found["runs"], found["land"]
    servers = [cost["server_peak_mb"] for cost in runs if cost["server_peak_mb"] is not None]
    return [
        found["target"],
        f"{found['customers']:,}",
        str(len(runs)),
        f"{figures.middle(runs, 'wall_s'):.0f}",
        f"{figures.middle(runs, 'cpu_s'):.0f}",
        f"{max(cost['peak_mb'] for cost in runs):,.0f}",
        f"{max(servers):,.0f}" if servers else "",
        f"{land['cpu_s']:.0f}",
        f"{land['peak_mb']:,.0f}",
        f"{max(figures.disturbed_share(cost, 2) for cost in runs):.0%}",
    ]


def _agreements(results: Result) -> Iterator[str]:
    """Releases bear the hash of all their rows: of one company, engines that agree make releases of one name."""
    releases: dict[int, dict[str, set[str]]] = {}
    for found in (value for name, value in results.items() if name != "machine"):
        made = {run["answer"]["release"] for run in found["runs"]}
        releases.setdefault(found["customers"], {})[found["target"]] = made
    for customers, by_engine in sorted(releases.items()):
        same = "the same release" if len(set.union(*by_engine.values())) == 1 else "**different releases**"
        yield f"* {customers:,} customers: {same} by {', '.join(by_engine)}."


def _growths(results: Result) -> Iterator[str]:
    for target in ("duckdb", "postgres"):
        found = _found(results, target)
        for small, large in pairwise(found):
            sizes = f"{small['customers']:,} to {large['customers']:,}"
            yield f"* {target}, {sizes}: processor time grows as customers to the power {exponent(small, large):.2f}."
    yield ""


def _bars(results: Result) -> list[tuple[str, float]]:
    return [
        (f"{found['target']}, {found['customers']:,} customers", figures.middle(found["runs"], "cpu_s"))
        for target in ("duckdb", "postgres", "spark")
        for found in _found(results, target)
    ]


if __name__ == "__main__":
    sys.exit(main())
