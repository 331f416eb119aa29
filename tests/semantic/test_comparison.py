from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from phanky.errors import UsageError
from phanky.identity import Identity, of_units, whole_company
from semantic import COMPARED_MARTS, Comparison, compare, open_compared, open_release
from tests.marts import House, Row, case, customer, rows_of, too_few, word_rows

EVERYBODY = whole_company("trưởng phòng")


def compared(
    house: House,
    before: Iterable[Row],
    after: Iterable[Row],
    *,
    identity: Identity = EVERYBODY,
    last_months: tuple[str, str] = ("2026-10", "2026-10"),
    **marts_after: Any,
) -> Comparison:
    """What changed between two releases of these verdicts."""
    first = house.release(rows_of(before), as_of=date(2026, 11, 23), last_month=last_months[0]).release_id
    second = house.release(rows_of(after, **marts_after), as_of=date(2026, 11, 24), last_month=last_months[1])
    with (
        open_release(identity, first, home=house.home, marts=COMPARED_MARTS) as a,
        open_release(identity, second.release_id, home=house.home, marts=COMPARED_MARTS) as b,
    ):
        return compare(a, b)


def ids(table: pa.Table) -> list[str]:
    found: list[str] = table["customer_id"].to_pylist()
    return found


def summary(comparison: Comparison) -> dict[str, list[str]]:
    return {kind: ids(getattr(comparison, kind)) for kind in ("new", "settled", "changed")}


A, B, C, D = (f"PC02AA000000{number}" for number in range(1, 5))


def test_a_case_is_new_settled_changed_or_as_it_was(house: House) -> None:
    comparison = compared(
        house,
        [case(A), too_few(B), too_few(C), too_few(D)],
        [too_few(A), case(B), too_few(C, required_periods=3, threshold_periods=3), too_few(D)],
    )

    assert summary(comparison) == {"new": [A], "settled": [B], "changed": [C]}


def test_a_new_case_carries_what_a_person_needs_to_know(house: House) -> None:
    comparison = compared(house, [case(A)], [too_few(A)], dim_customers=[customer(A, "Công ty Gỗ")])

    assert comparison.new.to_pylist() == [
        {
            "customer_id": A,
            "customer_name": "Công ty Gỗ",
            "managing_unit_code": "PC02AA",
            "month_before": "2026-10",
            "month_after": "2026-10",
            "verdict_before": "dung",
            "verdict_after": "thieu_ky",
            "required_periods_before": 1,
            "required_periods_after": 2,
            "actual_periods_before": 1,
            "actual_periods_after": 1,
            "average_kwh_before": Decimal("30000.00"),
            "average_kwh_after": Decimal("63410.00"),
            "wrong_since_month": "2026-08",
        }
    ]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"verdict": "thua_ky"}, "changed"),
        ({"actual_periods": 3}, "changed"),
        ({"required_periods": 3}, "changed"),
        ({"average_kwh": Decimal("63411.00")}, None),
        ({"verdict": "chua_du_du_lieu"}, "settled"),
        ({"verdict": "ngoai_pham_vi", "required_periods": None}, "settled"),
        ({"verdict": "thoa_thuan"}, "settled"),
    ],
)
def test_a_case_changes_with_its_verdict_and_its_numbers_of_periods_but_not_with_its_average(
    house: House, change: dict[str, Any], kind: str | None
) -> None:
    found = summary(compared(house, [too_few(A)], [too_few(A, **change)]))

    assert [name for name, customers in found.items() if customers] == ([kind] if kind else [])


def test_customers_that_come_or_go_count_as_new_or_settled(house: House) -> None:
    comparison = compared(house, [too_few(A), case(C)], [too_few(B), case(D)])

    assert summary(comparison) == {"new": [B], "settled": [A], "changed": []}
    assert comparison.settled["verdict_after"].to_pylist() == [None]
    assert comparison.settled["managing_unit_code"].to_pylist() == ["PC02AA"]


def test_each_release_is_taken_at_its_own_last_judged_month(house: House) -> None:
    comparison = compared(
        house,
        [too_few(A, "2026-09"), case(B, "2026-09")],
        [too_few(A, "2026-09"), case(A, "2026-10"), case(B, "2026-09"), too_few(B, "2026-10")],
        last_months=("2026-09", "2026-10"),
    )

    assert summary(comparison) == {"new": [B], "settled": [A], "changed": []}
    assert (comparison.new["month_before"].to_pylist(), comparison.new["month_after"].to_pylist()) == (
        ["2026-09"],
        ["2026-10"],
    )
    assert comparison.revised.num_rows == 0


def test_a_month_closed_in_both_releases_whose_verdict_changed_is_a_revision(house: House) -> None:
    comparison = compared(
        house,
        [case(A, "2026-08"), case(A), case(B, "2026-08"), case(B)],
        [too_few(A, "2026-08"), case(A), case(B, "2026-08", average_kwh=Decimal("30001.00")), case(B)],
    )

    assert summary(comparison) == {"new": [], "settled": [], "changed": []}
    revised = comparison.revised.select(["customer_id", "month_after", "verdict_before", "verdict_after"])
    assert revised.to_pylist() == [
        {"customer_id": A, "month_after": "2026-08", "verdict_before": "dung", "verdict_after": "thieu_ky"}
    ]


@pytest.mark.parametrize(("before", "after"), [(True, False), (True, True)])
def test_a_month_that_was_provisional_is_not_revised_by_being_closed(house: House, before: bool, after: bool) -> None:
    comparison = compared(
        house, [case(A, is_provisional=before)], [case(A, verdict="chua_du_du_lieu", is_provisional=after)]
    )

    assert comparison.revised.num_rows == 0


def test_what_is_wrong_is_said_by_the_words_of_each_release_not_by_code(house: House) -> None:
    words = [row | {"is_wrong": row["code"] == "chua_du_du_lieu"} for row in word_rows()]
    comparison = compared(
        house, [too_few(A), case(B)], [too_few(A), case(B, verdict="chua_du_du_lieu")], dim_words=words
    )

    assert summary(comparison) == {"new": [B], "settled": [A], "changed": []}


def test_a_unit_sees_only_its_own_changes(house: House) -> None:
    foreign = "PC02BB0000001"
    comparison = compared(
        house,
        [case(A), case(foreign, "2026-08"), case(foreign)],
        [too_few(A), too_few(foreign, "2026-08"), too_few(foreign)],
        identity=of_units("giám đốc", "PC02AA"),
    )

    assert summary(comparison) == {"new": [A], "settled": [], "changed": []}
    assert ids(comparison.revised) == [A]


def test_a_customer_that_moved_to_another_unit_is_settled_for_one_and_new_for_the_other(house: House) -> None:
    first = house.release(rows_of([too_few(A)]), as_of=date(2026, 11, 23)).release_id
    second = house.release(rows_of([too_few(A, managing_unit_code="PC02BB")])).release_id
    found = {}
    for unit in ("PC02AA", "PC02BB"):
        identity = of_units("giám đốc", unit)
        with open_release(identity, first, home=house.home) as a, open_release(identity, second, home=house.home) as b:
            found[unit] = summary(compare(a, b))

    assert found["PC02AA"] == {"new": [], "settled": [A], "changed": []}
    assert found["PC02BB"] == {"new": [A], "settled": [], "changed": []}


def test_a_release_compared_with_itself_shows_nothing(two_units: House) -> None:
    with open_release(EVERYBODY, home=two_units.home) as release:
        comparison = compare(release, release)

    assert (comparison.before, comparison.after) == (release.id, release.id)
    assert summary(comparison) == {"new": [], "settled": [], "changed": []}
    assert comparison.revised.num_rows == 0


def test_opened_for_comparing_alone_a_release_compares_the_same(house: House) -> None:
    before = [case(A), too_few(B, "2026-09"), too_few(B), too_few(C, managing_unit_code="PC02BB")]
    first = house.release(rows_of(before), as_of=date(2026, 11, 23)).release_id
    second = house.release(rows_of([too_few(A), case(B, "2026-09"), case(B)])).release_id
    director = of_units("giám đốc", "PC02AA")
    with (
        open_compared(director, first, home=house.home) as a,
        open_release(director, second, home=house.home) as b,
    ):
        whole, cases = compare(a, b), compare(a, b, revisions=False)

    assert summary(whole) == summary(cases) == {"new": [A], "settled": [B], "changed": []}
    assert ids(whole.revised) == [A, B, B]
    assert ids(cases.revised) == [A, B]


def test_a_release_opened_without_the_compared_marts_is_refused(two_units: House) -> None:
    with open_release(EVERYBODY, home=two_units.home, marts=["dim_words"]) as release, pytest.raises(UsageError):
        compare(release, release)
