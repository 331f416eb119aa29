"""The metric definitions of the project, parsed by dbt once for all tests of all workers."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from filelock import FileLock

from flows.build import definitions_of, rules_hash
from flows.build.invoking import invoke, target_folder
from flows.durable import write_durably
from flows.load import open_warehouse
from flows.publish import MetricDefinitions
from phanky.settings import load_settings
from tests.runs import ROOT

_KEPT = ROOT / ".phanky" / "tests"


@cache
def project_definitions() -> MetricDefinitions:
    """What `phanky run` would release; parsed anew when anything in the project has changed."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    parsed = _KEPT / f"semantic_manifest-{rules_hash(load_settings(home=_KEPT))[:16]}.json"
    with FileLock(_KEPT / "parsing.lock"):
        if not parsed.is_file():
            _parse(parsed)
    return definitions_of(parsed)


def _parse(into: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="pk-parse-") as home:
        settings = load_settings(home=Path(home))
        with open_warehouse(settings, "duckdb") as warehouse:
            outcome = invoke(settings, warehouse, ["parse"])
            assert outcome.success, outcome.exception
            write_durably(into, (target_folder(settings, warehouse) / "semantic_manifest.json").read_bytes())
