from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from flows.landing import manifests
from phanky.errors import CompletenessError
from phanky.settings import Settings, load_settings
from tests.flows.landing.conftest import Land
from tests.memory_source import MemorySource, small_company

Company = dict[str, list[dict[str, Any]]]


def larger_company() -> Company:
    """50 customers of PC02AA and one of PC02BB, each with a bill in 2026-07 and 2026-08, and two corrections."""
    company = small_company()
    bill = company["HDN_HDON"][0]
    company["HDN_HDON"] = [
        {**bill, "ID_HDON": 1000 * month + i, "THANG": month, "MA_DVIQLY": "PC02BB" if i == 50 else "PC02AA"}
        for month in (7, 8)
        for i in range(51)
    ]
    company["HDN_HDON_DC"] = [
        {"ID_HDON_DC": i, "ID_HDON": 7000, "LOAI_DCHINH": "TT", "DIEN_TTHU": "1"} for i in range(50)
    ]
    return company


def without_bills(count: int, month: int, unit: str = "PC02AA") -> Callable[[Company], None]:
    """Takes away the first bills of a unit and month."""

    def cut(company: Company) -> None:
        chosen = [b for b in company["HDN_HDON"] if (b["THANG"], b["MA_DVIQLY"]) == (month, unit)][:count]
        company["HDN_HDON"] = [b for b in company["HDN_HDON"] if b not in chosen]

    return cut


def without_corrections(count: int) -> Callable[[Company], None]:
    """Takes away the first corrections."""
    return lambda company: company.update(HDN_HDON_DC=company["HDN_HDON_DC"][count:])


REFUSED = {
    "a unit's month that vanished": (
        without_bills(1, 7, "PC02BB"),
        "HDN_HDON tháng 07/2026 đơn vị PC02BB không còn hóa đơn nào (trước có 1)",
    ),
    "more than 2 % of a closed month's bills": (without_bills(2, 7), "HDN_HDON tháng 07/2026 còn 49/51 dòng"),
    "a whole closed month": (without_bills(50, 7), "HDN_HDON tháng 07/2026 còn 1/51 dòng"),
    "a table that vanished": (lambda company: company.pop("HDN_HDON_DC"), "bảng HDN_HDON_DC không còn"),
    "a table that became empty": (without_corrections(50), "HDN_HDON_DC còn 0/50 dòng"),
    "more than 2 % of a table without months": (without_corrections(2), "HDN_HDON_DC còn 48/50 dòng"),
}


@pytest.mark.parametrize(("cut", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_unless_someone_accepts_it(
    take: Land, settings: Settings, cut: Callable[[Company], None], message: str
) -> None:
    first = take(MemorySource(larger_company()))
    company = larger_company()
    cut(company)

    with pytest.raises(CompletenessError) as refused:
        take(MemorySource(company))

    assert message in str(refused.value)
    assert "--accept-change" in str(refused.value)
    assert manifests(settings) == (first,)
    accepted = take(MemorySource(company), accept_change="hủy hóa đơn tháng 7")
    assert accepted.accepted_change == "hủy hóa đơn tháng 7"


ACCEPTED: dict[str, Callable[[Company], None]] = {
    "2 % of a closed month's bills": without_bills(1, 7),
    "2 % of a table without months": without_corrections(1),
    "bills of the month that was open": without_bills(50, 8),
    "a unit's bills of the month that was open": without_bills(1, 8, "PC02BB"),
}


@pytest.mark.parametrize("cut", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_accepted_when_the_earlier_snapshot_was_of_august(take: Land, cut: Callable[[Company], None]) -> None:
    take(MemorySource(larger_company()), as_of=date(2026, 8, 31))
    company = larger_company()
    cut(company)

    assert take(MemorySource(company), accept_change="không cần").accepted_change is None


def test_once_closed_a_month_counts(take: Land) -> None:
    take(MemorySource(larger_company()), as_of=date(2026, 9, 1))
    company = larger_company()
    without_bills(50, 8)(company)

    with pytest.raises(CompletenessError, match="HDN_HDON tháng 08/2026 còn 1/51 dòng"):
        take(MemorySource(company))


def test_another_baseline_is_not_compared_with(take: Land) -> None:
    take(MemorySource(larger_company(), baseline="demo"))

    take(MemorySource(small_company(), baseline="oracle"))


def test_the_newest_snapshot_is_compared_with_not_the_fullest(take: Land) -> None:
    take(MemorySource(larger_company()))
    smaller = larger_company()
    without_corrections(25)(smaller)
    take(MemorySource(smaller), accept_change="dọn dữ liệu")
    smaller["HDN_HDON_DC"].append({**smaller["HDN_HDON_DC"][0], "ID_HDON_DC": 900})

    assert take(MemorySource(smaller)).rows_of("HDN_HDON_DC") == 26


def test_a_day_that_is_taken_later_is_compared_with_the_days_before_it(take: Land) -> None:
    take(MemorySource(larger_company()), as_of=date(2026, 9, 8))
    smaller = larger_company()
    without_corrections(25)(smaller)

    assert take(MemorySource(smaller), as_of=date(2026, 9, 5)).rows_of("HDN_HDON_DC") == 25


def test_the_share_is_a_setting(take: Land, settings: Settings) -> None:
    take(MemorySource(larger_company()))
    smaller = larger_company()
    without_corrections(25)(smaller)
    lenient = load_settings(home=settings.home, completeness_share=0.5)

    assert take(MemorySource(smaller), settings=lenient).rows_of("HDN_HDON_DC") == 25


def test_a_long_list_of_losses_is_cut(take: Land) -> None:
    company = larger_company()
    company["D_DVI_QLY"] += [{"MA_DVIQLY": f"PC02X{i}"} for i in range(9)]
    bill = company["HDN_HDON"][0]
    company["HDN_HDON"] += [{**bill, "ID_HDON": 90 + i, "MA_DVIQLY": f"PC02X{i}"} for i in range(9)]
    take(MemorySource(company))

    with pytest.raises(CompletenessError) as refused:
        take(MemorySource(larger_company()))

    # Nine units, the month's rows, and the catalogue of units itself.
    assert "; và 3 điểm khác." in str(refused.value)


def test_a_window_of_months_that_moved_on_lacks_nothing(take: Land) -> None:
    def moved(company: Company) -> None:
        company["HDN_HDON"] = [
            {**bill, "THANG": bill["THANG"] + 1, "ID_HDON": bill["ID_HDON"] + 1000} for bill in company["HDN_HDON"]
        ]
        company["HDN_HDON_DC"] = [{**row, "ID_HDON": 9000} for row in company["HDN_HDON_DC"]]

    take(MemorySource(larger_company()), as_of=date(2026, 9, 5))
    later = larger_company()
    moved(later)

    assert take(MemorySource(later), as_of=date(2026, 10, 5)).accepted_change is None


def test_a_first_month_that_is_missing_while_none_came_is_refused(take: Land) -> None:
    take(MemorySource(larger_company()), as_of=date(2026, 9, 5))
    later = larger_company()
    later["HDN_HDON"] = [bill for bill in later["HDN_HDON"] if bill["THANG"] == 8]

    with pytest.raises(CompletenessError, match="HDN_HDON tháng 07/2026 đơn vị PC02AA không còn hóa đơn nào"):
        take(MemorySource(later), as_of=date(2026, 9, 6))
