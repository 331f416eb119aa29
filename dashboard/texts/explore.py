"""What the page Khám phá says."""

from __future__ import annotations

from collections.abc import Sequence

from phanky import vietnamese as vi

NAME = "Khám phá"
LEAD = "Hỏi bất kỳ chỉ số nào theo chiều, bộ lọc và thời gian. Địa chỉ trang giữ nguyên câu hỏi: sao chép để gửi."

METRIC, BY, AND_BY, FROM, TO, SCOPE = "Chỉ số", "Chia theo", "và theo", "Từ", "Đến", "Phạm vi"
METRIC_GROUPS = {
    "count": "Số lượng",
    "energy": "Sản lượng",
    "share": "Tỷ lệ",
    "change": "Tăng trưởng",
    "months": "Thời gian sai",
}
TIME = "Thời gian"
DIMENSIONS = "Chiều"
NO_SPLIT = "Không chia"
MONTH, QUARTER = "Tháng", "Quý"
QUARTERS, MONTHS = "Quý", "Tháng"
FIRST_MONTH, LAST_MONTH = "Tháng đầu", "Tháng cuối"
OWN_UNITS, EVERYONE = "Đơn vị của tôi", "Toàn công ty (theo đơn vị, tháng)"
FILTERS = "Bộ lọc"
ANY = "Tất cả"
ANY_TEXT = "Gõ đúng mã hoặc tên"
NONE = "(trống)"
SHOW = "Hỏi"
CLEAR = "Bỏ các bộ lọc"

YES, NO = "Có", "Không"
ANSWER, CHART, TABLE, SQL = "Trả lời", "Biểu đồ", "Bảng", "Câu SQL đã chạy"
MEANING = "Cách tính"
EXCEL, CSV = "Tải Excel", "Tải CSV"
NOTHING = "Không có số liệu nào như đã hỏi. Bỏ bớt bộ lọc hoặc đổi thời gian."
WRONG = "Chưa trả lời được"
SHARE = "Địa chỉ của câu hỏi"
RELEASE, TAKEN_AT, COVERED, SOURCE, CHOSEN, TAKEN_BY, TAKEN_WHEN = (
    "Bản phát hành",
    "Số liệu CMIS đến",
    "Tháng được tính",
    "Bảng trả lời",
    "Câu hỏi",
    "Người tải",
    "Tải lúc",
)


def covered(months: Sequence[str], marts: Sequence[str], release_id: str) -> str:
    """Where an answer comes from."""
    return f"{shown_months(months)} · từ {', '.join(marts)} · bản {release_id}"


def shown_months(months: Sequence[str]) -> str:
    """The months that an answer covers: as a span when there are many."""
    if len(months) > 4:
        return f"{vi.months(months[0], months[-1])} ({len(months)} tháng)"
    return ", ".join(vi.month(month) for month in months)


def cut(rows: int) -> str:
    """Only the first rows are on the page."""
    return f"Trang chỉ hiện {vi.number(rows)} dòng đầu; tải Excel hoặc CSV để có tất cả."


def highest(label: str, where: str, figure: str, lowest_where: str, lowest: str) -> str:
    """The chart in words."""
    return f"{label}: cao nhất {where}, {figure}; thấp nhất {lowest_where}, {lowest}."


def one(label: str, where: str, figure: str) -> str:
    """A chart of a single value in words."""
    return f"{label}: {where}, {figure}."


def reversed_span(first: str, last: str) -> str:
    """The end lies before the beginning."""
    return f"Thời gian phải từ trước đến sau: {last} đứng trước {first}."


def no_such_period(name: str, first: str, last: str) -> str:
    """A month or quarter that the release has not."""
    return f"Không có tháng hay quý “{name}”. Có từ {vi.month(first)} đến {vi.month(last)}."


def filtered(label: str, value: str) -> str:
    """One filter."""
    return f"{label}: {value}"


def without(told: str) -> str:
    """What a tap on a chip does."""
    return f"Bỏ lọc {told}"


def no_such_filter(name: str, known: str) -> str:
    """A filter that there is not."""
    return f"Không có bộ lọc “{name}”. Có: {known}."


def too_many_splits(most: int) -> str:
    """More dimensions than a page shows."""
    return f"Chỉ chia theo được {most} chiều cùng lúc."


def word_of(label: str) -> str:
    """Heading of the words beside a column of codes."""
    return f"{label} (tên)"


def table(rows: int) -> str:
    """What opens the table."""
    return f"{TABLE}, {vi.number(rows)} dòng"
