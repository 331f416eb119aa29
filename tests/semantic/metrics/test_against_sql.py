"""Whatever is asked, the answer is what plain SQL on the verdicts, bills and findings themselves counts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanky.identity import of_units, whole_company
from semantic import Query, Release, Span, open_release
from tests.evidence import ZEROES, Asked, Evidence
from tests.golden_queries import rows_of
from tests.runs import sample_run

DIRECTOR = ("PC02BB", "PC01AA")  # Thành Cổ has a customer that came from Đông Hà
OPEN_METRICS = (
    "customers_in_scope", "customers_right", "customers_too_few", "customers_too_many", "customers_agreed",
    "customers_not_enough_data", "customers_wrong", "share_right", "customers_newly_wrong", "customers_newly_settled",
    "kwh_total", "customer_months_billed", "kwh_per_customer", "kwh_growth_month", "kwh_growth_year",
)  # fmt: skip
FORETOLD = frozenset({"customers_will_cross"})
"""What is expected stands in no evidence: tests/test_early_warning.py counts it."""
OPEN_DIMENSIONS = ("unit_code", "unit_name", "parent_code")

exhaustively = settings(max_examples=200, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def sample(shared_folder: Path) -> Path:
    """PHANKY_HOME with the released sample."""
    return sample_run(shared_folder, "duckdb")


@pytest.fixture(scope="module")
def company(sample: Path) -> Iterator[Release]:
    """The sample as the whole company sees it."""
    with open_release(whole_company("trưởng phòng"), home=sample) as opened:
        yield opened


@pytest.fixture(scope="module")
def director(sample: Path) -> Iterator[Release]:
    """The sample as the director of two units sees it."""
    with open_release(of_units("giám đốc", *DIRECTOR), home=sample) as opened:
        yield opened


@pytest.fixture(scope="module")
def evidence(company: Release) -> Evidence:
    """All verdicts, bills and findings of the sample."""
    return Evidence(company)


@st.composite
def periods(draw: st.DrawFn, evidence: Evidence) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A filter on time, perhaps none, and the months that it means; one of them is judged."""
    months, quarters = evidence.months, sorted(set(evidence.quarters.values()))
    kind = draw(st.sampled_from(["all", "month", "months", "span", "quarters"]))
    if kind == "all":
        return {}, months
    if kind == "span":
        last = draw(st.sampled_from(evidence.judged))
        first = draw(st.sampled_from([month for month in months if month <= last]))
        return {"month": Span(first, last)}, tuple(month for month in months if first <= month <= last)
    if kind == "quarters":
        named = draw(st.lists(st.sampled_from(quarters[1:]), min_size=1, max_size=3, unique=True))
        return {"quarter": named}, tuple(month for month in months if evidence.quarters[month] in named)
    some = draw(st.lists(st.sampled_from(months), max_size=0 if kind == "month" else 3, unique=True))
    chosen = {*some, draw(st.sampled_from(evidence.judged))}
    return {"month": sorted(chosen)}, tuple(month for month in months if month in chosen)


@st.composite
def questions(
    draw: st.DrawFn, evidence: Evidence, release: Release, units: tuple[str, ...] | None, *, everyone: bool = False
) -> tuple[Query, Asked]:
    """A question, as it is asked and as a person means it."""
    metrics = draw(
        st.lists(
            st.sampled_from(OPEN_METRICS if everyone else sorted(release.metrics.keys() - FORETOLD)),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    common = [name for name in release.dimensions if all(name in release.dimensions_of(metric) for metric in metrics)]
    possible = st.sampled_from([name for name in common if not everyone or name in OPEN_DIMENSIONS])
    time = draw(st.sampled_from([[], [], ["month"], ["quarter"], ["quarter", "month"]]))
    by = draw(st.permutations([*time, *draw(st.lists(possible, max_size=2, unique=True))]))
    filters = {
        name: draw(st.lists(st.sampled_from(evidence.values(name, metrics[0])), min_size=1, max_size=4, unique=True))
        for name in draw(st.lists(possible, max_size=2, unique=True))
    }
    wish, months = draw(periods(evidence))
    query = Query.of(metrics, by, {**filters, **wish}, everyone=everyone)
    return query, Asked(tuple(by), months, filters, units)


def expected(evidence: Evidence, metrics: tuple[str, ...], asked: Asked) -> dict[tuple[Any, ...], list[Any]]:
    """Key -> the figures of the metrics."""
    found = {metric: evidence.answer(metric, asked) for metric in metrics}
    keys = {key for answer in found.values() for key in answer} | (set() if asked.by else {()})
    return {
        key: [found[metric].get(key, 0 if metric in ZEROES else None) for metric in metrics]
        for key in sorted(keys, key=str)
    }


def require_equal(evidence: Evidence, release: Release, query: Query, asked: Asked) -> None:
    """The answer of the release is what the evidence says."""
    answer, width = rows_of(release.answer(query).table), len(query.group_by)
    counted = expected(evidence, query.metrics, asked)
    assert len({row[:width] for row in answer}) == len(answer), "a combination stands twice"
    assert {row[:width] for row in answer} == set(counted)
    for row in answer:
        for metric, ours, theirs in zip(query.metrics, row[width:], counted[row[:width]], strict=True):
            assert same(metric, ours, theirs), f"{metric} of {row[:width]}: {ours}, by hand {theirs}"


def same(metric: str, ours: Any, theirs: Any) -> bool:
    """Counts and energy exactly, averages to the thousandth of a kWh that is shown, shares to the twelfth digit."""
    if ours is None or theirs is None:
        return ours is theirs
    if metric in ZEROES:
        return bool(ours == theirs)
    tolerance = 0.000_501 if metric == "kwh_per_customer" else 1e-12
    return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=tolerance)


@exhaustively
@given(data=st.data())
def test_the_company_is_told_what_the_evidence_says(evidence: Evidence, company: Release, data: st.DataObject) -> None:
    require_equal(evidence, company, *data.draw(questions(evidence, company, None)))


@exhaustively
@given(data=st.data())
def test_a_director_is_told_what_the_evidence_of_his_customers_says(
    evidence: Evidence, director: Release, data: st.DataObject
) -> None:
    require_equal(evidence, director, *data.draw(questions(evidence, director, DIRECTOR)))


@exhaustively
@given(data=st.data())
def test_for_everyone_a_director_is_told_what_the_evidence_of_the_company_says(
    evidence: Evidence, director: Release, data: st.DataObject
) -> None:
    require_equal(evidence, director, *data.draw(questions(evidence, director, None, everyone=True)))
