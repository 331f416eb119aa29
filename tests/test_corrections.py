"""Bills of a signed-off quarter are corrected in CMIS: who is told, where, and that nobody else is.

Six customers of two units, read in one kỳ each, thresholds of 50.000 and 100.000 kWh a month over three months.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dashboard import follow_releases
from dashboard.access import SignedIn
from dashboard.address import Address
from dashboard.content import Contents
from dashboard.pages import PAGES
from dashboard.shell.rendering import to_html
from flows.pipeline import run
from flows.publish import close_quarter
from notifier import Message, Recipient, messages
from phanky.identity import Role, of_units, whole_company
from phanky.settings import Settings, load_settings
from semantic import Follower
from tests.live_cmis import LiveCmis
from tests.runs import phanky, succeed

pytestmark = pytest.mark.xdist_group("whole runs")

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
EXPECTED = {
    # 149.999 and 1 added are 150.000: exactly the threshold, which asks for two kỳ.
    JUST_BELOW: ("dung", "thieu_ky", "49999.67", "50000.00"),
    CANCELLED: ("thieu_ky", "chua_du_du_lieu", "60000.00", None),
    REISSUED: ("thieu_ky", "dung", "60000.00", "46666.67"),
    RETURNED: ("thieu_ky", "dung", "52000.00", "49000.00"),
}
"""Verdict and average of September, as signed off and afterwards."""
DIRECTOR = of_units("hoa", "PC02AA")
RECIPIENTS = (
    Recipient("Lãnh đạo", Role.LEADER, None, "outbox", ""),
    Recipient("Đông Hà", Role.DIRECTOR, frozenset({"PC02AA"}), "outbox", ""),
    Recipient("Thành Cổ", Role.DIRECTOR, frozenset({"PC02BB"}), "outbox", ""),
)


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
        "HDN_HDON_DC": [_correction(1, UNTOUCHED, 7, "TT", 10)],
    }


def _bill(code: str, month: int) -> dict[str, Any]:
    return {
        "ID_HDON": bill_id(code, month), "MA_DVIQLY": code[:6], "MA_KHANG": code, "KY": 1, "THANG": month, "NAM": 2026,
        "NGAY_DKY": date(2026, month, 1), "NGAY_CKY": date(2026, month, 30 if month == 9 else 31),
        "LOAI_HDON": "TD", "DIEN_TTHU": Decimal(KWH[code][month - 7]), "MA_SOGCS": "S1" if "AA" in code else "S2",
    }  # fmt: skip


def bill_id(code: str, month: int) -> int:
    return int(code[-1]) * 100 + month


def _correction(number: int, code: str, month: int, kind: str, kwh: int) -> dict[str, Any]:
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
        cmis.insert("HDN_HDON_DC", **_correction(number, code, month, kind, kwh))


@dataclass(frozen=True)
class Corrected:
    """A home with the signed-off release and the one after the corrections."""

    settings: Settings
    signed: str
    now: str


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    settings = load_settings(home=tmp_path_factory.mktemp("corrected"), memory_limit_gb=0.5)
    cmis = LiveCmis(now=datetime.fromisoformat("2026-10-04T08:00")).fill(company())
    run(settings, cmis, as_of=AS_OF, target="duckdb")
    signed = close_quarter(settings, "2026-Q3").release_id
    cmis.pass_time(hours=30)
    correct(cmis)
    after = run(settings, cmis, as_of=AS_OF, target="duckdb", incremental=True)
    assert after.changed
    return Corrected(settings, signed, after.release_id)


@pytest.fixture(scope="module")
def releases(corrected: Corrected) -> Iterator[Follower]:
    followed = follow_releases(corrected.settings.home)
    yield followed
    followed.close()


def listed(corrected: Corrected, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(succeed(corrected.settings.home, *arguments, "--format", "json"))
    return found


def test_the_changes_of_a_signed_off_quarter_name_exactly_who_was_corrected(corrected: Corrected) -> None:
    rows = listed(corrected, "close-quarter", "2026-Q3", "--changes")

    assert {row["customer_id"]: (row["month"], *_sides(row)) for row in rows} == {
        code: ("2026-09", *sides) for code, sides in EXPECTED.items()
    }
    assert len(rows) == len(EXPECTED)
    told = succeed(corrected.settings.home, "close-quarter", "2026-Q3", "--changes")
    assert f"Q3/2026 chốt trên bản {corrected.signed}; so với bản {corrected.now}: 4 KH đổi kết luận." in told


def _sides(row: dict[str, Any]) -> tuple[object, ...]:
    averages = (row["average_kwh_before"], row["average_kwh_after"])
    return row["verdict_before"], row["verdict_after"], *(f"{float(kwh):.2f}" if kwh else None for kwh in averages)


def test_comparing_with_the_quarter_says_the_same(corrected: Corrected) -> None:
    rows = listed(corrected, "compare", "2026-Q3", "current")

    assert sorted(row["customer_id"] for row in rows if row["change"] == "revised") == sorted(EXPECTED)


def test_listing_the_changes_signs_nothing_off(corrected: Corrected) -> None:
    assert phanky(corrected.settings.home, "close-quarter", "2026-Q2", "--changes").err == (
        "Lỗi: Không có quý đã chốt “2026-Q2”. Gần giống: 2026-Q3.\n"
    )
    assert phanky(corrected.settings.home, "close-quarter", "2026-Q3", "--changes", "--force").code == 2


def shown(corrected: Corrected, releases: Follower, who: SignedIn, path: str, search: str = "") -> str:
    made = Contents(PAGES, corrected.settings, releases).show(who, Address.parse(path, search))
    assert made.status == 200
    return to_html(made.tree)


LEADER = SignedIn(whole_company("lan"), "Lan")
HEAD = SignedIn(DIRECTOR, "Hoa")


@pytest.mark.parametrize(
    ("who", "customers"),
    [(LEADER, {JUST_BELOW, CANCELLED, REISSUED, RETURNED}), (HEAD, {JUST_BELOW, CANCELLED, REISSUED})],
)
def test_the_page_of_changes_lists_them_within_the_readers_scope(
    corrected: Corrected, releases: Follower, who: SignedIn, customers: set[str]
) -> None:
    assert '"/thay-doi?tu=2026-Q3"' in shown(corrected, releases, who, "/")

    text = shown(corrected, releases, who, "/thay-doi", "?tu=2026-Q3")

    assert f"{len(customers)} khách hàng đổi kết luận" in text
    assert {code for code in KWH if code in text} == customers
    assert "50.000 kWh/tháng" in text


def test_the_customers_page_marks_the_month_and_gives_both_verdicts(corrected: Corrected, releases: Follower) -> None:
    text = shown(corrected, releases, HEAD, f"/khach-hang/{JUST_BELOW}")

    assert (
        "khi chốt quý: Đúng phân kỳ, phải 1 kỳ, đang 1 kỳ (BQ 49.999,67 kWh) → "
        "nay: Thiếu kỳ, phải 2 kỳ, đang 1 kỳ (BQ 50.000 kWh)" in text
    )
    assert "T9 *" in text
    assert "khi chốt quý" not in shown(corrected, releases, LEADER, f"/khach-hang/{ADDED_A_LITTLE}")


def digests(corrected: Corrected, last: str) -> dict[str, str]:
    made: list[Message] = list(
        messages(corrected.settings, AS_OF, "current", recipients=RECIPIENTS, last_release=lambda *_: last)
    )
    return {message.recipient: "\n".join(message.parts) for message in made}


def test_the_next_message_tells_each_recipient_how_many_of_theirs_and_the_one_after_does_not(
    corrected: Corrected,
) -> None:
    line = "Q3/2026 đã chốt: {} KH đổi kết luận vì hóa đơn được sửa"

    told = digests(corrected, corrected.signed)

    assert line.format(4) in told["Lãnh đạo"]
    assert line.format(3) in told["Đông Hà"]
    assert line.format(1) in told["Thành Cổ"]
    assert all("đã chốt" not in text for text in digests(corrected, corrected.now).values())
