"""Each awkward case of the sample has its customer and the verdict worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from phanky.identity import whole_company
from semantic import open_release
from tests.awkward_cases import AWKWARD_CASES, UNSTATED, AwkwardCase
from tests.runs import sample_run

_COLUMNS = {
    "verdict": "verdict",
    "required": "required_periods",
    "actual": "actual_periods",
    "basis": "basis",
    "reason": "reason",
    "unit": "unit_code",
}
Rows = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def verdicts(shared_folder: Path) -> Rows:
    with open_release(whole_company("test"), home=sample_run(shared_folder, "duckdb")) as release:
        rows = release.rows("fct_reading_period_compliance").to_pylist()
    return {(row["customer_id"], row["month"]): row for row in rows}


@pytest.fixture(scope="module")
def customers(shared_folder: Path) -> dict[str, dict[str, Any]]:
    with open_release(whole_company("test"), home=sample_run(shared_folder, "duckdb")) as release:
        return {row["customer_id"]: row for row in release.rows("dim_customers").to_pylist()}


def _named(case: AwkwardCase) -> str:
    return f"{case.sentence} ({case.customer[-7:]} {case.month or 'never'})"


@pytest.mark.parametrize("case", [c for c in AWKWARD_CASES if c.month], ids=_named)
def test_the_case_has_its_verdict(case: AwkwardCase, verdicts: Rows) -> None:
    row = verdicts[case.customer, str(case.month)]
    stated = {name: value for name in _COLUMNS if (value := getattr(case, name)) is not UNSTATED}
    assert {name: row[_COLUMNS[name]] for name in stated} == stated
    if case.window_kwh is not UNSTATED:
        assert row["window_kwh"] == Decimal(str(case.window_kwh))


def test_a_name_is_searched_without_diacritics_case_and_marks(customers: dict[str, dict[str, Any]]) -> None:
    assert customers["PC02AA9900080"]["customer_name"] == "Cơ sở vừa có thỏa thuận"
    assert customers["PC02AA9900080"]["search_text"] == " co so vua co thoa thuan pc02aa9900080"
    assert customers["PC02AA9900048"]["customer_name"] == "LOAI_KHANG 0, giá KDDV"
    assert customers["PC02AA9900048"]["search_text"] == " loai khang 0  gia kddv pc02aa9900048"


@pytest.mark.parametrize("case", [c for c in AWKWARD_CASES if not c.month], ids=_named)
def test_a_customer_that_is_never_judged_has_its_reason_and_no_row(
    case: AwkwardCase, verdicts: Rows, customers: dict[str, dict[str, Any]]
) -> None:
    assert [month for customer, month in verdicts if customer == case.customer] == []
    assert customers[case.customer]["scope_reason"] == case.reason


def test_every_finding_of_the_catalogue_occurs_in_the_sample(shared_folder: Path) -> None:
    with open_release(whole_company("test"), home=sample_run(shared_folder, "duckdb")) as release:
        found = set(release.rows("fct_rule_results", columns=["rule_id"])["rule_id"].to_pylist())
        rules = release.rows("dim_rules", columns=["rule_id"], where={"rule_group": "finding"})
    catalogued = set(rules["rule_id"].to_pylist())
    assert found == catalogued
    assert len(catalogued) == 14
