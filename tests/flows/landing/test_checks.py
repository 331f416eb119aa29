from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from phanky.errors import InputError
from tests.flows.landing.conftest import Land
from tests.memory_source import MemorySource, small_company

Company = dict[str, list[dict[str, Any]]]


def put(table: str, row: int, **values: Any) -> Callable[[Company], None]:
    """A change of one row (2 = the first below the header)."""
    return lambda company: company[table][row - 2].update(values)


def add(table: str, like: int, **values: Any) -> Callable[[Company], None]:
    """A further row, like another one but for ``values``."""
    return lambda company: company.setdefault(table, []).append({**company[table][like - 2], **values})


def replace(table: str, *rows: dict[str, Any]) -> Callable[[Company], None]:
    """Other rows for a table."""
    return lambda company: company.update({table: list(rows)})


REFUSED = {
    "an empty cell that must be filled": (
        put("HDN_HDON", 4, MA_KHANG=None),
        "HDN_HDON.csv, dòng 4, cột MA_KHANG: ô bắt buộc để trống",
    ),
    "a code of blanks": (
        put("D_SOGCS", 3, MA_SOGCS="  "),
        "D_SOGCS.csv, dòng 3, cột MA_SOGCS: ô bắt buộc để trống",
    ),
    "a fourth period": (
        put("HDN_HDON", 5, KY=4),
        "HDN_HDON.csv, dòng 5, cột KY: giá trị 4, cần từ 1 đến 3",
    ),
    "a thirteenth month": (
        put("HDN_HDON", 5, THANG=13),
        "HDN_HDON.csv, dòng 5, cột THANG: giá trị 13, cần từ 1 đến 12",
    ),
    "a year of two digits": (
        put("GCS_LICHGCS", 2, NAM=26),
        "GCS_LICHGCS.csv, dòng 2, cột NAM: giá trị 26, cần từ 2000 đến 2100",
    ),
    "a book read four times": (
        put("D_SOGCS", 2, SO_KY=4),
        "D_SOGCS.csv, dòng 2, cột SO_KY: giá trị 4, cần từ 1 đến 3",
    ),
    "negative kWh on an ordinary bill": (
        put("HDN_HDON", 2, DIEN_TTHU=Decimal("-1.5")),
        "HDN_HDON.csv, dòng 2, cột DIEN_TTHU: giá trị -1.5, cần từ 0 đến 1.000.000.000",
    ),
    "more kWh than a company sells in a year": (
        put("HDN_HDON", 2, DIEN_TTHU=Decimal("999999999999999.999")),
        "HDN_HDON.csv, dòng 2, cột DIEN_TTHU: giá trị 999999999999999.999, cần từ 0 đến 1.000.000.000",
    ),
    "a bill of two thousand years": (
        put("HDN_HDON", 2, NGAY_DKY="0026-06-01"),
        "HDN_HDON.csv, dòng 2, cột NGAY_DKY: giá trị 01/06/0026, cần năm từ 2000 đến 2100",
    ),
    "an unknown kind of correction": (
        replace("HDN_HDON_DC", {"ID_HDON_DC": 1, "ID_HDON": 601, "LOAI_DCHINH": "XX", "DIEN_TTHU": "1"}),
        "HDN_HDON_DC.csv, dòng 2, cột LOAI_DCHINH: giá trị XX, chỉ nhận HB, LL, TT, TH",
    ),
    "swapped days": (
        put("HDN_HDON", 3, NGAY_DKY="2026-06-30", NGAY_CKY="2026-06-01"),
        "HDN_HDON.csv, dòng 3, cột NGAY_CKY: ngày cuối 01/06/2026 trước ngày đầu 30/06/2026 (NGAY_DKY)",
    ),
    "a repeated bill": (
        add("HDN_HDON", 3),
        "HDN_HDON.csv, dòng 11, cột ID_HDON: khóa lặp lại: ID_HDON = 602, đã có ở dòng 3",
    ),
    "versions that contradict each other": (
        add("HDG_KHACH_HANG", 2, TEN_KHANG="Tên khác"),
        "HDG_KHACH_HANG.csv, dòng 5, cột TEN_KHANG: trùng khóa MA_KHANG = PC02AA0000001, NGAY_HLUC = 01/01/2024 "
        "với dòng 2 nhưng khác TEN_KHANG",
    ),
    "a unit that the catalogue lacks": (
        put("HDN_HDON", 6, MA_DVIQLY="PC09ZZ"),
        "HDN_HDON.csv, dòng 6, cột MA_DVIQLY: đơn vị PC09ZZ không có trong D_DVI_QLY",
    ),
    "a point on two open books": (
        add("HDG_DDO_SOGCS", 2, MA_SOGCS="S9", NGAY_HLUC="2025-03-01"),
        "HDG_DDO_SOGCS.csv, dòng 5, cột MA_SOGCS: điểm đo PC02AA0000001001 thuộc hai sổ PC02AA/S1 và PC02AA/S9 "
        "cùng hiệu lực ngày 01/03/2025 (xem thêm dòng 2)",
    ),
    "a required table without rows": (
        replace("HDG_DIEM_DO"),
        "HDG_DIEM_DO.csv: bảng bắt buộc không có dòng nào",
    ),
    "a required table that is missing": (
        lambda company: company.pop("HDG_DIEM_DO"),
        "HDG_DIEM_DO: thiếu bảng bắt buộc",
    ),
}


@pytest.mark.parametrize(("change", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(take: Land, change: Callable[[Company], None], message: str) -> None:
    company = small_company()
    change(company)

    with pytest.raises(InputError) as refused:
        take(MemorySource(company))

    assert str(refused.value).startswith(message)
    assert refused.value.remedy


ACCEPTED: dict[str, Callable[[Company], None]] = {
    "a negative correction": replace(
        "HDN_HDON_DC", {"ID_HDON_DC": 1, "ID_HDON": 601, "LOAI_DCHINH": "HB", "DIEN_TTHU": "-1000.5"}
    ),
    "a version that ends on the day it begins": put("HDG_DIEM_DO", 2, NGAY_HHLUC="2024-01-01"),
    "a point that moved to another book": lambda company: (
        put("HDG_DDO_SOGCS", 2, NGAY_HHLUC="2025-03-01")(company),
        add("HDG_DDO_SOGCS", 2, MA_SOGCS="S9", NGAY_HLUC="2025-03-01", NGAY_HHLUC=None)(company),
    )[0],
    "a point that moved to a book with a smaller name": lambda company: (
        put("HDG_DDO_SOGCS", 2, NGAY_HHLUC="2025-03-01")(company),
        add("HDG_DDO_SOGCS", 2, MA_SOGCS="S0", NGAY_HLUC="2025-03-01", NGAY_HHLUC=None)(company),
    )[0],
    "a book that ends the day before the next begins": lambda company: (
        put("HDG_DDO_SOGCS", 2, NGAY_HHLUC="2025-02-28")(company),
        add("HDG_DDO_SOGCS", 2, MA_SOGCS="S9", NGAY_HLUC="2025-03-01", NGAY_HHLUC=None)(company),
    )[0],
    "two versions of one book that overlap": add("HDG_DDO_SOGCS", 2, NGAY_HLUC="2025-03-01"),
    "price rows without a number under one date": add("HDG_BBAN_APGIA", 2, MA_NHOMNN="SHBT"),
    "books without a number of periods": put("D_SOGCS", 2, SO_KY=None),
}


@pytest.mark.parametrize("change", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_accepted(take: Land, change: Callable[[Company], None]) -> None:
    company = small_company()
    change(company)

    assert take(MemorySource(company)).notes == ()


def test_prices_of_one_date_with_the_same_number_must_agree(take: Land) -> None:
    company = small_company()
    company["HDG_BBAN_APGIA"][0]["SO_THUTU"] = 1
    add("HDG_BBAN_APGIA", 2, MA_NHOMNN="SHBT")(company)

    with pytest.raises(InputError, match="SO_THUTU = 1 với dòng 2 nhưng khác MA_NHOMNN"):
        take(MemorySource(company))


def test_the_topmost_fault_is_told_and_the_others_are_counted(take: Land) -> None:
    company = small_company()
    company["HDN_HDON"][7].update(MA_KHANG=None)
    company["HDN_HDON"][4].update(KY=4, THANG=13)
    company["HDN_HDON"][5].update(KY=0)

    with pytest.raises(InputError) as refused:
        take(MemorySource(company))

    assert (refused.value.place.row, refused.value.more) == (6, 3)
    assert "(và 3 lỗi khác)" in str(refused.value)


def test_identical_versions_are_noted(take: Land) -> None:
    company = small_company()
    company["HDG_KHACH_HANG"] += company["HDG_KHACH_HANG"][:2]

    assert take(MemorySource(company)).notes == (
        "HDG_KHACH_HANG.csv: 2 dòng lặp lại y hệt dòng khác, chỉ tính một lần.",
    )


def test_bills_of_unknown_customers_are_noted(take: Land) -> None:
    company = small_company()
    for place in (0, 3, 4):
        company["HDN_HDON"][place]["MA_KHANG"] = f"PC02AA9{place // 3:06d}"

    assert take(MemorySource(company)).notes == (
        "HDN_HDON.csv: 3 hóa đơn của 2 khách hàng không có trong HDG_KHACH_HANG, không được xét.",
    )
