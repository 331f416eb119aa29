"""What the pages Tổng quan and Đơn vị have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.standing.values import Case, Earlier, Month
from phanky import vietnamese as vi

IN_SCOPE = "Thuộc diện xét"
SHARE_RIGHT = "Tỷ lệ đúng"
SHARE_MEANING = "(Đúng phân kỳ + Theo thỏa thuận) ÷ (Thuộc diện xét − Chưa đủ dữ liệu)"
PROVISIONAL = "Tạm tính"
PROVISIONAL_MEANING = "Tháng này còn kỳ chưa lập hóa đơn xong; số liệu còn thay đổi."
MONTH = "Tháng xét"
SHOW = "Xem"
TREND = "Diễn biến theo tháng"
AS_TABLE = "Bảng số liệu"
CUSTOMER = "Khách hàng"
UNIT = "Đơn vị"
VERDICT = "Kết luận"
WEIGHT = "Sai phân kỳ nặng tới đâu"
SETTLED = "Mới hết sai trong tháng"
NEWLY_WRONG = "Mới sai trong tháng"
KWH_WRONG = "Sản lượng của khách hàng sai"
MEDIAN = "Sai bao lâu, trung vị"
OLDEST = "Sai lâu nhất"
RANK = "Hạng"
NO_EARLIER = "Chưa có bản phát hành của ngày trước để so sánh."


def window(month: str, first: str) -> str:
    """The month and what was averaged."""
    return f"{vi.month(month)}, bình quân {vi.months(first, month)}"


def closed(month: Month) -> str:
    """The quarter that was closed last."""
    return f"{vi.quarter(month.quarter)}, quý đã khép"


def wrong(month: Month) -> str:
    """How many are wrong, under the share right."""
    counts = month.counts
    return f"{vi.number(counts.too_few)} thiếu kỳ · {vi.number(counts.too_many)} thừa kỳ"


def changed(amount: int, since: str) -> str:
    """``+3 so với 23/11``."""
    return f"{vi.number(amount, signed=True)} so với {since}" if amount else f"bằng {since}"


def changed_share(points: float, since: str) -> str:
    """A share that moved, in points of a hundred."""
    return f"{vi.number(points, 1, signed=True)} điểm % so với {since}" if points else f"bằng {since}"


def day(value: date) -> str:
    """A day of this year, short."""
    return f"{value:%d/%m}"


def not_yet(earlier: Earlier) -> str:
    """Why there is no change since an earlier day."""
    return f"Bản ngày {vi.date(earlier.as_of)} chưa xét tháng này."


def short_month(month: str) -> str:
    """``2026-09`` as ``T9/26``."""
    return f"T{int(month[5:])}/{month[2:4]}"


def month_told(month: Month) -> str:
    """A column in words."""
    return f"{vi.month(month.month)}: {wrong(month)}, đúng {vi.share(month.counts.share_right)}"


def counts_told(months: Sequence[Month]) -> str:
    """The columns in words."""
    most = max(months, key=lambda month: month.counts.wrong)
    return f"Sai phân kỳ nhiều nhất {vi.number(most.counts.wrong)} khách hàng ở {vi.month(most.month)}."


def trend_told(months: Sequence[Month]) -> str:
    """The chart in words: the last month, and the worst."""
    if not months:
        return ""
    last = months[-1]
    judged = [month for month in months if month.counts.share_right is not None]
    told = f"{vi.month(last.month)}: tỷ lệ đúng {vi.share(last.counts.share_right)}, {wrong(last)}."
    if len(judged) < 2:
        return told
    worst = min(judged, key=lambda month: month.counts.share_right or 0)
    best = max(judged, key=lambda month: month.counts.share_right or 0)
    return (
        f"{told} Trong {len(months)} tháng: thấp nhất {vi.share(worst.counts.share_right)} ở {vi.month(worst.month)}, "
        f"cao nhất {vi.share(best.counts.share_right)} ở {vi.month(best.month)}."
    )


def since(case: Case) -> str:
    """Since when a customer is wrong."""
    return f"từ {vi.month(case.wrong_since_month)}"


def why(case: Case) -> str:
    """The reason in a line; the customer's own page argues it."""
    average = (
        f"{_BASIS.get(case.basis or '', 'BQ')} {vi.average(case.average_kwh)} kWh: "
        if case.average_kwh is not None
        else ""
    )
    return f"{average}đang {vi.number(case.actual_periods)} kỳ, phải {vi.number(case.required_periods)} kỳ"


_BASIS = {"hop_dong": "BQ đăng ký", "thoa_thuan": "Theo thỏa thuận, BQ"}


def kwh_wrong(kwh: str, share: str) -> str:
    """The energy of the wrong ones, and its part of all."""
    return f"{kwh} kWh ({share})"


def long(months: float | None) -> str:
    """How long a case has been open."""
    return f"{vi.number(months)} tháng" if months is not None else vi.NOTHING
