from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.dossier import read_dossier
from dashboard.spans import Span
from dashboard.view import View
from phanky.errors import UsageError
from phanky.identity import Identity, of_units, whole_company
from semantic import open_release
from tests.marts import case, customer, too_few
from tests.whole_marts import WholeHouse, agreed, finding, rows_of

MOVED, AGREED, RESIDENTIAL = "PC02AA0000001", "PC02AA0000005", "PC02AA0000007"
LEADER = whole_company("lan")
VERDICTS = [
    too_few(MOVED, "2026-08", wrong_since_month="2026-08", book_codes="A", managing_unit_code="PC02BB"),
    too_few(MOVED, "2026-09", wrong_since_month="2026-08", book_codes="A", managing_unit_code="PC02BB"),
    case(MOVED, "2026-10", book_codes="B", unit_code="PC02BB", managing_unit_code="PC02BB"),
    agreed(AGREED, "2026-09"),
    agreed(AGREED, "2026-10"),
    case("PC02BB0000001"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> WholeHouse:
    made = WholeHouse(tmp_path_factory.mktemp("home"))
    rows = rows_of(VERDICTS, fct_rule_results=[finding(MOVED, "2026-08"), finding(MOVED, "2026-10")])
    out_of_scope = {"scope": "ngoai_pham_vi", "scope_reason": "sinh_hoat"}
    people = [
        customer(MOVED) | {"managing_unit_code": "PC02BB"},
        customer(AGREED) | {"first_date": date(2026, 8, 20)},
        customer("PC02BB0000001"),
        customer(RESIDENTIAL) | out_of_scope,
    ]
    made.release({**rows, "dim_customers": people})
    return made


@pytest.fixture
def views(house: WholeHouse) -> Iterator[dict[str, View]]:
    with open_release(LEADER, home=house.home) as whole, open_release(director(), home=house.home) as own:
        opened = {"leader": (whole, LEADER), "director": (own, director())}
        yield {who: View(release, identity, house.settings, house.now) for who, (release, identity) in opened.items()}


def director() -> Identity:
    return of_units("hoa", "PC02AA")


def test_the_newest_month_is_shown_when_none_is_asked_for(views: dict[str, View]) -> None:
    found = read_dossier(views["leader"], MOVED, None)

    assert found.standing is not None
    assert (found.standing.month, found.standing.row["verdict"]) == ("2026-10", "dung")
    assert [month.month for month in found.judged] == ["2026-08", "2026-09", "2026-10"]


def test_another_month_is_argued_as_it_was_judged(views: dict[str, View]) -> None:
    found = read_dossier(views["leader"], MOVED, "2026-09")

    assert found.standing is not None
    assert found.standing.months_wrong == 2
    assert "Kết luận: Thiếu kỳ, phải 2 kỳ, đang 1 kỳ (thuc_te)." in found.standing.argument
    assert found.standing.rule["rule_id"] == "nd18-2025"


@pytest.mark.parametrize("month", ["2026-07", "2026-13", "x", "2026-10' OR 1=1"])
def test_a_month_without_a_verdict_is_refused(views: dict[str, View], month: str) -> None:
    with pytest.raises(UsageError, match="kết luận của tháng"):
        read_dossier(views["leader"], MOVED, month)


def test_a_foreign_customer_gets_the_words_of_one_that_does_not_exist(views: dict[str, View]) -> None:
    told = []
    for code in ("PC02BB0000001", "PC02BB0000999"):
        with pytest.raises(UsageError) as refusal:
            read_dossier(views["director"], code, None)
        told.append(str(refusal.value).replace(code, "X"))

    assert told[0] == told[1]
    assert read_dossier(views["leader"], "PC02BB0000001", None).standing is not None


def test_who_moved_away_is_no_longer_the_old_units(views: dict[str, View]) -> None:
    with pytest.raises(UsageError, match="Không thấy khách hàng"):
        read_dossier(views["director"], MOVED, None)


def test_who_is_never_judged_has_no_standing(views: dict[str, View]) -> None:
    found = read_dossier(views["director"], RESIDENTIAL, None)

    assert found.standing is None
    assert found.judged == ()
    assert found.summary is None


def test_a_month_without_bills_is_a_gap_only_while_somebody_was_a_customer(views: dict[str, View]) -> None:
    found = read_dossier(views["leader"], RESIDENTIAL, None)
    late = read_dossier(views["leader"], AGREED, None)

    assert [month.is_gap for month in found.months] == [True, True, True]
    assert [(month.month, month.is_gap) for month in late.months] == [
        ("2026-08", True),
        ("2026-09", False),
        ("2026-10", False),
    ]


def test_findings_of_the_month_asked_for_come_first_and_a_month_between_parts_them(views: dict[str, View]) -> None:
    newest = read_dossier(views["leader"], MOVED, "2026-10").findings
    oldest = read_dossier(views["leader"], MOVED, "2026-08").findings

    assert [found.span for found in newest] == [
        Span("2026-10", "2026-10", "mixed_books"),
        Span("2026-08", "2026-08", "mixed_books"),
    ]
    assert [found.span.last for found in oldest] == ["2026-08", "2026-10"]
    assert newest[0].sentence == "sổ A, B, tính theo số kỳ nhỏ nhất: 1"


def test_the_chart_is_told_in_figures(views: dict[str, View]) -> None:
    found = read_dossier(views["leader"], MOVED, None).summary

    assert found is not None
    assert (found.lowest_kwh, found.lowest_month) == (Decimal("31000.000"), "2026-10")
    assert (found.highest_kwh, found.highest_month) == (Decimal("64230.000"), "2026-08")
    assert (found.between_months, found.above_months) == (2, 0)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("2026-10", "2024-11", "2026-10"), ("2024-10", "2023-08", "2025-07"), ("2026-09", "2024-11", "2026-10")],
)
def test_the_chart_has_two_years_that_hold_the_window(tmp_path: Path, asked: str, first: str, last: str) -> None:
    months = [f"{index // 12}-{index % 12 + 1:02d}" for index in range(2023 * 12 + 7, 2026 * 12 + 10)]
    made = WholeHouse(tmp_path)
    made.release(rows_of([case(AGREED, month) for month in months]))
    with open_release(LEADER, home=made.home) as release:
        shown = read_dossier(View(release, LEADER, made.settings, made.now), AGREED, asked).shown

    assert (len(shown), shown[0].month, shown[-1].month) == (24, first, last)


def test_the_thresholds_of_a_month_before_the_first_verdict_are_those_in_force_then(tmp_path: Path) -> None:
    made = WholeHouse(tmp_path)
    rows = rows_of([case(AGREED, "2025-02"), case("PC02AA0000009", "2025-01")])
    other = {"rule_id": "cu", "valid_from": date(2013, 12, 10), "valid_to": date(2025, 2, 7)}
    limits = {"lower_threshold_kwh": Decimal(40_000), "upper_threshold_kwh": Decimal(80_000)}
    rows["dim_rules"].append(rows["dim_rules"][0] | other | limits)
    made.release(rows)
    with open_release(LEADER, home=made.home) as release:
        found = read_dossier(View(release, LEADER, made.settings, made.now), AGREED, None)

    assert [(month.month, month.lower_kwh) for month in found.months] == [
        ("2025-01", Decimal("40000.000")),
        ("2025-02", Decimal("50000.000")),
    ]
