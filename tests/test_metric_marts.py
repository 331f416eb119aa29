"""The marts that metrics add up agree with the verdicts, with one another, and with consumption worked out apart."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from phanky.identity import whole_company
from semantic import Release, open_release
from tests.runs import EXPECTED, needs_real_data, real_run, sample_run

Rows = list[tuple[Any, ...]]
_COUNTS = {
    "dung": "customers_right",
    "thieu_ky": "customers_too_few",
    "thua_ky": "customers_too_many",
    "thoa_thuan": "customers_agreed",
    "chua_du_du_lieu": "customers_not_enough_data",
}
_MEASURES = (
    "customers_in_scope", *_COUNTS.values(), "customers_newly_wrong", "customers_newly_settled", "customers_billed",
    "kwh_total",
)  # fmt: skip
_OF_THE_SEGMENT = (
    "managing_unit_code", "unit_code", "month", "month_date", "quarter", "is_quarter_end", "verdict", "reason", "basis",
    "rule_id", "required_periods", "actual_periods", "threshold_periods", "price_group",
)  # fmt: skip


@pytest.fixture
def release(shared_folder: Path) -> Iterator[Release]:
    """The sample, judged."""
    with open_release(whole_company("test"), home=sample_run(shared_folder, "duckdb")) as opened:
        yield opened


def _asked(release: Release, sql: str) -> Rows:
    return [tuple(row.values()) for row in release.select(sql).to_pylist()]


def _sums(measures: tuple[str, ...]) -> str:
    return ", ".join(f"sum({measure})" for measure in measures)


def test_counts_of_every_unit_and_month_are_those_of_the_verdicts(release: Release) -> None:
    verdicts = _asked(release, "SELECT unit_code, month, verdict FROM phanky.marts.fct_reading_period_compliance")
    judged = Counter((unit, month, _COUNTS[verdict]) for unit, month, verdict in verdicts if verdict in _COUNTS)
    counted = _asked(
        release,
        f"SELECT unit_code, month, {_sums(tuple(_COUNTS.values()))}, sum(customers_in_scope) "
        "FROM phanky.marts.fct_customer_month GROUP BY ALL",
    )

    of_verdicts = {(*row[:2], name): n for row in counted for name, n in zip(_COUNTS.values(), row[2:], strict=False)}
    assert {key: n for key, n in of_verdicts.items() if n} == judged
    assert [row for row in counted if row[-1] != sum(row[2:-1])] == []
    assert sum(row[-1] for row in counted) == judged.total() > 6000


def test_every_judged_month_of_a_customer_is_there_once_with_its_verdict(release: Release) -> None:
    columns = "customer_id, month, unit_code, verdict, reason, basis, rule_id, required_periods, actual_periods"
    judged = _asked(release, f"SELECT {columns} FROM phanky.marts.fct_reading_period_compliance ORDER BY 1, 2")
    counted = _asked(
        release, f"SELECT {columns} FROM phanky.marts.fct_customer_month WHERE verdict IS NOT NULL ORDER BY 1, 2"
    )
    assert counted == judged


def test_wrong_of_a_month_is_wrong_of_the_month_before_plus_new_less_settled(release: Release) -> None:
    months = _asked(
        release,
        "SELECT month, sum(customers_too_few + customers_too_many), sum(customers_newly_wrong), "
        "sum(customers_newly_settled) FROM phanky.marts.fct_customer_month "
        "WHERE verdict IS NOT NULL GROUP BY month ORDER BY month",
    )
    first, *later = months

    assert first[1] > 0
    assert first[2:] == (0, 0)
    assert [now[0] for before, now in zip(months, later, strict=False) if now[1] != before[1] + now[2] - now[3]] == []
    assert (sum(month[2] for month in later) > 0, sum(month[3] for month in later) > 0) == (True, True)


def test_a_customer_has_been_wrong_for_as_many_months_as_its_run_is_long(release: Release) -> None:
    rows = _asked(
        release,
        "SELECT customer_id, customers_too_few + customers_too_many = 1, months_wrong "
        "FROM phanky.marts.fct_customer_month WHERE verdict IS NOT NULL ORDER BY customer_id, month",
    )
    runs: Counter[str] = Counter()
    for customer, is_wrong, months_wrong in rows:
        runs[customer] = runs[customer] + 1 if is_wrong else 0
        assert (months_wrong or 0) == runs[customer]
    assert max(runs.values()) == 22


def test_segments_and_units_add_up_to_the_customers_in_every_measure(release: Release) -> None:
    keys, measures = ", ".join(_OF_THE_SEGMENT), (*_MEASURES, "kwh_wrong")
    customers = f"SELECT {keys}, {_sums(measures)} FROM phanky.marts.fct_customer_month GROUP BY ALL ORDER BY ALL"
    segments = f"SELECT {keys}, {', '.join(measures)} FROM phanky.marts.agg_segment_month ORDER BY ALL"
    assert _asked(release, segments) == _asked(release, customers)

    keys = "unit_code, month, month_date, quarter, is_quarter_end"
    customers = f"SELECT {keys}, {_sums(_MEASURES)} FROM phanky.marts.fct_customer_month GROUP BY ALL ORDER BY ALL"
    units = f"SELECT {keys}, {', '.join(_MEASURES)} FROM phanky.marts.agg_unit_month ORDER BY ALL"
    assert _asked(release, units) == _asked(release, customers)


def test_a_year_of_a_customer_is_the_sum_of_twelve_months_at_every_month_that_ends_them(release: Release) -> None:
    measures = ("customers_billed", "kwh_total", "kwh_wrong")
    months = [row[0] for row in _asked(release, "SELECT month FROM phanky.marts.dim_months ORDER BY month")]
    years = _asked(
        release, f"SELECT month, customer_id, {', '.join(measures)} FROM phanky.marts.agg_customer_year ORDER BY 1, 2"
    )

    assert sorted({row[0] for row in years}) == months[11:]
    for last, first in zip(months[11:], months, strict=False):
        summed = _asked(
            release,
            f"SELECT '{last}', customer_id, {_sums(measures)} FROM phanky.marts.fct_customer_month "
            f"WHERE month BETWEEN '{first}' AND '{last}' GROUP BY customer_id ORDER BY customer_id",
        )
        assert [row for row in years if row[0] == last] == summed
    assert len(years) > 3000


def test_the_open_mart_does_not_say_how_much_energy_wrong_customers_use(release: Release) -> None:
    assert "kwh_wrong" not in release.receipt.mart("agg_unit_month").column_names


@needs_real_data
def test_energy_of_every_unit_and_quarter_is_as_worked_out_apart(shared_folder: Path) -> None:
    with open_release(whole_company("test"), home=real_run(shared_folder, "duckdb")) as release:
        rows = _asked(
            release,
            "SELECT quarter, unit_code, sum(kwh_total), count(DISTINCT customer_id) "
            "FROM phanky.marts.fct_customer_month WHERE customers_billed = 1 GROUP BY ALL",
        )
    found = {(quarter, unit): kwh for quarter, unit, kwh, _ in rows}
    expected, customers = _worked_out_apart()
    whole = sorted(quarter for quarter, clients in customers.items() if clients == 321)

    assert (whole[0], whole[-1], len(whole)) == ("2024-Q1", "2026-Q1", 9)
    assert {key: kwh for key, kwh in expected.items() if key[0] in whole} == {
        key: kwh for key, kwh in found.items() if key[0] in whole
    }


def _worked_out_apart() -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """KWh of each quarter and unit, and the clients of each quarter."""
    energy: Counter[tuple[str, str]] = Counter()
    clients: Counter[str] = Counter()
    with EXPECTED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            energy[row["quarter"], row["unit"]] += Decimal(row["kwh_sum"])  # type: ignore[assignment]  # exact
            clients[row["quarter"]] += 1
    return energy, clients
