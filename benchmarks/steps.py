"""The steps that are measured, each called in a process of its own by :mod:`benchmarks.measuring`.

``python -m benchmarks.steps STEP ARGUMENTS.json ANSWER.json``; progress goes to standard error.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from benchmarks.places import AS_OF, BY_HAND, MONTHS

Answer = dict[str, Any]
_TOLD = ("landing.table", "load.table", "publish.mart")


def land(home: str, customers: int) -> Answer:
    """Sample source to landed snapshot, with the agreements of the sample in the ledger."""
    from flows.cmis.sample import SampleSource, sample_agreements
    from flows.landing import land as take
    from phanky.ledger import AGREEMENT_LIST, open_ledger
    from phanky.settings import load_settings

    settings = load_settings(home=Path(home))
    with open_ledger(settings) as ledger:
        ledger.lists.replace(AGREEMENT_LIST, sample_agreements(AS_OF), file="sample", sha256="0" * 64, who="benchmark")
        version, agreements = ledger.lists.rows(AGREEMENT_LIST)
    source = SampleSource(customers=customers, months=MONTHS, as_of=AS_OF)
    manifest = take(source, settings, as_of=AS_OF, agreements=agreements, agreements_version=version)
    rows = {name: manifest.rows_of(name) for name in manifest.tables}
    return {"snapshot": manifest.snapshot_id, "rows": rows, "bytes": sum(file.size for file in manifest.files)}


def run(home: str, customers: int, target: Literal["duckdb", "postgres", "spark"], **given: str) -> Answer:
    """The main job over what has landed: load, build, documentation, publish; or nothing where nothing changed.

    ``given``: settings beside the defaults.
    """
    from benchmarks.nodes import way_to_verdicts
    from flows.cmis.sample import SampleSource
    from flows.pipeline import run as run_pipeline
    from phanky.settings import load_settings

    settings = load_settings(home=Path(home), target=target, **given)
    source = SampleSource(customers=customers, months=MONTHS, as_of=AS_OF)
    result = run_pipeline(settings, source, as_of=AS_OF, target=target)
    nodes = [] if result.report is None else [[n.name, n.kind, n.seconds] for n in result.report.nodes]
    way = way_to_verdicts(settings.home / "dbt" / target / "manifest.json")
    return {
        "release": result.release_id,
        "changed": result.changed,
        "seconds": result.seconds,
        "nodes": nodes,
        "way": sorted(way),
        "tests": sum(1 for _, kind, _ in nodes if kind == "test"),
    }


def by_hand(home: str) -> Answer:
    """The hand-written query over the same schema raw, timed, and compared with the published verdicts' table."""
    import duckdb

    from phanky.settings import load_settings

    settings = load_settings(home=Path(home))
    query = BY_HAND.read_text(encoding="utf-8")
    with duckdb.connect(str(settings.warehouse_file), read_only=True) as connection:
        connection.execute(f"set threads = {settings.threads}; set memory_limit = '{settings.memory_limit_gb}GB'")
        wall, cpu = time.perf_counter(), time.process_time()
        connection.execute(f"create temp table by_hand as {query}")
        spent = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
        return {**spent, **_compared(connection)}


def _compared(connection: Any) -> Answer:
    rows, distinct, models, different = connection.execute("""
        select
            (select count(*) from by_hand),
            (select count(*) from (select distinct customer_id, month from by_hand)),
            (select count(*) from marts.fct_reading_period_compliance),
            (select count(*) from by_hand as hand
             full join marts.fct_reading_period_compliance as model using (customer_id, month)
             where hand.verdict is distinct from model.verdict)
    """).fetchone()
    return {"rows": rows, "distinct": distinct, "models": models, "different": different}


def export(customers: int, folder: str) -> Answer:
    """The tables as CSV files, as a company saves them today."""
    from flows.cmis.sample import SampleSource, write_exports

    files = write_exports(SampleSource(customers=customers, months=MONTHS, as_of=AS_OF), Path(folder))
    return {"files": len(files), "bytes": sum(file.stat().st_size for file in files)}


def spreadsheet(folder: str, workbook: str, release: str) -> Answer:
    """The way it was done before; its verdicts are counted against those of the release."""
    from benchmarks.by_spreadsheet import compare, judge_exports

    verdicts, seconds = judge_exports(Path(folder), Path(workbook))
    return {"seconds": seconds, "bytes": Path(workbook).stat().st_size, **compare(verdicts, Path(release))}


def opening(home: str, unit: str | None) -> Answer:
    """Open the current release with its metrics for the company or one unit, and put the first questions to it."""
    from phanky.identity import of_units, whole_company
    from semantic import Query, open_release

    identity = whole_company("benchmark") if unit is None else of_units("benchmark", unit)
    before, begun = _resident_mb(), time.perf_counter()
    release = open_release(identity, home=Path(home), marts=(), with_metrics=True)
    opened = time.perf_counter()
    resident = _resident_mb()
    seconds = []
    for metric in ("customers_in_scope", "kwh_total"):
        asked = time.perf_counter()
        release.answer(Query.of([metric], ["unit_code"]))
        seconds.append(time.perf_counter() - asked)
    memory = {"before_mb": before, "opened_mb": resident, "asked_mb": _resident_mb()}
    return {"open_s": opened - begun, "first_s": seconds[0], "second_s": seconds[1], **memory}


def _resident_mb() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss / 1e6)


STEPS: dict[str, Callable[..., Answer]] = {
    step.__name__: step for step in (land, run, by_hand, export, spreadsheet, opening)
}


@contextmanager
def _telling() -> Iterator[None]:
    from phanky.progress import listening

    begun = time.monotonic()

    def tell(point: str, detail: str) -> None:
        if point in _TOLD or point.startswith("run."):
            sys.stderr.write(f"    {time.monotonic() - begun:7.1f} s  {point} {detail}\n")

    with listening(tell):
        yield


def main(step: str, arguments: str, answer: str) -> None:
    """Run one step and leave its answer in a file."""
    with _telling():
        said = STEPS[step](**json.loads(arguments))
    Path(answer).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
