"""Metric definitions as dbt parsed them, made the same for every engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from flows.build.invoking import target_folder
from flows.build.project import PROJECT
from flows.load import Warehouse
from flows.publish import MetricDefinitions
from phanky.settings import Settings
from semantic.naming import CATALOG, SCHEMA, relation

GOLDEN_QUERIES = PROJECT / "golden" / "queries.yml"
"""Questions with answers worked out by hand, at least one for each metric."""


def metric_definitions(warehouse: Warehouse, settings: Settings) -> MetricDefinitions:
    """The metrics of the project, as the last parse left them."""
    return definitions_of(target_folder(settings, warehouse) / "semantic_manifest.json")


def definitions_of(semantic_manifest: Path) -> MetricDefinitions:
    """The metrics of a semantic manifest that dbt wrote; relations get the names that they have in every release."""
    manifest = json.loads(semantic_manifest.read_bytes())
    project = manifest["project_configuration"]
    project["time_spines"] = [
        spine for spine in project["time_spines"] if spine["node_relation"]["schema_name"] == SCHEMA
    ]
    for node in (*manifest["semantic_models"], *project["time_spines"]):
        mart = node["node_relation"]["alias"]
        node["node_relation"] = {
            "alias": mart, "schema_name": SCHEMA, "database": CATALOG, "relation_name": relation(mart),
        }  # fmt: skip
    stored = {"manifest": manifest} | {kind: dict(_sums(manifest, kind)) for kind in ("aggregates", "running")}
    return MetricDefinitions(
        text=json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
        metrics=frozenset(metric["name"] for metric in manifest["metrics"]),
        golden=_golden(GOLDEN_QUERIES),
    )


def _sums(manifest: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
    """Semantic model -> marts with its sums: ``aggregates`` of a month; ``running``, with their number, of months."""
    for model in manifest["semantic_models"]:
        if marts := (model["config"] or {}).get("meta", {}).get(kind):
            yield model["name"], marts


def _golden(file: Path) -> frozenset[str]:
    queries = yaml.safe_load(file.read_text(encoding="utf-8"))["queries"] if file.is_file() else []
    return frozenset(metric for query in queries for metric in query["metrics"])
