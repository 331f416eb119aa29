"""Verdicts on real consumption equal those worked out apart from this project."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runs import EXPECTED, needs_real_data, real_run, succeed

Key = tuple[str, str]
Verdict = tuple[str, str, str, str, str]


@needs_real_data
@pytest.mark.parametrize("target", ["duckdb", "postgres"])
def test_every_quarter_end_verdict_of_the_real_snapshot_is_as_worked_out_apart(
    target: str, shared_folder: Path
) -> None:
    home = real_run(shared_folder, target)
    found = dict(_found(succeed(home, "verdicts", "--format", "csv")))
    expected = dict(_expected())

    assert len(expected) == 3524
    assert [key for key in expected if key not in found] == []
    assert {key: (verdict, found[key]) for key, verdict in expected.items() if found[key] != verdict} == {}


@needs_real_data
def test_a_client_whose_contract_ended_is_out_of_scope_with_that_reason(shared_folder: Path) -> None:
    printed = succeed(real_run(shared_folder, "duckdb"), "verdicts", "--quarter", "2026-Q3", "--format", "csv")
    rows = [row for row in csv.DictReader(io.StringIO(printed)) if row["verdict"] == "ngoai_pham_vi"]

    assert len(rows) == 5
    assert {row["reason"] for row in rows} == {"da_thanh_ly"}
    assert {(row["required_periods"], row["average_kwh"], row["basis"]) for row in rows} == {("", "", "")}


@needs_real_data
def test_one_real_client_and_quarter_in_full(shared_folder: Path) -> None:
    printed = succeed(real_run(shared_folder, "duckdb"), "verdicts", "--quarter", "2024-Q1", "--format", "csv")
    row = next(row for row in csv.DictReader(io.StringIO(printed)) if row["customer_id"] == "PC02GG9000000")

    assert (row["month"], row["unit_code"], row["window_kwh"], row["average_kwh"]) == (
        "2024-03", "PC02GG", "26512", "8837.33",
    )  # fmt: skip
    assert (row["required_periods"], row["actual_periods"], row["verdict"], row["basis"], row["rule_id"]) == (
        "1", "1", "dung", "thuc_te", "nd137-2013",
    )  # fmt: skip


def _expected() -> Iterator[tuple[Key, Verdict]]:
    with EXPECTED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            verdict = (row["unit"], row["kwh_sum"], row["required"], row["actual"], row["verdict"])
            yield (row["quarter"], row["customer"]), verdict


def _found(printed: str) -> Iterator[tuple[Key, Verdict]]:
    for row in csv.DictReader(io.StringIO(printed)):
        if row["month"][5:] in {"03", "06", "09", "12"}:
            verdict = (
                row["unit_code"], row["window_kwh"], row["required_periods"], row["actual_periods"], row["verdict"],
            )  # fmt: skip
            yield (row["quarter"], row["customer_id"]), verdict
