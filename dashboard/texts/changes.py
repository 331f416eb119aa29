"""Thay đổi từ hôm trước."""

from __future__ import annotations

from datetime import date

from phanky import vietnamese as vi

NAME = "Thay đổi từ hôm trước"
NEW = "Mới sai"
SETTLED = "Hết sai"
CHANGED = "Vẫn sai, đã khác"
BEFORE = "Trước"
AFTER = "Nay"
NOBODY = "Không có khách hàng nào."
NO_EARLIER = "Chưa có bản phát hành của ngày trước để so sánh. Sau lần chạy ngày mai, trang này cho biết ai thay đổi."
BACK = "Tổng quan"
NOT_JUDGED = "Không xét"


def since(day: date, before: str) -> str:
    """What is compared."""
    return f"So với bản {before} của ngày {vi.date(day)}, mỗi bản theo tháng xét mới nhất của nó."


def headed(name: str, count: int) -> str:
    """A heading with how many."""
    return f"{name}: {vi.number(count)}"


def periods(actual: int | None, required: int | None) -> str:
    """``đang 1, phải 2 kỳ``."""
    return f"đang {vi.number(actual)}, phải {vi.number(required)} kỳ" if required is not None else ""


def more(count: int) -> str:
    """What is left out."""
    return f"và {vi.number(count)} khách hàng nữa; xem hết bằng lệnh phanky compare."
