"""Six customers of two units whose bills of a closed quarter are corrected afterwards.

Each is read in one kỳ; thresholds are 50.000 and 100.000 kWh a month over three months.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.live_cmis import LiveCmis

AS_OF = date(2026, 10, 5)
JUST_BELOW, CANCELLED, REISSUED = "PC02AA0000001", "PC02AA0000002", "PC02AA0000003"
RETURNED, ADDED_A_LITTLE, UNTOUCHED = "PC02BB0000004", "PC02BB0000005", "PC02BB0000006"
KWH = {
    JUST_BELOW: (50_000, 50_000, 49_999),
    CANCELLED: (60_000, 60_000, 60_000),
    REISSUED: (60_000, 60_000, 60_000),
    RETURNED: (52_000, 52_000, 52_000),
    ADDED_A_LITTLE: (45_000, 45_000, 45_000),
    UNTOUCHED: (70_000, 70_000, 70_000),
}
"""Consumption of July, August and September."""


def company() -> dict[str, list[dict[str, Any]]]:
    """The tables of the six."""
    since = {"NGAY_HLUC": "2024-01-01"}
    who = [{"MA_DVIQLY": code[:6], "MA_KHANG": code} for code in KWH]
    books = {"PC02AA": "S1", "PC02BB": "S2"}
    return {
        "D_DVI_QLY": [
            {"MA_DVIQLY": "PC02AA", "TEN_DVIQLY": "Điện lực Đông Hà", "MA_DVICTREN": "PC02"},
            {"MA_DVIQLY": "PC02BB", "TEN_DVIQLY": "Điện lực Thành Cổ", "MA_DVICTREN": "PC02"},
        ],
        "D_SOGCS": [
            {"MA_DVIQLY": unit, "MA_SOGCS": book, "SO_KY": 1, "NGAY_GHI": "CT", "LOAI_SOGCS": "KH", "TINH_TRANG": 1}
            for unit, book in books.items()
        ],
        "GCS_LICHGCS": [
            {"MA_DVIQLY": unit, "MA_SOGCS": book, "KY": 1, "THANG": month, "NAM": 2026, "TRANG_THAI": "THD"}
            for month in (7, 8, 9)
            for unit, book in books.items()
        ],
        "HDG_KHACH_HANG": [{**one, **since, "TEN_KHANG": f"Khách {one['MA_KHANG'][-1]}"} for one in who],
        "HDG_DIEM_DO": [{**one, **since, "MA_DDO": f"{one['MA_KHANG']}001"} for one in who],
        "HDG_DDO_SOGCS": [
            {**one, **since, "MA_DDO": f"{one['MA_KHANG']}001", "MA_SOGCS": books[one["MA_DVIQLY"]]} for one in who
        ],
        "HDG_BBAN_APGIA": [
            {"MA_DDO": f"{code}001", "LOAI_BCS": "KT", "MA_NHOMNN": "SXBT", "TRANG_THAI": 1, **since} for code in KWH
        ],
        "HDN_HDON": [_bill(code, month) for code in KWH for month in (7, 8, 9)],
        # A correction of the quarter that was there when it was signed off.
        "HDN_HDON_DC": [correction(1, UNTOUCHED, 7, "TT", 10)],
    }


def _bill(code: str, month: int) -> dict[str, Any]:
    return {
        "ID_HDON": bill_id(code, month), "MA_DVIQLY": code[:6], "MA_KHANG": code, "KY": 1, "THANG": month, "NAM": 2026,
        "NGAY_DKY": date(2026, month, 1), "NGAY_CKY": date(2026, month, 30 if month == 9 else 31),
        "LOAI_HDON": "TD", "DIEN_TTHU": Decimal(KWH[code][month - 7]), "MA_SOGCS": "S1" if "AA" in code else "S2",
    }  # fmt: skip


def bill_id(code: str, month: int) -> int:
    """Key of the bill of a customer and month."""
    return int(code[-1]) * 100 + month


def correction(number: int, code: str, month: int, kind: str, kwh: int) -> dict[str, Any]:
    """A row of HDN_HDON_DC about the bill of a customer and month."""
    return {
        "ID_HDON_DC": number, "ID_HDON": bill_id(code, month), "LOAI_DCHINH": kind, "LOAI_HDON": "TD",
        "DIEN_TTHU": Decimal(kwh), "KY": 1, "THANG": 10, "NAM": 2026, "MA_DVIQLY": code[:6], "MA_KHANG": code,
    }  # fmt: skip


def correct(cmis: LiveCmis) -> None:
    """What CMIS writes in October about bills of the third quarter."""
    for number, (code, month, kind, kwh) in enumerate(
        [
            (JUST_BELOW, 9, "TT", 1),
            (CANCELLED, 9, "HB", -60_000),
            (REISSUED, 9, "HB", -60_000),
            (REISSUED, 9, "LL", 20_000),
            (RETURNED, 7, "TH", -9_000),
            (ADDED_A_LITTLE, 8, "TT", 3_000),
        ],
        start=2,
    ):
        cmis.insert("HDN_HDON_DC", **correction(number, code, month, kind, kwh))
