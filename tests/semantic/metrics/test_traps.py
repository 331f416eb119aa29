"""The classic ways to count wrongly, each on customers that would be counted wrongly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from semantic import Query, Release, Span
from tests.golden_queries import rows_of

JUDGED = Span("2026-06", "2026-08")


def asked(release: Release, metrics: list[str], by: list[str] | None = None, **filters: Any) -> list[tuple[Any, ...]]:
    """Rows of an answer; `everyone` as in Release.query, everything else is a filter."""
    everyone = filters.pop("everyone", False)
    return rows_of(release.query(metrics, by or [], filters, everyone=everyone))


def figure(release: Release, metric: str, **filters: Any) -> Any:
    """The one figure of an answer."""
    return asked(release, [metric], **filters)[0][0]


def test_energy_does_not_fan_out_over_the_findings_of_a_customer(company: Release) -> None:
    """AA…01 has three findings in 2026-08 and used 80,000 kWh once."""
    found = asked(company, ["findings", "kwh_total"], ["customer_name"], customer_id="PC02AA0000001", month="2026-08")

    assert found == [("Công ty Gỗ", 3, Decimal(80_000))]


def test_energy_does_not_fan_out_over_the_names_of_a_unit(company: Release) -> None:
    """Đông Hà has two names and Thành Cổ two parents."""
    by_name = asked(company, ["kwh_total"], ["unit_name", "parent_code"], month="2026-07")

    assert by_name == [
        ("Nam Đông Hà", "PC02", Decimal(160_000)),
        ("Thành Cổ", "PC01", Decimal(85_000)),
        ("Điện lực Gio Linh", "PC02", Decimal(5_000)),
    ]
    assert sum(row[2] for row in by_name) == figure(company, "kwh_total", month="2026-07") == 250_000


def test_two_facts_about_one_unit_do_not_multiply_one_another(company: Release) -> None:
    """Nam Đông Hà: three customers, four findings; joined row by row that would be more of both."""
    assert asked(company, ["customers_in_scope", "findings", "customers_newly_settled"], unit_code="PC02AA") == [
        (3, 4, 1),
    ]  # fmt: skip


def test_a_customer_with_several_findings_is_counted_once(company: Release) -> None:
    assert asked(company, ["findings", "customers_wrong"], ["customer_id"], unit_code="PC02AA") == [
        ("PC02AA0000001", 3, 1),
        ("PC02AA0000002", 0, 0),
        ("PC02BB0000003", 1, 1),
    ]


def test_a_customer_read_three_times_a_month_is_one_customer_and_its_energy_counts_once(company: Release) -> None:
    assert asked(
        company, ["customers_in_scope", "customer_months_billed", "kwh_total"], ["actual_periods"], month="2026-08"
    ) == [
        (1, 14, 14, Decimal(216_000)),  # AA…01, BB…03, BB…02 and eleven new: 80 + 60 + 10 + 66
        (2, 1, 1, Decimal(24_000)),
        (3, 1, 1, Decimal(110_000)),
        (None, 0, 0, Decimal(0)),  # CC…01 is out of scope
    ]


def test_a_quarter_is_not_the_sum_of_its_months(company: Release) -> None:
    months = asked(company, ["customers_in_scope"], ["month"], quarter="2026-Q3")

    assert months == [("2026-07", 5), ("2026-08", 16)]
    assert figure(company, "customers_in_scope", quarter="2026-Q3") == 16
    assert asked(company, ["customers_in_scope"], ["quarter"], quarter="2026-Q3") == [("2026-Q3", 16)]


def test_without_a_filter_a_count_is_that_of_the_newest_judged_month(company: Release) -> None:
    assert figure(company, "customers_in_scope") == figure(company, "customers_in_scope", month="2026-08") == 16
    assert figure(company, "customers_in_scope", month=JUDGED) == 16
    assert figure(company, "customers_in_scope", month=["2026-06", "2026-07"]) == 5


def test_findings_are_not_added_over_months_either(company: Release) -> None:
    assert asked(company, ["findings"], ["month"]) == [("2026-06", 2), ("2026-07", 4), ("2026-08", 5)]
    assert figure(company, "findings") == 5


def test_customers_without_a_price_group_are_kept_and_are_one_row(company: Release) -> None:
    """The count is of 2026-08, the energy of all months: two passes whose empty keys have to meet."""
    assert asked(company, ["customers_in_scope", "kwh_total"], ["price_group"]) == [
        ("HCSN", 12, Decimal("120000.5")),
        ("KDDV", 2, Decimal(375_000)),
        ("SXBT", 1, Decimal(325_000)),
        # before judging 400,000; BB…02 25,000 + 10,000; CC…01 5,000 when it had ended
        (None, 1, Decimal(440_000)),
    ]


def test_what_has_no_value_can_be_asked_for(company: Release) -> None:
    assert figure(company, "kwh_total", price_group=None) == 440_000
    assert figure(company, "kwh_total", price_group=[None, "SXBT"]) == 765_000
    assert figure(company, "kwh_total", verdict=None) == 400_000


def test_a_unit_renamed_within_the_year_keeps_its_code_and_bears_the_name_of_the_month(company: Release) -> None:
    assert asked(company, ["customers_in_scope"], ["month", "unit_name"], unit_code="PC02AA") == [
        ("2026-06", "Đông Hà", 2),
        ("2026-07", "Nam Đông Hà", 2),
        ("2026-08", "Nam Đông Hà", 3),
    ]
    assert asked(company, ["kwh_total"], ["unit_code"], unit_code="PC02AA") == [("PC02AA", Decimal(820_000))]


def test_a_unit_counts_for_the_parent_of_the_month(company: Release) -> None:
    assert asked(company, ["customers_in_scope"], ["month", "parent_code"]) == [
        ("2026-06", "PC01", 3),
        ("2026-06", "PC02", 3),
        ("2026-07", "PC01", 3),
        ("2026-07", "PC02", 2),
        ("2026-08", "PC02", 16),
    ]


def test_a_unit_that_is_not_among_the_dated_names_bears_the_name_it_has_in_cmis(company: Release) -> None:
    assert asked(company, ["customers_in_scope"], ["unit_name"], unit_code="PC02CC") == [("Điện lực Gio Linh", 11)]


def test_the_past_of_a_customer_that_moved_stays_with_the_unit_of_the_month(company: Release) -> None:
    """BB…03 was Thành Cổ's until 2026-07 and is Đông Hà's."""
    assert asked(company, ["kwh_total"], ["month", "unit_code"], customer_id="PC02BB0000003", month=JUDGED) == [
        ("2026-06", "PC02BB", Decimal(45_000)),
        ("2026-07", "PC02BB", Decimal(60_000)),
        ("2026-08", "PC02AA", Decimal(60_000)),
    ]
    assert asked(company, ["customers_wrong"], ["month"], unit_code="PC02BB") == [
        ("2026-06", 1),
        ("2026-07", 1),
        ("2026-08", 0),
    ]


def test_the_director_sees_the_whole_history_of_a_customer_that_came(dong_ha: Release, thanh_co: Release) -> None:
    assert asked(dong_ha, ["kwh_total"], ["unit_code"]) == [
        ("PC02AA", Decimal(820_000)),
        ("PC02BB", Decimal(245_000)),  # BB…03: 100,000 + 40,000 + 45,000 + 60,000
    ]
    assert asked(thanh_co, ["kwh_total"], ["unit_code"]) == [
        ("PC02BB", Decimal("109000.5")),  # BB…01 74,000.5 and BB…02 35,000
    ]
    assert asked(thanh_co, ["kwh_total"], ["unit_code"], customer_id="PC02BB0000003") == []


@pytest.mark.parametrize("metric", ["kwh_total", "customers_in_scope", "share_right", "customers_newly_wrong"])
def test_for_everyone_a_director_is_told_what_the_company_is_told(
    company: Release, dong_ha: Release, thanh_co: Release, metric: str
) -> None:
    told = asked(company, [metric], ["unit_code", "quarter"])

    assert len(told) > 3
    assert asked(dong_ha, [metric], ["unit_code", "quarter"], everyone=True) == told
    assert asked(thanh_co, [metric], ["unit_code", "quarter"], everyone=True) == told
    assert asked(thanh_co, [metric], ["unit_code", "quarter"]) != told


def test_a_share_is_the_ratio_of_sums_and_not_the_mean_of_ratios(company: Release) -> None:
    """AA 1/3, BB 2/2, CC 5/5: their mean is 0.78; all together 8 of 10."""
    by_unit = [row[1] for row in asked(company, ["share_right"], ["unit_code"])]

    assert by_unit == [pytest.approx(1 / 3, abs=1e-12), 1.0, 1.0]
    assert figure(company, "share_right") == 0.8


def test_an_average_is_the_ratio_of_sums_and_not_the_mean_of_averages(company: Release) -> None:
    """AA 250,000 / 3, BB 17,000, CC 6,000: their mean is 35,444; all together 350,000 / 16."""
    assert figure(company, "kwh_per_customer", month="2026-08") == 21_875


def test_a_filter_that_nobody_meets_in_the_newest_month_gives_0_and_not_an_older_month(company: Release) -> None:
    """Too many periods: BB…01 and CC…01 in 2026-06, AA…02 in 2026-07, nobody in 2026-08."""
    counts = ["customers_in_scope", "customers_too_many", "customers_wrong"]

    assert asked(company, counts, verdict="thua_ky", month="2026-07") == [(1, 1, 1)]
    assert asked(company, counts, verdict="thua_ky") == [(0, 0, 0)]
    assert asked(company, counts, verdict="thua_ky", quarter="2026-Q3") == [(0, 0, 0)]
    assert asked(company, counts, ["unit_code"], verdict="thua_ky") == []
    assert figure(company, "findings", rule_id="bill_gap") == 0


def test_of_nobody_there_is_no_share_and_no_age(company: Release) -> None:
    ratios = ["share_right", "months_wrong_median", "months_wrong_oldest"]

    assert asked(company, ratios, verdict="thua_ky") == [(None, None, None)]
    assert asked(company, ["months_wrong_median"], unit_code="PC02BB") == [(None,)]
    assert asked(company, ["kwh_growth_month"], month="2026-03") == [(None,)]


def test_a_group_that_one_metric_has_and_another_has_not_is_one_row(company: Release) -> None:
    """bill_gap was found in 2026-07 only; the rule on periods has customers and no findings."""
    assert asked(company, ["findings", "customers_wrong"], ["rule_id"], month="2026-07") == [
        ("abnormal_bill_days", 1, 0),
        ("bill_gap", 1, 0),
        ("mixed_books", 2, 0),
        ("nd18-2025", 0, 3),
    ]


def test_growth_under_a_filter_compares_what_meets_the_same_filter(company: Release) -> None:
    """AA…01 and BB…03 pay KDDV: 140,000 on 125,000; AA…02 pays SXBT: 110,000 on 95,000."""
    assert figure(company, "kwh_growth_month") == pytest.approx(0.4, abs=1e-12)
    assert figure(company, "kwh_growth_month", price_group="KDDV") == pytest.approx(0.12, abs=1e-12)
    assert figure(company, "kwh_growth_month", price_group="SXBT") == pytest.approx(15 / 95, abs=1e-12)
    assert figure(company, "kwh_growth_month", unit_code="PC02AA") == 0.5625
    assert figure(company, "kwh_growth_year", unit_code="PC02AA") == 1.5


def test_growth_is_that_of_the_last_month_asked_and_looks_back_beyond_the_period(company: Release) -> None:
    assert figure(company, "kwh_growth_month", month=["2026-06", "2026-08"]) == pytest.approx(0.4, abs=1e-12)
    assert figure(company, "kwh_growth_month", month="2026-06") == pytest.approx(0.3000025, abs=1e-12)
    assert figure(company, "kwh_growth_month", month="2026-05") is None  # no bills in 2026-04


def test_the_ten_largest_are_taken_within_each_group(company: Release) -> None:
    """Of CC's eleven the smallest is left out, of the company's sixteen the six smallest."""
    by_unit = asked(company, ["share_kwh_largest_ten"], ["unit_code"], month="2026-08")

    assert by_unit == [
        ("PC02AA", 1.0),
        ("PC02BB", 1.0),
        ("PC02CC", pytest.approx(65 / 66, abs=1e-12)),
    ]
    assert figure(company, "share_kwh_largest_ten", month="2026-08") == pytest.approx(0.94, abs=1e-12)
    # 110 + 80 + 60 + 11 + 10 + 9 + 8 + 7 + 6 + 5 = 306 of 316 thousand
    two_units = figure(company, "share_kwh_largest_ten", month="2026-08", unit_code=["PC02AA", "PC02CC"])
    assert two_units == pytest.approx(306 / 316, abs=1e-12)


def test_the_ten_largest_of_several_months_are_those_of_their_sum(company: Release) -> None:
    """Not the ten largest rows: AA…01 is one customer, though three of its months are among them."""
    largest = 465_000 + 305_000 + 295_000 + 74_000.5 + 35_000 + 20_000 + 11_000 + 10_000 + 9_000 + 8_000

    assert figure(company, "share_kwh_largest_ten") == pytest.approx(largest / 1_260_000.5, abs=1e-12)


def test_energy_counts_in_the_months_before_judging_too(company: Release) -> None:
    assert figure(company, "kwh_total", month=["2025-08", "2026-05"]) == 400_000
    assert figure(company, "kwh_total", quarter="2026-Q2") == Decimal("460000.5")
    assert figure(company, "kwh_total", month="2025-12") == 0
    assert figure(company, "kwh_wrong", month=["2025-08", "2026-05"]) == 0


def test_energy_of_who_is_out_of_scope_counts_and_the_customer_does_not(company: Release) -> None:
    """CC…01 ended in 2026-07 and left a last bill of 5,000 kWh."""
    assert asked(company, ["customers_in_scope", "kwh_total"], unit_code="PC02CC", month="2026-07") == [
        (0, Decimal(5_000)),
    ]  # fmt: skip


def test_an_answer_says_from_which_mart_it_came(company: Release, dong_ha: Release) -> None:
    question = Query.of(["kwh_total"], ["unit_code"])

    assert company.answer(question).plan.marts == ("agg_unit_month",)
    assert dong_ha.answer(question).plan.marts == ("agg_segment_month",)
    assert company.answer(Query.of(["kwh_total"], ["customer_id"])).plan.marts == ("fct_customer_month",)


def test_twelve_months_in_a_row_are_answered_from_their_sums_and_no_other_months_are(company: Release) -> None:
    def marts(metric: str, by: list[str], months: Any) -> tuple[str, ...]:
        return company.answer(Query.of([metric], by, {"month": months})).plan.marts

    year = Span("2025-09", "2026-08")
    assert marts("kwh_total", ["customer_id"], year) == ("agg_customer_year",)
    assert marts("share_kwh_largest_ten", [], year) == ("agg_customer_year",)
    assert marts("kwh_total", ["customer_id"], Span("2025-08", "2026-08")) == ("fct_customer_month",)
    assert marts("kwh_total", ["customer_id"], Span("2025-10", "2026-08")) == ("fct_customer_month",)
    eleven_and_one_before = ["2025-08", *(f"2025-{n}" for n in (10, 11, 12)), *(f"2026-0{n}" for n in range(1, 9))]
    assert marts("kwh_total", ["customer_id"], eleven_and_one_before) == ("fct_customer_month",)
    assert marts("kwh_total", ["customer_id", "month"], year) == ("fct_customer_month",)
    assert marts("kwh_total", ["customer_id", "quarter"], year) == ("fct_customer_month",)
    assert marts("kwh_growth_year", ["customer_id"], year) == ("fct_customer_month",)
    assert marts("customers_newly_wrong", ["customer_id"], year) == ("fct_customer_month",)
    assert marts("kwh_total", ["customer_id", "verdict"], year) == ("fct_customer_month",)


def test_a_year_of_some_units_is_of_the_customers_that_they_manage_now(dong_ha: Release) -> None:
    """BB…03 came from Thành Cổ in 2026-08; its months there are in Đông Hà's year too."""
    year = {"month": Span("2025-09", "2026-08")}
    answer = dong_ha.answer(Query.of(["kwh_total"], ["customer_id"], year, ["-kwh_total"]))

    assert answer.plan.marts == ("agg_customer_year",)
    assert rows_of(answer.table) == [
        ("PC02AA0000002", Decimal(405_000)),
        ("PC02AA0000001", Decimal(255_000)),
        ("PC02BB0000003", Decimal(205_000)),
    ]
