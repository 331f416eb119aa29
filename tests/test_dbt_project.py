"""The dbt project proves itself: unit tests run on both engines, and the catalogue of rules is complete."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from flows.cmis.declaration import RAW_TABLES
from tests.empty_warehouse import make_empty_warehouse
from tests.runs import ROOT

DBT = str(Path(sys.executable).parent / "dbt")
PROJECT = ROOT / "dbt_project"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The parsed project: dbt's manifest."""
    folder = tmp_path_factory.mktemp("dbt")
    make_empty_warehouse(folder / "warehouse.duckdb")
    _dbt(folder, "parse", "--target", "duckdb", PHANKY_WAREHOUSE_FILE=str(folder / "warehouse.duckdb"))
    return json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_every_unit_test_passes_on_duckdb(tmp_path: Path) -> None:
    make_empty_warehouse(tmp_path / "warehouse.duckdb")
    printed = _unit_tests(tmp_path, "duckdb", PHANKY_WAREHOUSE_FILE=str(tmp_path / "warehouse.duckdb"))
    assert "PASS=72 WARN=0 ERROR=0 SKIP=0" in printed


def test_every_unit_test_passes_on_postgres(tmp_path: Path, postgres_database: str) -> None:
    with psycopg.connect(postgres_database) as connection:
        for statement in _empty_raw():
            connection.execute(statement)  # type: ignore[arg-type]  # declared names
    facts = conninfo_to_dict(postgres_database)
    printed = _unit_tests(
        tmp_path, "postgres",
        PHANKY_PG_HOST=str(facts["host"]), PHANKY_PG_USER=str(facts["user"]), PHANKY_PG_DBNAME=str(facts["dbname"]),
    )  # fmt: skip
    assert "PASS=72 WARN=0 ERROR=0 SKIP=0" in printed


def test_every_catalogued_rule_has_a_model_a_citation_and_unit_tests(project: dict[str, Any]) -> None:
    models = {node["name"] for node in project["nodes"].values() if node["resource_type"] == "model"}
    tested = {test["model"] for test in project["unit_tests"].values()}
    rules = list(_seed("rules"))
    assert len(rules) == 16
    assert [rule["rule_id"] for rule in rules if not rule["citation"]] == []
    assert [rule["rule_id"] for rule in rules if rule["model_name"] not in models] == []
    assert [rule["rule_id"] for rule in rules if rule["model_name"] not in tested] == []


def test_every_rule_model_is_catalogued(project: dict[str, Any]) -> None:
    helpers = {"int_rules__applicable", "int_rules__parameters_by_month", "int_rules__results_unioned"}
    models = {
        node["name"]
        for node in project["nodes"].values()
        if node["resource_type"] == "model" and node["name"].startswith("int_rules__")
    }
    assert models - helpers == {rule["model_name"] for rule in _seed("rules")}


def test_every_parameter_of_the_law_is_dated_and_cited() -> None:
    parameters = list(_seed("rule_parameters"))
    assert [p for p in parameters if not (p["citation"] and p["valid_from"] and p["unit"])] == []
    thresholds = {(p["rule_id"], p["parameter"], p["value"]) for p in parameters if "threshold" in p["parameter"]}
    assert thresholds == {
        ("nd137-2013", "lower_threshold_kwh", "50000"),
        ("nd137-2013", "upper_threshold_kwh", "100000"),
        ("nd18-2025", "lower_threshold_kwh", "50000"),
        ("nd18-2025", "upper_threshold_kwh", "100000"),
    }


def test_every_column_of_a_public_mart_is_described_in_vietnamese_and_english(project: dict[str, Any]) -> None:
    public = [node for node in project["nodes"].values() if node.get("schema") == "marts" and node["columns"]]
    columns = [(mart["name"], column) for mart in public for column in mart["columns"].values()]
    assert len(public) == 16
    assert [(mart, column["name"]) for mart, column in columns if " — " not in column["description"]] == []


def test_no_threshold_stands_in_the_text_of_a_model() -> None:
    numbers = ("50000", "100000", "150000", "300000", "2025-02", "nd137", "nd18")
    models = sorted((PROJECT / "models").rglob("*.sql")) + sorted((PROJECT / "macros").rglob("*.sql"))
    assert [path.name for path in models if any(number in path.read_text(encoding="utf-8") for number in numbers)] == []


def _seed(name: str) -> Iterator[dict[str, str]]:
    import csv

    with (PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _empty_raw() -> Iterator[str]:
    types = {
        "string": "text",
        "int64": "bigint",
        "int32": "integer",
        "date32[day]": "date",
        "timestamp[us]": "timestamp",
    }
    yield "create schema raw"
    for table in RAW_TABLES:
        columns = ", ".join(f"{c.name.lower()} {types.get(str(c.arrow_type), 'numeric(18, 3)')}" for c in table.columns)
        yield f"create table raw.{table.name.lower()} ({columns})"
    yield "create table raw.snapshot (snapshot_id text, source text, as_of_date date, taken_at timestamp)"


def _unit_tests(folder: Path, target: str, **environment: str) -> str:
    # The relations that unit tests introspect: built without data tests, which rightly refuse an empty snapshot.
    _dbt(folder, "run", "--target", target, before=["seed"], **environment)
    return _dbt(folder, "test", "--target", target, "--select", "test_type:unit", **environment)


def _dbt(folder: Path, command: str, *options: str, before: list[str] | None = None, **environment: str) -> str:
    profiles = folder / "profiles"
    profiles.mkdir(exist_ok=True)
    shutil.copyfile(ROOT / "profiles.example.yml", profiles / "profiles.yml")
    where = ["--project-dir", str(PROJECT), "--profiles-dir", str(profiles), "--target-path", str(folder / "target")]
    known = {**os.environ, "PHANKY_SPILL_DIR": str(folder / "spill"), "DO_NOT_TRACK": "1", **environment}
    for verb in [*(before or ()), command]:
        words = [DBT, "--no-use-colors", "--log-path", str(folder), verb, *options, *where]
        done = subprocess.run(words, env=known, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout
