"""The release on which metrics are proved: marts written by hand in dbt_project/golden, aggregates made by dbt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock

from flows.build import metric_definitions
from flows.build.invoking import invoke
from flows.build.project import PROJECT
from flows.load import Warehouse, open_warehouse
from flows.publish import MartSpec, duckdb_reader, publish
from phanky.settings import Settings, load_settings
from tests.marts import CODE, TESTS, manifest

GOLDEN = PROJECT / "golden"
BY_HAND = tuple(sorted(file.stem for file in GOLDEN.glob("*.csv")))
AGGREGATES = ("agg_customer_year", "agg_segment_month", "agg_unit_month")
UNITS = ("PC02AA", "PC02BB", "PC02CC")
_SNAPSHOT = "20260905-0123456789ab"  # as golden/dim_snapshot.csv has it
_AS_OF = date(2026, 9, 5)

Nodes = Mapping[str, Any]


def golden_run(shared: Path) -> Path:
    """PHANKY_HOME whose release in service has the marts of dbt_project/golden; made once a test session."""
    home = shared / "golden"
    with FileLock(home.with_suffix(".lock")):
        if not (home / "releases" / "current").is_file():
            _publish(load_settings(home=home, threads=2))
    return home


def _publish(settings: Settings) -> None:
    with open_warehouse(settings, "duckdb") as warehouse:
        marts = _marts(_dbt(settings, warehouse, "parse"))
        _fill(settings.warehouse_file, marts)
        _dbt(settings, warehouse, "run", "--select", *AGGREGATES)
        with duckdb_reader(settings.warehouse_file) as reader:
            publish(
                reader, settings, manifest=manifest(_SNAPSHOT, _AS_OF), marts=list(_specs(marts)), tests=TESTS,
                code=CODE, definitions=metric_definitions(warehouse, settings),
                now=datetime(2026, 9, 5, 1, tzinfo=UTC),
            )  # fmt: skip


def _dbt(settings: Settings, warehouse: Warehouse, *command: str) -> Any:
    outcome = invoke(settings, warehouse, list(command))
    assert outcome.success, outcome.exception or [f"{r.node.name}: {r.message}" for r in outcome.result]
    return outcome.result


def _marts(project: Any) -> Nodes:
    wanted = {*BY_HAND, *AGGREGATES}
    return {node.name: node for node in project.nodes.values() if node.schema == "marts" and node.name in wanted}


def _fill(file: Path, marts: Nodes) -> None:
    """Tables with the columns of the contracts; what the files leave out is empty."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE SCHEMA marts")
        for name in BY_HAND:
            columns = ", ".join(f"{column.name} {column.data_type}" for column in marts[name].columns.values())
            connection.execute(f"CREATE TABLE marts.{name} ({columns})")
            connection.execute(
                f"INSERT INTO marts.{name} BY NAME SELECT * FROM read_csv(?, all_varchar = true)",
                [str(GOLDEN / f"{name}.csv")],
            )


def _specs(marts: Nodes) -> Iterable[MartSpec]:
    for name in sorted(marts):
        meta = marts[name].config.meta
        yield MartSpec(name, meta["scope"], tuple(meta["grain"]))
