"""Every metric gives what was worked out by hand, from whichever mart it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from phanky.errors import UsageError
from phanky.identity import of_units, whole_company
from semantic import Answer, Release, open_release
from tests.golden_queries import GoldenQuery, golden_queries, rows_of, same_rows
from tests.golden_release import AGGREGATES, BY_HAND, UNITS

QUERIES = list(golden_queries())


@pytest.fixture(scope="module")
def openings(golden_home: Path, company: Release) -> Iterator[dict[str, Release]]:
    """Ways to ask for the same customers: each allows another mart to answer."""
    with (
        open_release(of_units("mọi đơn vị", *UNITS), home=golden_home) as every_unit,
        open_release(whole_company("kiểm toán"), home=golden_home, marts=BY_HAND) as without_aggregates,
    ):
        yield {"company": company, "every unit": every_unit, "without aggregates": without_aggregates}


def answers(openings: dict[str, Release], golden: GoldenQuery) -> dict[str, Answer]:
    """The answer by each way."""
    found = {name: release.answer(golden.query) for name, release in openings.items()}
    try:
        for_everyone = openings["every unit"].answer(replace(golden.query, everyone=True))
    except UsageError:
        assert not may_everyone_know(openings["company"], golden)
        return found
    return found | {"everyone": for_everyone}


def may_everyone_know(release: Release, golden: GoldenQuery) -> bool:
    """Whether units and months suffice, so that the open mart answers."""
    return set(release.explain(golden.query).marts) == {"agg_unit_month"}


@pytest.mark.parametrize("golden", QUERIES, ids=str)
def test_a_golden_query_gives_the_rows_worked_out_by_hand_from_every_mart(
    openings: dict[str, Release], golden: GoldenQuery
) -> None:
    for name, answer in answers(openings, golden).items():
        assert same_rows(rows_of(answer.table), golden.rows), f"{name}: {answer.table.to_pylist()}"


def test_every_metric_has_a_golden_query(company: Release) -> None:
    asked = {metric for golden in QUERIES for metric in golden.query.metrics}

    assert len(company.metrics) == 22
    assert asked == set(company.metrics)


def test_among_the_golden_queries_every_mart_that_can_answer_does(openings: dict[str, Release]) -> None:
    marts = {name: set[str]() for name in (*openings, "everyone")}
    for golden in QUERIES:
        for name, answer in answers(openings, golden).items():
            marts[name].update(answer.plan.marts)

    by_customer = {"fct_customer_month", "fct_rule_results", "fct_early_warning"}
    assert marts == {
        "company": by_customer | set(AGGREGATES),
        "every unit": by_customer | {"agg_customer_year", "agg_segment_month"},
        "without aggregates": by_customer,
        "everyone": {"agg_unit_month"},
    }


def test_a_count_has_no_row_for_a_month_before_judging(company: Release) -> None:
    with pytest.raises(UsageError, match="không có tháng nào đã xét"):
        company.query(["customers_in_scope"], filters={"month": "2026-05"})
