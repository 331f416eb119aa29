"""Thay đổi từ hôm trước."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

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
WHEN_SIGNED_OFF = "Khi chốt"
NOTHING_CORRECTED = "Không kết luận nào của quý này đổi từ khi chốt."


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


def corrected_name(quarter: str) -> str:
    """The title after a sign-off."""
    return f"Sau khi chốt {vi.quarter(quarter)}"


def signed_off(at: datetime, release_id: str) -> str:
    """What is compared."""
    return (
        f"Quý chốt ngày {vi.date(at.date())} trên bản {release_id}, bản đó vẫn giữ nguyên. Hóa đơn hủy, lập lại, điều "
        "chỉnh hay hồ sơ sửa sau ngày chốt làm đổi các kết luận dưới đây."
    )


def corrected(customers: int) -> str:
    """How many."""
    return f"{vi.number(customers)} khách hàng đổi kết luận"


def more_corrected(rows: int, quarter: str) -> str:
    """What is left out."""
    return f"và {vi.number(rows)} dòng nữa; xem hết bằng lệnh phanky close-quarter {quarter} --changes."


def of_month(month: str, customer_id: str, unit: str) -> str:
    """Below a name."""
    return f"{vi.month(month)} · {customer_id} · {unit}"


def average(kwh: Decimal | None) -> str:
    """``50.000 kWh/tháng``."""
    return f"{vi.average(kwh)} kWh/tháng" if kwh is not None else ""
