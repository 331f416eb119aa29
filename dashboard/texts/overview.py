"""Tổng quan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from phanky import vietnamese as vi

NAME = "Tổng quan"
COMPANY = "Toàn công ty"
BY_UNIT = "Khách hàng cần xử lý theo đơn vị"
BY_UNIT_ORDER = "Tỷ lệ đúng thấp nhất đứng đầu. Chạm vào thanh để mở danh sách."
BY_UNIT_ORDER_LIMITED = "Tỷ lệ đúng thấp nhất đứng đầu. Danh sách khách hàng chỉ mở được với đơn vị của mình."
ALL_UNITS = "Bảng xếp hạng"
NEW = "Mới sai phân kỳ"
ALL_NEW = "Xem tất cả"
NOBODY_NEW = "Không có khách hàng nào mới sai trong tháng này."
NO_UNITS = "Tháng này chưa có khách hàng nào thuộc diện xét."


def who_changed(since: date) -> str:
    """The link to the customers behind a change."""
    return f"Khách hàng nào thay đổi từ {since:%d/%m}"


def who_corrected(quarter: str, customers: int | None) -> str:
    """The link to what a signed-off quarter says otherwise now; None: nobody can tell for how many."""
    since = f"đổi kết luận sau khi chốt {vi.quarter(quarter)}"
    if customers is None:
        return f"Khách hàng nào {since}"
    return f"{vi.number(customers)} khách hàng {since}" if customers else f"Chưa khách hàng nào {since}"


def bar_told(name: str, amounts: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """A bar in words."""
    shown = ", ".join(f"{vi.number(amount)} {labels[verdict].lower()}" for verdict, amount in amounts.items())
    return f"{name}: {shown}"


def units_told(name: str, too_few: int, too_many: int, share: float | None) -> str:
    """The chart in words."""
    wrong = f"{vi.number(too_few)} thiếu kỳ, {vi.number(too_many)} thừa kỳ"
    return f"{name} có tỷ lệ đúng thấp nhất, {vi.share(share)}: {wrong}."


def wrong(count: int) -> str:
    """At the end of a bar."""
    return f"{vi.number(count)} sai"


def ranked(name: str, rank: int, of: int) -> str:
    """Where a unit stands among all."""
    return f"{name} xếp hạng {rank}/{of} về tỷ lệ đúng."


def new_in(month: str, count: int) -> str:
    """How many are new."""
    return f"{vi.number(count)} khách hàng mới sai trong {vi.month(month)}"
