"""The definitions that a release carries are dbt's, with the names that every release has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.build import definitions_of
from flows.publish import MetricDefinitions
from tests.golden_release import golden_run


@pytest.fixture(scope="module")
def manifest_file(shared_folder: Path) -> Path:
    """The semantic manifest as dbt wrote it."""
    return golden_run(shared_folder) / "dbt" / "duckdb" / "semantic_manifest.json"


@pytest.fixture(scope="module")
def made(manifest_file: Path) -> MetricDefinitions:
    """The definitions made from it."""
    return definitions_of(manifest_file)


@pytest.fixture(scope="module")
def stored(made: MetricDefinitions) -> dict[str, Any]:
    """What the file in a release says."""
    return json.loads(made.text)  # type: ignore[no-any-return]


def test_every_metric_has_a_golden_query_so_that_a_release_can_be_made(made: MetricDefinitions) -> None:
    assert len(made.metrics) == 22
    assert {"customers_in_scope", "share_right", "kwh_total", "kwh_growth_year", "findings"} <= made.metrics
    assert made.golden == made.metrics
    made.require_golden()


def test_relations_bear_the_same_name_on_every_engine(stored: dict[str, Any]) -> None:
    manifest = stored["manifest"]
    nodes = [*manifest["semantic_models"], *manifest["project_configuration"]["time_spines"]]

    assert {node["node_relation"]["relation_name"] for node in nodes} == {
        'phanky.marts."fct_customer_month"',
        'phanky.marts."fct_rule_results"',
        'phanky.marts."fct_early_warning"',
        'phanky.marts."dim_customers"',
        'phanky.marts."dim_units"',
        'phanky.marts."dim_rules"',
        'phanky.marts."dim_months"',
    }


def test_they_say_which_marts_hold_sums_of_which(stored: dict[str, Any]) -> None:
    assert stored["aggregates"] == {"customer_month": ["agg_unit_month", "agg_segment_month"]}
    assert stored["running"] == {"customer_month": {"agg_customer_year": 12}}


def test_an_engine_that_calls_its_relations_otherwise_gives_the_same_text(
    manifest_file: Path, made: MetricDefinitions, tmp_path: Path
) -> None:
    manifest = json.loads(manifest_file.read_bytes())
    for model in manifest["semantic_models"]:
        model["node_relation"] |= {"database": "production", "relation_name": f'"production"."{model["name"]}"'}
    elsewhere = tmp_path / "semantic_manifest.json"
    elsewhere.write_text(json.dumps(manifest), encoding="utf-8")

    assert definitions_of(elsewhere) == made
