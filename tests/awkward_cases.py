"""What the awkward cases of the sample must come to, worked out by hand from the rules.

For ``SampleSource(as_of=date(2026, 11, 24))`` of any size with 24 months, and ``sample_agreements()``: bills run from
2024-11 to 2026-10, judged months from 2025-01 to 2026-10.  Unless a case says otherwise every month has the same kWh,
so the window's total is three times that.  Nothing here is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Unstated(Enum):
    """Marks a value that the rules leave open; it is not compared."""

    UNSTATED = "unstated"


UNSTATED = Unstated.UNSTATED


@dataclass(frozen=True)
class AwkwardCase:
    """The expected verdict of one customer and month.

    Attributes:
        sentence: what the case shows.
        customer: MA_KHANG.
        month: YYYY-MM; None for a customer that is never judged: no verdict row at all, ``reason`` is its
            ``scope_reason`` in ``dim_customers``.
        verdict, required, actual, basis, reason: as in ``fct_reading_period_compliance``; None is an empty value.
        window_kwh: exact decimal text.
        unit: ``unit_code`` of the row.
    """

    sentence: str
    customer: str
    month: str | None
    verdict: str
    required: int | Unstated | None
    actual: int | Unstated | None
    basis: str | Unstated | None
    window_kwh: str | Unstated
    reason: str | None = None
    unit: str | Unstated = UNSTATED


def _judged(sentence: str, customer: str, month: str, found: str, window_kwh: str, unit: str = "") -> AwkwardCase:
    """``found`` reads "verdict required/actual basis"."""
    verdict, periods, basis = found.split()
    required, actual = (int(number) for number in periods.split("/"))
    return AwkwardCase(sentence, customer, month, verdict, required, actual, basis, window_kwh, None, unit or UNSTATED)


def _open(sentence: str, customer: str, month: str, reason: str, window_kwh: str) -> AwkwardCase:
    return AwkwardCase(sentence, customer, month, "chua_du_du_lieu", None, UNSTATED, None, window_kwh, reason)


def _no_book(sentence: str, customer: str, month: str, window_kwh: str) -> AwkwardCase:
    kwh = window_kwh
    return AwkwardCase(sentence, customer, month, "chua_du_du_lieu", UNSTATED, None, UNSTATED, kwh, "khong_co_so")


def _outside(sentence: str, customer: str, month: str, reason: str) -> AwkwardCase:
    return AwkwardCase(sentence, customer, month, "ngoai_pham_vi", None, UNSTATED, None, UNSTATED, reason)


def _never(sentence: str, customer: str, reason: str) -> AwkwardCase:
    return AwkwardCase(sentence, customer, None, "ngoai_pham_vi", None, None, None, UNSTATED, reason)


POINTS = (
    _judged("bills of two points are added", "PC02AA9900001", "2026-10", "thieu_ky 2/1 thuc_te", "165000.000"),
    # Readings: 45,000 + 15,000; bills after the subtraction: 30,000 + 15,000.
    _judged("bills stand after the sub-meter", "PC02AA9900002", "2026-10", "dung 1/1 thuc_te", "135000.000"),
    _judged("of books of 2 and 1 kỳ the 1 counts", "PC02AA9900003", "2026-10", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("before the point changes its book", "PC02AA9900004", "2026-08", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("after the point changed its book", "PC02AA9900004", "2026-09", "dung 2/2 thuc_te", "180000.000"),
    _judged("scheduled once, SO_KY says 2 today", "PC02AA9900005", "2026-06", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("first month scheduled twice", "PC02AA9900005", "2026-07", "dung 2/2 thuc_te", "180000.000"),
    _judged("an annex is no agreement", "PC02AA9900006", "2026-10", "dung 1/1 thuc_te", "90000.000"),
    _judged("book SPHU3KY of PC02AA has 3 kỳ", "PC02AA9900007", "2026-10", "dung 3/3 thuc_te", "360000.000"),
    _judged("book SPHU3KY of PC02BB has 1 kỳ", "PC02BB9900007", "2026-10", "thieu_ky 3/1 thuc_te", "360000.000"),
    _judged("the point's owner before the change", "PC02AA9900008", "2026-03", "dung 2/2 thuc_te", "180000.000"),
    _outside("the point's old owner has left", "PC02AA9900008", "2026-04", "da_thanh_ly"),
    _judged("the new owner's first month", "PC02AA9900009", "2026-04", "dung 2/2 hop_dong", "60000.000"),
    _judged("the new owner's third month", "PC02AA9900009", "2026-06", "dung 2/2 thuc_te", "180000.000"),
    _judged("while the point is in a book", "PC02AA9900010", "2026-07", "dung 2/2 thuc_te", "180000.000"),
    _no_book("the point is in no book", "PC02AA9900010", "2026-08", "180000.000"),
    _no_book("the point is still in no book", "PC02AA9900010", "2026-10", "180000.000"),
    _judged("an inactive book counts", "PC02AA9900011", "2026-10", "dung 2/2 thuc_te", "180000.000"),
    _judged("without a schedule SO_KY counts", "PC02AA9900012", "2026-10", "dung 2/2 thuc_te", "180000.000"),
    _never("all books are boundary books", "PC02AA9900013", "ranh_gioi"),
    _judged("one of two books is a boundary book", "PC02AA9900014", "2026-10", "dung 2/2 thuc_te", "180000.000"),
    _judged("book codes NULL, 1E5 and 0012", "PC02AA9900015", "2026-10", "dung 2/2 thuc_te", "180000.000"),
    _judged("book 12 is not book 0012", "PC02AA9900016", "2026-10", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("closed interval: the old book", "PC02AA9900017", "2026-05", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("closed interval: in the new book", "PC02AA9900017", "2026-06", "dung 2/2 thuc_te", "180000.000"),
    _judged("SG, VC and BTN registers add nothing", "PC02AA9900018", "2026-10", "dung 1/1 thuc_te", "135000.000"),
    _judged("one of two points is of business", "PC02AA9900019", "2026-10", "thieu_ky 2/1 thuc_te", "165000.000"),
)

VERSIONS = (
    # In force from 2026-09-10; 40,000 in September, 65,000 in October, A_TBINH 60,000.
    _judged("new: first month by A_TBINH", "PC02AA9900020", "2026-09", "thieu_ky 2/1 hop_dong", "40000.000"),
    _judged("new: second month by A_TBINH", "PC02AA9900020", "2026-10", "thieu_ky 2/1 hop_dong", "105000.000"),
    # In force from 2026-06-10; 36,000 in June (21 days), then 50,000; A_TBINH 40,000.
    _judged("new: June by A_TBINH", "PC02AA9900021", "2026-06", "dung 1/1 hop_dong", "36000.000"),
    _judged("new: July by A_TBINH", "PC02AA9900021", "2026-07", "dung 1/1 hop_dong", "86000.000"),
    # 136,000 x 92 = 12,512,000 against 50,000 x 3 x 83 = 12,450,000; the plain mean would be 45,333.
    _judged("new: partial first month, weighted", "PC02AA9900021", "2026-08", "thieu_ky 2/1 thuc_te", "136000.000"),
    _judged("new: three full months", "PC02AA9900021", "2026-09", "thieu_ky 2/1 thuc_te", "150000.000"),
    _open("new without A_TBINH, first month", "PC02AA9900022", "2026-09", "moi_chua_dang_ky", "65000.000"),
    _open("new without A_TBINH, second month", "PC02AA9900022", "2026-10", "moi_chua_dang_ky", "130000.000"),
    _open("new with A_TBINH 0", "PC02AA9900023", "2026-10", "moi_chua_dang_ky", "130000.000"),
    # 30,000 + 25,000; the contract over 90,000 ended on 2026-09-20.
    _judged("new with two contracts in force", "PC02AA9900024", "2026-09", "dung 2/2 hop_dong", "20000.000"),
    _judged("new with two contracts, a month later", "PC02AA9900024", "2026-10", "dung 2/2 hop_dong", "40000.000"),
    # In force from 2024-12-10; 20,000 in December, then 30,000; A_TBINH 60,000.
    _judged("new under the decree of 2013", "PC02AA9900025", "2025-01", "thieu_ky 2/1 hop_dong", "50000.000"),
    # 80,000 x 90 / 81 / 3 = 29,630.
    _judged("no longer new under the decree of 2025", "PC02AA9900025", "2025-02", "dung 1/1 thuc_te", "80000.000"),
    _judged("last month before leaving", "PC02AA9900026", "2026-06", "dung 1/1 thuc_te", "120000.000"),
    _outside("left in the middle of the month", "PC02AA9900026", "2026-07", "da_thanh_ly"),
    _outside("left months ago", "PC02AA9900026", "2026-10", "da_thanh_ly"),
    _judged("before the rename", "PC02AA9900027", "2026-05", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("after the rename", "PC02AA9900027", "2026-06", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("before moving to PC02BB", "PC02AA9900028", "2026-05", "dung 2/2 thuc_te", "180000.000", "PC02AA"),
    _judged("after moving to PC02BB", "PC02AA9900028", "2026-06", "dung 2/2 thuc_te", "180000.000", "PC02BB"),
    # Versions [2020-01-01, 2026-05-15) and [2026-07-10, …); no bill for June.
    _judged("before the gap between versions", "PC02AA9900029", "2026-04", "dung 1/1 thuc_te", "120000.000"),
    _outside("between two versions, May", "PC02AA9900029", "2026-05", "giua_hai_phien_ban"),
    _outside("between two versions, June", "PC02AA9900029", "2026-06", "giua_hai_phien_ban"),
    _open("back in force, June missing", "PC02AA9900029", "2026-07", "thieu_hoa_don", "46000.000"),
    _open("back in force, June still in the window", "PC02AA9900029", "2026-08", "thieu_hoa_don", "68000.000"),
    # 108,000 x 92 / 83 / 3 = 39,904.
    _judged("back in force, window complete", "PC02AA9900029", "2026-09", "dung 1/1 thuc_te", "108000.000"),
    _judged("closed interval: the old version", "PC02AA9900030", "2026-05", "dung 1/1 thuc_te", "120000.000"),
    _judged("closed interval: in the new version", "PC02AA9900030", "2026-06", "dung 1/1 thuc_te", "120000.000"),
    _judged("a code of PC01", "PC01AA9900031", "2026-10", "thieu_ky 2/1 thuc_te", "180000.000", "PC01AA"),
    _judged("a code of 11 characters", "PC02AA99032", "2026-10", "dung 2/2 thuc_te", "180000.000", "PC02AA"),
    _judged("a code of 12 characters", "PC02AA990033", "2026-10", "dung 2/2 thuc_te", "180000.000", "PC02AA"),
    _judged("an ended contract ends no customer", "PC02AA9900034", "2026-10", "dung 2/2 thuc_te", "180000.000"),
    _judged("a version row twice counts once", "PC02AA9900035", "2026-10", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("before the second open version", "PC02AA9900036", "2026-02", "dung 1/1 thuc_te", "120000.000", "PC02AA"),
    _judged("the later of two open versions", "PC02AA9900036", "2026-03", "dung 1/1 thuc_te", "120000.000", "PC02BB"),
)

PRICES = (
    _judged("a mixed price is non-residential", "PC02AA9900040", "2026-10", "dung 2/2 thuc_te", "180000.000"),
    _outside("still residential", "PC02AA9900041", "2026-04", "sinh_hoat"),
    _judged("became a business", "PC02AA9900041", "2026-05", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("still a business", "PC02AA9900042", "2026-04", "thieu_ky 2/1 thuc_te", "180000.000"),
    _outside("became residential on other registers", "PC02AA9900042", "2026-05", "sinh_hoat"),
    _outside("residential since months", "PC02AA9900042", "2026-10", "sinh_hoat"),
    _never("SHBN is wholesale", "PC02AA9900043", "ban_buon"),
    _never("BB* is wholesale", "PC02AA9900044", "ban_buon"),
    _judged("no price row, contract HDNSH", "PC02AA9900045", "2026-10", "thieu_ky 2/1 thuc_te", "180000.000"),
    _never("no price row, contract HDSH", "PC02AA9900046", "sinh_hoat"),
    _never("a residential organisation", "PC02AA9900047", "sinh_hoat"),
    _judged("a person in business", "PC02AA9900048", "2026-10", "thieu_ky 2/1 thuc_te", "180000.000"),
    _judged("a price row with TRANG_THAI 0", "PC02AA9900049", "2026-10", "dung 2/2 thuc_te", "180000.000"),
)

DAYS = (
    # 3,000 kWh a day: 92,000 in 92 days; the plain mean of September's window would be 118,000.
    _judged("before the reading day moves", "PC02AA9900050", "2026-08", "thieu_ky 2/1 thuc_te", "276000.000"),
    _judged("a bill of 57 days: 2 kỳ, not 3", "PC02AA9900050", "2026-09", "thieu_ky 2/1 thuc_te", "354000.000"),
    _judged("a bill of 57 days in the middle", "PC02AA9900050", "2026-10", "thieu_ky 2/1 thuc_te", "357000.000"),
    # 1,500 kWh a day: 46,000 in 92 days; the plain means would be 59,000 and 59,500.
    _judged("all months ordinary", "PC02AA9900051", "2026-08", "dung 1/1 thuc_te", "138000.000"),
    _judged("a bill of 57 days: 1 kỳ, not 2", "PC02AA9900051", "2026-09", "dung 1/1 thuc_te", "177000.000"),
    _judged("a bill of 57 days in the middle: 1 kỳ", "PC02AA9900051", "2026-10", "dung 1/1 thuc_te", "178500.000"),
    # 187,500 x 92 = 50,000 x 3 x 115 = 17,250,000.
    _judged("weighted average of exactly 50,000", "PC02AA9900052", "2026-10", "thieu_ky 2/1 thuc_te", "187500.000"),
    _judged("one kWh less", "PC02AA9900053", "2026-10", "dung 1/1 thuc_te", "187499.000"),
    _judged("before the gap", "PC02AA9900059", "2026-08", "thieu_ky 2/1 thuc_te", "180000.000"),
    _open("a gap in the last month", "PC02AA9900059", "2026-09", "thieu_hoa_don", "120000.000"),
    _open("a gap inside the window", "PC02AA9900059", "2026-10", "thieu_hoa_don", "120000.000"),
    _judged("readings of 0 make a zero month", "PC02AA9900060", "2026-09", "dung 1/1 thuc_te", "60000.000"),
    _judged("a zero month inside the window", "PC02AA9900060", "2026-10", "dung 1/1 thuc_te", "60000.000"),
    # With September's days added up (60) the weighted mean would be 45,246.
    _judged("split rows share their days", "PC02AA9900061", "2026-10", "thieu_ky 2/1 thuc_te", "180000.000"),
    _open("the long bill is not there yet", "PC02AA9900062", "2026-08", "thieu_hoa_don", "120000.000"),
    _judged("the long bill covers the month before", "PC02AA9900062", "2026-09", "dung 2/2 thuc_te", "180000.000"),
    _judged("a covered gap at the window's start", "PC02AA9900062", "2026-10", "dung 2/2 thuc_te", "180000.000"),
)

THRESHOLDS = (
    _judged("one kWh below 150,000", "PC02AA9900054", "2026-10", "dung 1/1 thuc_te", "149999.000"),
    _judged("exactly 150,000", "PC02AA9900055", "2026-10", "thieu_ky 2/1 thuc_te", "150000.000"),
    _judged("one kWh above 150,000", "PC02AA9900056", "2026-10", "dung 2/2 thuc_te", "150001.000"),
    _judged("exactly 300,000", "PC02AA9900057", "2026-10", "thua_ky 2/3 thuc_te", "300000.000"),
    _judged("one kWh above 300,000", "PC02AA9900058", "2026-10", "thieu_ky 3/2 thuc_te", "300001.000"),
    _judged("decimals that make 150,000", "PC02AA9900063", "2026-10", "dung 2/2 thuc_te", "150000.000"),
    _judged("a thousandth below 150,000", "PC02AA9900064", "2026-10", "thua_ky 1/2 thuc_te", "149999.999"),
    _judged("bills of kind VC do not count", "PC02AA9900065", "2026-10", "dung 1/1 thuc_te", "135000.000"),
    _judged("bills of kind TC count", "PC02AA9900066", "2026-10", "thieu_ky 2/1 thuc_te", "165000.000"),
    _judged("almost nothing still means 1 kỳ", "PC02AA9900067", "2026-10", "thua_ky 1/2 thuc_te", "30.000"),
)

CORRECTIONS = (
    _judged("before the cancelled bill", "PC02AA9900070", "2026-08", "thieu_ky 2/1 thuc_te", "180000.000"),
    _open("a cancelled bill leaves a gap", "PC02AA9900070", "2026-09", "thieu_hoa_don", "120000.000"),
    _open("a cancelled bill inside the window", "PC02AA9900070", "2026-10", "thieu_hoa_don", "120000.000"),
    # September: 90,000 cancelled, 30,000 issued anew.
    _judged("cancelled and issued anew", "PC02AA9900071", "2026-10", "dung 1/1 thuc_te", "110000.000"),
    _judged("TT adds up to 150,000", "PC02AA9900072", "2026-10", "thieu_ky 2/1 thuc_te", "150000.000"),
    _judged("TH takes one kWh too many", "PC02AA9900073", "2026-10", "dung 1/1 thuc_te", "149999.000"),
    _judged("corrected later: the bill's own month", "PC02AA9900074", "2026-07", "thieu_ky 2/1 thuc_te", "165000.000"),
    _judged("corrected later: still in the window", "PC02AA9900074", "2026-09", "thieu_ky 2/1 thuc_te", "165000.000"),
    _judged("corrected later: not when made", "PC02AA9900074", "2026-10", "dung 1/1 thuc_te", "135000.000"),
    _judged("a correction of a VC bill", "PC02AA9900075", "2026-10", "dung 1/1 thuc_te", "135000.000"),
    _judged("a correction of an unknown bill", "PC02AA9900076", "2026-10", "dung 1/1 thuc_te", "120000.000"),
    # 137,500 x 92 = 12,650,000 against 50,000 x 3 x 77 = 11,550,000; the plain mean would be 45,833.
    _judged("one of two kỳ cancelled", "PC02AA9900077", "2026-10", "dung 2/2 thuc_te", "137500.000"),
    # September: 1,000 billed, 5,000 given back.
    _judged("a month made negative", "PC02AA9900078", "2026-10", "dung 1/1 thuc_te", "36000.000"),
)

AGREEMENTS = (
    _judged("before the agreement begins", "PC02AA9900080", "2026-05", "thieu_ky 3/2 thuc_te", "360000.000"),
    _judged("the agreement has begun", "PC02AA9900080", "2026-06", "thoa_thuan 3/2 thoa_thuan", "360000.000"),
    _judged("the agreement's last day", "PC02AA9900081", "2026-07", "thoa_thuan 3/2 thoa_thuan", "360000.000"),
    _judged("the agreement has ended", "PC02AA9900081", "2026-08", "thieu_ky 3/2 thuc_te", "360000.000"),
    _judged("the book does not follow", "PC02AA9900082", "2026-10", "thieu_ky 3/2 thoa_thuan", "180000.000"),
    _judged("agreed, read and required alike", "PC02AA9900083", "2026-10", "dung 2/2 thuc_te", "180000.000"),
    _judged("no agreement yet", "PC02AA9900084", "2025-12", "thieu_ky 3/2 thuc_te", "360000.000"),
    _judged("the earlier of two agreements", "PC02AA9900084", "2026-04", "thua_ky 1/2 thoa_thuan", "360000.000"),
    _judged("the later of two agreements", "PC02AA9900084", "2026-05", "thoa_thuan 3/2 thoa_thuan", "360000.000"),
    _judged("no agreements before 2025-02-08", "PC02AA9900085", "2025-01", "thieu_ky 3/2 thuc_te", "360000.000"),
    _judged("agreements from 2025-02-08", "PC02AA9900085", "2025-02", "thoa_thuan 3/2 thoa_thuan", "360000.000"),
    _judged("in force on the month's last day", "PC02AA9900086", "2026-06", "thoa_thuan 3/2 thoa_thuan", "360000.000"),
    _judged("ended a day before the month does", "PC02AA9900086", "2026-07", "thieu_ky 3/2 thuc_te", "360000.000"),
    _judged("agreed as required, read less", "PC02AA9900087", "2026-10", "thieu_ky 2/1 thoa_thuan", "180000.000"),
    _open("a gap comes before the agreement", "PC02AA9900088", "2026-10", "thieu_hoa_don", "240000.000"),
)

AWKWARD_CASES: tuple[AwkwardCase, ...] = (
    *POINTS,
    *VERSIONS,
    *PRICES,
    *DAYS,
    *THRESHOLDS,
    *CORRECTIONS,
    *AGREEMENTS,
)
