"""Metrics of the real snapshot against verdicts that were worked out apart from this project."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from phanky.identity import of_units, whole_company
from semantic import Release, open_release
from tests.runs import EXPECTED, needs_real_data, real_run, succeed

pytestmark = needs_real_data

CLIENTS = 321
Key = tuple[str, str]


@pytest.fixture(scope="module")
def home(shared_folder: Path) -> Path:
    """PHANKY_HOME with the real snapshot."""
    return real_run(shared_folder, "duckdb")


@pytest.fixture(scope="module")
def company(home: Path) -> Iterator[Release]:
    """The real snapshot as the whole company sees it."""
    with open_release(whole_company("trưởng phòng"), home=home, marts=(), with_metrics=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def expected() -> list[dict[str, str]]:
    """Rows: quarter, customer, unit, kwh_sum, avg_kwh, required, actual, verdict."""
    with EXPECTED.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def counted(rows: list[dict[str, str]], verdict: str | None = None) -> Counter[Key]:
    return Counter((row["quarter"], row["unit"]) for row in rows if verdict in (None, row["verdict"]))


def told(release: Release, metric: str, quarters: set[str]) -> dict[Key, object]:
    rows = release.query([metric], ["quarter", "unit_code"], {"quarter": sorted(quarters)}).to_pylist()
    return {(row["quarter"], row["unit_code"]): row[metric] for row in rows if row[metric]}


@pytest.mark.parametrize(
    ("metric", "verdict"),
    [
        ("customers_in_scope", None),
        ("customers_right", "dung"),
        ("customers_too_few", "thieu_ky"),
        ("customers_too_many", "thua_ky"),
        ("customers_agreed", "thoa_thuan"),
    ],
)
def test_customers_of_every_unit_and_closed_quarter_are_those_expected(
    company: Release, expected: list[dict[str, str]], metric: str, verdict: str | None
) -> None:
    assert told(company, metric, {row["quarter"] for row in expected}) == counted(expected, verdict)


def test_the_share_right_is_that_of_the_expected_verdicts(company: Release, expected: list[dict[str, str]]) -> None:
    in_scope, right = counted(expected), counted(expected, "dung")

    assert told(company, "share_right", {row["quarter"] for row in expected}) == pytest.approx(
        {key: right[key] / number for key, number in in_scope.items()}, rel=1e-12
    )


def test_customers_by_required_and_actual_periods_are_those_expected(
    company: Release, expected: list[dict[str, str]]
) -> None:
    by = ["quarter", "unit_code", "required_periods", "actual_periods"]
    quarters = sorted({row["quarter"] for row in expected})
    rows = company.query(["customers_in_scope"], by, {"quarter": quarters}).to_pylist()

    assert {
        tuple(row[name] for name in by): row["customers_in_scope"] for row in rows if row["customers_in_scope"]
    } == (Counter((row["quarter"], row["unit"], int(row["required"]), int(row["actual"])) for row in expected))


def test_energy_of_quarters_in_which_nobody_left_is_the_sum_expected(
    company: Release, expected: list[dict[str, str]]
) -> None:
    clients = Counter(row["quarter"] for row in expected)
    whole = [row for row in expected if clients[row["quarter"]] == CLIENTS]
    sums: dict[Key, Decimal] = {}
    for row in whole:
        key = row["quarter"], row["unit"]
        sums[key] = sums.get(key, Decimal(0)) + Decimal(row["kwh_sum"])

    assert len({quarter for quarter, _ in sums}) == 9
    assert told(company, "kwh_total", {quarter for quarter, _ in sums}) == sums


def test_a_director_is_told_what_is_expected_of_his_unit(home: Path, expected: list[dict[str, str]]) -> None:
    unit = expected[0]["unit"]
    with open_release(of_units("giám đốc", unit), home=home, marts=(), with_metrics=True) as release:
        found = told(release, "customers_too_few", {row["quarter"] for row in expected})

    assert found == {key: number for key, number in counted(expected, "thieu_ky").items() if key[1] == unit}


def test_the_command_line_tells_the_same(home: Path, expected: list[dict[str, str]]) -> None:
    printed = succeed(
        home, "query", "customers_too_few", "--by", "unit_code", "--where", "quarter=2025-Q3", "--format", "csv"
    )
    rows = {row["unit_code"]: int(row["customers_too_few"]) for row in csv.DictReader(printed.splitlines())}

    assert {unit: number for unit, number in rows.items() if number} == {
        unit: number for (quarter, unit), number in counted(expected, "thieu_ky").items() if quarter == "2025-Q3"
    }
