"""Quy định."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from phanky import vietnamese as vi

NAME = "Quy định"
LEAD = "Mỗi tháng được xét theo quy định có hiệu lực vào ngày cuối của cửa sổ xét."
LINE = "Quy định theo thời gian"
DATA = "Tháng đã xét"
IN_FORCE_NOW = "Đang hiệu lực"
PAST = "Hết hiệu lực"
TO_COME = "Chưa hiệu lực"
UNVERIFIED = "chưa kiểm chứng"
CITATION = "Văn bản"
VALID = "Hiệu lực"
WINDOW = "Cửa sổ"
CHECKED = "Đối chiếu văn bản"
JUDGED = "Đã xét"
NOT_USED = "Bản phát hành không có tháng nào xét theo quy định này."
MODEL = "Mô hình dữ liệu"
BAND = "Bình quân, kWh/tháng"
PERIODS = "Số kỳ"
CUSTOMERS = "Khách hàng"
WRONG = "Sai phân kỳ"
FINDINGS = "Phát hiện kèm theo kết luận"
FINDING = "Phát hiện và căn cứ"
NONE_YET = "Bản phát hành chưa có tháng nào đã xét."


def in_force(first: date, last: date | None) -> str:
    """Dates of a rule; both ends count."""
    return f"từ {vi.date(first)}" + (f" đến hết {vi.date(last)}" if last is not None else ", chưa hết hạn")


def short(name: str) -> str:
    """The decree in a rule's name: what stands after its last “theo”."""
    return name.rpartition(" theo ")[2]


def since(first: date) -> str:
    """From when on a finding is looked for."""
    return f"từ {vi.date(first)}"


def window(months: int | None) -> str:
    """How many months make the average."""
    return vi.NOTHING if months is None else f"{months} tháng"


def found_in(month: str) -> str:
    """The heading of the number of findings."""
    return f"Số khách hàng {vi.month(month)}"


def judged(first: str, last: str, months: int) -> str:
    """The months that a rule has judged."""
    return f"{vi.months(first, last)} ({months} tháng)"


def counts_of(month: str) -> str:
    """What the table of bands counts."""
    return f"Khách hàng thuộc diện xét {vi.month(month)}, theo mức sản lượng"


def timeline(names: list[tuple[str, date]], first: str | None, last: str | None) -> str:
    """The line in words."""
    told = "; ".join(f"{name} từ {vi.date(since)}" for name, since in names)
    judged_months = f"; tháng đã xét {vi.months(first, last)}" if first is not None and last is not None else ""
    return f"{told}{judged_months}."


def band(lower: Decimal | None, upper: Decimal | None) -> str:
    """A range of averages; both ends belong to the middle one."""
    if lower is None and upper is None:
        return "chưa xác định"
    if lower is None:
        return f"dưới {vi.number(upper)}"
    if upper is None:
        return f"trên {vi.number(lower)}"
    return f"từ {vi.number(lower)} đến {vi.number(upper)}"
