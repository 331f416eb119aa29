"""The same snapshot gives the same public marts on every engine, row by row, and none is empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from phanky.identity import whole_company
from semantic import Release, open_release
from tests.runs import needs_real_data, real_run, sample_run

Run = Callable[[Path, str], Path]
_WHEN_TAKEN = "taken_at"  # the one value that belongs to the run and not to the snapshot


@pytest.mark.parametrize("made", [sample_run, pytest.param(real_run, marks=needs_real_data)])
def test_duckdb_and_postgres_make_the_same_public_marts(made: Run, shared_folder: Path) -> None:
    everyone = whole_company("test")
    with (
        open_release(everyone, home=made(shared_folder, "duckdb")) as embedded,
        open_release(everyone, home=made(shared_folder, "postgres")) as server,
    ):
        assert (embedded.receipt.target, server.receipt.target) == ("duckdb", "postgres")
        assert embedded.receipt.mart_names == server.receipt.mart_names
        for mart in embedded.receipt.mart_names:
            ours, theirs = _rows(embedded, mart), _rows(server, mart)
            assert ours.num_rows > 0, f"{mart} is empty"
            assert ours.equals(theirs), f"{mart} differs"
        assert embedded.receipt.content_hash == server.receipt.content_hash


def _rows(release: Release, mart: str) -> pa.Table:
    rows = release.rows(mart, order_by=release.receipt.mart(mart).grain)
    return rows.drop_columns([_WHEN_TAKEN]) if _WHEN_TAKEN in rows.column_names else rows
