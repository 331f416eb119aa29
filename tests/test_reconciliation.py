"""The reconciliation of the sample adds up to the bills as they were landed, and what it counts to the metrics."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from phanky.identity import whole_company
from semantic import Release, open_release
from tests.runs import sample_run

Key = tuple[str, str]

# Written apart from the models: signed corrections, a bill cancelled oftener than re-issued is none.
_LANDED = """
WITH correction AS (
    SELECT
        ID_HDON, sum(DIEN_TTHU) AS kwh,
        count(*) FILTER (LOAI_DCHINH = 'HB') > count(*) FILTER (LOAI_DCHINH = 'LL') AS is_cancelled
    FROM read_parquet($corrections)
    GROUP BY ID_HDON
)
SELECT
    bill.MA_DVIQLY, printf('%04d-%02d', bill.NAM, bill.THANG) AS month, count(*) AS bills,
    count(DISTINCT bill.MA_KHANG) AS customers, sum(bill.DIEN_TTHU + coalesce(correction.kwh, 0)) AS kwh
FROM read_parquet($bills) AS bill
LEFT JOIN correction USING (ID_HDON)
WHERE bill.LOAI_HDON IN ('TD', 'TC') AND NOT coalesce(correction.is_cancelled, false)
GROUP BY ALL
"""
_RECONCILED = """
SELECT unit_code, month, sum(bills) AS bills, sum(customers) AS customers, sum(kwh) AS kwh
FROM phanky.marts.agg_reconciliation
GROUP BY ALL
"""
_COUNTED = """
SELECT unit_code, month, customers, kwh FROM phanky.marts.agg_reconciliation
WHERE is_counted AND (customers <> 0 OR kwh <> 0)
"""


@pytest.fixture(scope="module")
def release(shared_folder: Path) -> Iterator[Release]:
    with open_release(whole_company("test"), home=sample_run(shared_folder, "duckdb")) as opened:
        yield opened


def rows_of(release: Release, unit: str, month: str) -> dict[str, tuple[int, int, Decimal]]:
    rows = release.rows("agg_reconciliation", where={"unit_code": unit, "month": month}).to_pylist()
    return {row["reason"]: (row["bills"], row["customers"], row["kwh"]) for row in rows}


def test_rows_of_a_unit_and_month_add_up_to_the_bills_as_they_were_landed(
    release: Release, shared_folder: Path
) -> None:
    landing = sample_run(shared_folder, "duckdb") / "landing"
    files = {"bills": f"{landing}/HDN_HDON/**/*.parquet", "corrections": f"{landing}/HDN_HDON_DC/**/*.parquet"}
    with duckdb.connect() as connection:
        landed = _by_unit_and_month(connection.execute(_LANDED, files).fetchall())

    assert len(landed) > 400
    assert _by_unit_and_month(map(tuple, _values(release, _RECONCILED))) == landed


def test_what_is_counted_is_what_the_metrics_say(release: Release) -> None:
    metrics = release.rows("agg_unit_month", ["unit_code", "month", "customers_billed", "kwh_total"])
    told = _by_unit_and_month(tuple(row.values()) for row in metrics.to_pylist())

    assert _by_unit_and_month(map(tuple, _values(release, _COUNTED))) == {
        key: values for key, values in told.items() if any(values)
    }


def test_a_moved_customer_is_billed_in_one_unit_and_counted_in_the_other(release: Release) -> None:
    billed, counted = rows_of(release, "PC02AA", "2026-10"), rows_of(release, "PC02BB", "2026-10")

    assert billed["sang_don_vi_khac"] == (1, 1, Decimal("40000.000"))
    assert counted["tu_don_vi_khac"] == (-1, -1, Decimal("-40000.000"))


def test_a_month_after_the_last_judged_one_is_counted_nowhere(release: Release) -> None:
    months = release.rows("agg_reconciliation", ["reason"], {"month": "2026-11"}).to_pylist()

    assert {row["reason"] for row in months} == {"sau_thang_xet"}


def test_a_month_settled_by_readings_is_counted_without_a_bill(release: Release) -> None:
    rows = release.rows("agg_reconciliation", ["bills", "customers", "kwh"], {"reason": "theo_chi_so"}).to_pylist()

    assert rows == [{"bills": 0, "customers": -1, "kwh": Decimal("0.000")}]


def _values(release: Release, sql: str) -> Any:
    return [row.values() for row in release.select(sql).to_pylist()]


def _by_unit_and_month(rows: Any) -> dict[Key, tuple[Any, ...]]:
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}
