"""Early warning: what is foretold reads no later bill, and is as good as the release says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.build.invoking import invoke
from flows.load import open_warehouse
from phanky.identity import whole_company
from phanky.settings import Settings, load_settings
from semantic import Release, open_release
from tests.runs import needs_real_data, real_run, sample_run

Row = tuple[Any, ...]
_LAST_KEPT = 2026 * 12 + 2  # March 2026: in the middle of the quarters that are compared
_FORECASTS = """
    SELECT target_index, customer.customer_id, method, source, step, expected_wh, window_wh, factor, divisor,
        reaches_lower_now, exceeds_upper_now
    FROM intermediate.int_forecasts__expected
    INNER JOIN intermediate.int_customers__keyed AS customer USING (customer_key)
    ORDER BY ALL"""


@pytest.fixture(scope="module")
def copied(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample's warehouse, to be changed."""
    settings = load_settings(home=tmp_path_factory.mktemp("leakage"), threads=2)
    settings.warehouse_file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sample_run(shared_folder, "duckdb") / "warehouse.duckdb", settings.warehouse_file)
    return settings


def test_deleting_all_later_bills_changes_no_forecast_made_before_them(copied: Settings) -> None:
    before = _forecasts(copied)
    _delete_bills_after(copied, _LAST_KEPT)
    _build_forecasts(copied)
    after = _forecasts(copied)

    made_by_then = [row for row in before if row[0] <= _LAST_KEPT + 1]
    assert len({row[0] for row in made_by_then}) == 7  # October 2025 to April 2026
    assert [row for row in after if row[0] <= _LAST_KEPT + 1] == made_by_then
    assert [row for row in after if row[0] > _LAST_KEPT + 1] != [row for row in before if row[0] > _LAST_KEPT + 1]


def _forecasts(settings: Settings) -> list[Row]:
    with duckdb.connect(str(settings.warehouse_file), read_only=True) as connection:
        return connection.execute(_FORECASTS).fetchall()


def _delete_bills_after(settings: Settings, month_index: int) -> None:
    with duckdb.connect(str(settings.warehouse_file)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT * FROM raw.hdn_hdon")
        kept = f"SELECT * FROM kept WHERE nam * 12 + thang - 1 <= {month_index}"
        connection.execute(f"CREATE OR REPLACE VIEW raw.hdn_hdon AS {kept}")


def _build_forecasts(settings: Settings) -> None:
    with open_warehouse(settings, "duckdb") as warehouse:
        outcome = invoke(settings, warehouse, ["run", "--select", "+int_forecasts__expected"])
    assert outcome.success, outcome.exception


@pytest.fixture
def real(shared_folder: Path) -> Iterator[Release]:
    with open_release(whole_company("test"), home=real_run(shared_folder, "duckdb")) as release:
        yield release


@needs_real_data
def test_precision_and_recall_on_real_consumption_are_as_worked_out_apart(real: Release) -> None:
    found = real.select(
        "SELECT threshold, method, sum(predicted)::integer, sum(happened)::integer, sum(hits)::integer "
        "FROM phanky.marts.agg_forecast_quality WHERE direction = 'tat_ca' GROUP BY ALL ORDER BY ALL"
    )

    assert [tuple(row.values()) for row in found.to_pylist()] == [
        ("duoi", "ba_thang", 20, 52, 17),
        ("duoi", "cung_ky", 52, 52, 42),
        ("tren", "ba_thang", 35, 73, 28),
        ("tren", "cung_ky", 74, 73, 57),
    ]


@needs_real_data
def test_the_last_four_closed_quarters_are_compared_in_each_direction(real: Release) -> None:
    rows = real.rows("agg_forecast_quality").to_pylist()

    assert sorted({row["quarter"] for row in rows}) == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert len(rows) == 4 * 2 * 3 * 2
    by_kind = {(row["quarter"], row["threshold"], row["direction"], row["method"]): row for row in rows}
    for (quarter, threshold, direction, method), row in by_kind.items():
        if direction == "tat_ca":
            parts = [by_kind[quarter, threshold, way, method] for way in ("tang", "giam")]
            assert [row[name] for name in ("predicted", "happened", "hits")] == [
                sum(part[name] for part in parts) for name in ("predicted", "happened", "hits")
            ]


@needs_real_data
def test_one_real_client_expected_to_cross_in_full(real: Release) -> None:
    row = real.rows("fct_early_warning", where={"customer_id": "PC01AA9000109"}).to_pylist()[0]

    # 102,057 and 98,691 kWh in September and October; from October to November 2025 it fell from 106,311 to 94,555
    assert (row["month"], row["target_month"], row["known_kwh"]) == ("2026-10", "2026-11", Decimal("200748.000"))
    assert row["step"] == Decimal("0.8894")  # 94,555 ÷ 106,311, cut to four decimals
    assert row["expected_kwh"] == Decimal("87775.775")  # 98,691 × 0.8894, cut to whole watt-hours
    assert row["expected_average_kwh"] == Decimal("96174.59")
    assert (row["threshold"], row["direction"], row["periods_now"], row["periods_then"]) == ("tren", "giam", 3, 2)
    assert (row["distance"], row["past_warnings"], row["past_hits"], row["hit_rate"]) == (
        "xa", 25, 22, Decimal("0.8800"),
    )  # fmt: skip
