"""The same snapshot gives the same public marts on every engine, row by row, and none is empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from phanky.identity import whole_company
from semantic import Release, open_release
from tests.runs import needs_real_data, real_run, sample_run
from tests.spark_cluster import needs_java, spark_cluster

Run = Callable[..., Path]
_WHEN_TAKEN = "taken_at"  # the one value that belongs to the run and not to the snapshot


@pytest.mark.parametrize("made", [sample_run, pytest.param(real_run, marks=needs_real_data)])
def test_duckdb_and_postgres_make_the_same_public_marts(made: Run, shared_folder: Path) -> None:
    everyone = whole_company("test")
    with (
        open_release(everyone, home=made(shared_folder, "duckdb")) as embedded,
        open_release(everyone, home=made(shared_folder, "postgres")) as server,
    ):
        assert (embedded.receipt.target, server.receipt.target) == ("duckdb", "postgres")
        _require_alike(embedded, server)


@needs_java
@pytest.mark.parametrize("made", [sample_run, pytest.param(real_run, marks=[needs_real_data, pytest.mark.soak])])
def test_spark_on_a_master_and_two_workers_makes_the_same_public_marts(
    made: Run, shared_folder: Path, tmp_path: Path
) -> None:
    with spark_cluster(tmp_path / "cluster") as cluster:
        home = made(shared_folder, "spark", **cluster.environment)
    everyone = whole_company("test")
    with (
        open_release(everyone, home=made(shared_folder, "duckdb")) as embedded,
        open_release(everyone, home=home) as spread,
    ):
        assert (embedded.receipt.target, spread.receipt.target) == ("duckdb", "spark")
        _require_alike(embedded, spread)


def _require_alike(ours: Release, theirs: Release) -> None:
    assert ours.receipt.mart_names == theirs.receipt.mart_names
    for mart in ours.receipt.mart_names:
        rows = _rows(ours, mart)
        assert rows.num_rows > 0, f"{mart} is empty"
        assert rows.equals(_rows(theirs, mart)), f"{mart} differs"
    assert ours.receipt.content_hash == theirs.receipt.content_hash


def _rows(release: Release, mart: str) -> pa.Table:
    rows = release.rows(mart, order_by=release.receipt.mart(mart).grain)
    return rows.drop_columns([_WHEN_TAKEN]) if _WHEN_TAKEN in rows.column_names else rows
