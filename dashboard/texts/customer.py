"""Hồ sơ khách hàng."""

from __future__ import annotations

from decimal import Decimal

from dashboard.dossier.values import Month, Standing, Summary
from dashboard.standing.changes import Judged
from phanky import vietnamese as vi
from semantic import Words

NAME = "Hồ sơ khách hàng"
PRINT = "In A4"
MONTH = "Xét tháng"
SHOW = "Xem"
PROVISIONAL = "Tạm tính"

REQUIRED = "Phải ghi"
ACTUAL = "Đang ghi"
AVERAGE = "Bình quân"
DISTANCE = "Cách ngưỡng"
BASIS = "Căn cứ"
SINCE = "Sai từ"
UNIT = "Đơn vị"
PRICES = "Nhóm giá"
FIRST_DAY = "Khách hàng từ"
LAST_DAY = "Đến"

CHART = "Sản lượng từng tháng so với ngưỡng"
NO_BILLS = "Bản phát hành không có hóa đơn nào của khách hàng này."
IN_WINDOW = "tháng trong cửa sổ xét"
OTHER_MONTH = "tháng khác"
THRESHOLD = "ngưỡng của quy định lúc đó"
AVERAGE_LINE = "bình quân đem xét"
IRREGULAR = "số ngày bất thường"
GAP = "không có hóa đơn"
AS_TABLE = "Xem bảng số liệu"
MONTH_HEADING = "Tháng"
KWH_HEADING = "kWh"
DAYS_HEADING = "Số ngày"
LIMITS_HEADING = "Ngưỡng, kWh/tháng"

WHY = "Vì sao"
RULE = "Quy định áp dụng"
UNVERIFIED = "chưa kiểm chứng"
IN_FORCE = "Hiệu lực"
LIMITS = "Ngưỡng"
WINDOW = "Cửa sổ"
CITATION = "Văn bản"
ALL_RULES = "Mọi quy định theo thời gian"

HISTORY = "Kết luận từng tháng"
CORRECTED = "* Khác với lúc chốt quý, vì số liệu CMIS được sửa sau đó:"
CORRECTED_MARK = " (khác với lúc chốt quý)"
CHOOSE_MONTH = "Chọn một tháng để xem lập luận của tháng đó."
BOOKS = "Sổ và số kỳ theo thời gian"
NO_BOOKS = "Không có sổ nào trong các tháng đã xét."
SPAN_HEADING = "Từ – đến"
BOOK_HEADING = "Sổ"
PERIODS_HEADING = "Đang ghi"
CONTRACT = "Hợp đồng và thỏa thuận"
REGISTERED = "Bình quân đăng ký"
ANNEX = "Phụ lục ghi khác sổ"
AGREEMENT = "Thỏa thuận"
NO_REGISTERED = "hợp đồng không ghi"
NO_ANNEX = "không có tháng nào"
NO_AGREEMENT = "không có"
FINDINGS = "Phát hiện kèm theo"
NO_FINDINGS = "Không có phát hiện nào."
RECEIPT = "Biên nhận"
RELEASE = "Bản phát hành"
SNAPSHOT = "Ảnh chụp CMIS"
TAKEN = "Số liệu đến"
PUBLISHED = "Công bố lúc"
CONTENT = "Mã băm nội dung"
RULES = "Mã băm quy định"
CODE = "Mã nguồn"
TESTS = "Kiểm tra dữ liệu"

SEVERITIES = {"error": "Nghiêm trọng", "warn": "Cần xem", "info": "Để biết"}


def not_found(customer_id: str) -> str:
    """Says the same of a customer that does not exist and of one that somebody else looks after."""
    return (
        f"Không thấy khách hàng “{customer_id[:40]}” trong phạm vi được xem. Xem lại mã, hoặc tìm theo tên ở danh sách."
    )


def back(unit: str) -> str:
    """The way back to the list."""
    return f"Danh sách {unit}"


def verdict_of(month: str) -> str:
    """The heading of the conclusion."""
    return f"Kết luận {vi.month(month)}"


def periods(count: int | None) -> str:
    """A number of kỳ a month."""
    return vi.NOTHING if count is None else f"{count} kỳ"


def per_month(kwh: Decimal | None) -> str:
    """An average."""
    return vi.NOTHING if kwh is None else f"{vi.average(kwh)} kWh/tháng"


def since(standing: Standing) -> str | None:
    """Since when it has been wrong, and for how long."""
    first = standing.row["wrong_since_month"]
    if first is None:
        return None
    lasting = f" ({standing.months_wrong} tháng)" if standing.months_wrong is not None else ""
    return vi.month(first) + lasting


def never_judged(scope: str, reason: str | None) -> str:
    """Why there is no verdict."""
    if reason is None:
        return f"{scope}, nhưng ảnh chụp chưa có tháng nào đủ hóa đơn của cả cửa sổ để xét."
    return f"{scope}: {reason}. Khách hàng này không thuộc diện xét phân kỳ."


def column(month: Month) -> str:
    """One month of the chart in words."""
    if month.kwh is None:
        return f"{vi.month(month.month)}: {GAP}" if month.is_gap else vi.month(month.month)
    days = f", {month.covered_days} ngày" if month.covered_days is not None else ""
    return f"{vi.month(month.month)}: {vi.number(month.kwh)} kWh{days}"


def summary(shown: tuple[Month, ...], of: Summary) -> str:
    """The chart in words."""
    parts = [
        f"{vi.months(shown[0].month, shown[-1].month)}: thấp nhất {vi.number(of.lowest_kwh)} kWh"
        f" ({vi.month(of.lowest_month or '')}), cao nhất {vi.number(of.highest_kwh)} kWh"
        f" ({vi.month(of.highest_month or '')})",
        f"{of.between_months} tháng giữa hai ngưỡng",
        f"{of.above_months} tháng trên ngưỡng cao",
    ]
    if of.irregular_months:
        parts.append(f"{of.irregular_months} tháng số ngày bất thường")
    if of.gap_months:
        parts.append(f"{of.gap_months} tháng không có hóa đơn")
    return "; ".join(parts) + "."


def limits(lower: Decimal | None, upper: Decimal | None) -> str:
    """Two thresholds."""
    if lower is None or upper is None:
        return vi.NOTHING
    return f"{vi.number(lower)} và {vi.number(upper)}"


def judged(month: Month, words: Words) -> str:
    """One month of the history in words."""
    verdict = words.label("verdict", month.verdict or "")
    if month.reason is not None:
        return f"{verdict} ({words.label('reason', month.reason).lower()})"
    return f"{verdict}, phải {month.required_periods} kỳ, đang {month.actual_periods} kỳ"


def corrected(then: Judged, now: Judged, words: Words) -> str:
    """``khi chốt quý: Đúng phân kỳ, phải 1 kỳ, đang 1 kỳ (BQ 49.999 kWh) → nay: Thiếu kỳ, …``."""
    return f"khi chốt quý: {_side(then, words)} → nay: {_side(now, words)}"


def _side(judged: Judged, words: Words) -> str:
    if judged.verdict is None:
        return "không xét"
    periods = f", phải {judged.required_periods} kỳ, đang {judged.actual_periods} kỳ" if judged.required_periods else ""
    average = f" (BQ {vi.average(judged.average_kwh)} kWh)" if judged.average_kwh is not None else ""
    return f"{words.label('verdict', judged.verdict)}{periods}{average}"


def agreed(count: int, document: str | None) -> str:
    """An agreement."""
    return f"{count} kỳ" + (f", văn bản {document}" if document else "")


def more(count: int) -> str:
    """What opens the rest of a list."""
    return f"Thêm {count} khoảng cũ hơn"


def passed(count: int, expected: int) -> str:
    """The tests of the release."""
    return f"{count}/{expected} đạt"
