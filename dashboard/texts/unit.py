"""Đơn vị: the list of all, and one of them."""

from __future__ import annotations

from collections.abc import Sequence

from phanky import vietnamese as vi

NAME = "Đơn vị"
ALL = "Các đơn vị của công ty"
OWN = "Đơn vị của tôi"
BACK = "Tất cả đơn vị"
LIST = "Danh sách khách hàng sai"
OLDEST = "Sai lâu nhất"
NOBODY_WRONG = "Không còn khách hàng nào sai phân kỳ trong tháng này."
PRICE_GROUPS = "Theo nhóm giá"
PRICE_GROUP = "Nhóm giá"
NO_PRICE_GROUP = "Không rõ"
WRONG = "Sai"
MATRIX = "Số kỳ phải ghi và đang ghi"
MATRIX_CORNER = "Phải ghi ↓ Đang ghi →"
NO_PERIODS = "Không rõ"
FINDINGS = "Phát hiện khác"
FINDING = "Phát hiện"
COUNT = "Số khách hàng"
NO_FINDINGS = "Không có phát hiện nào trong tháng này."
NO_CUSTOMERS = "Đơn vị chưa có khách hàng nào thuộc diện xét trong tháng này."
CLOSED_TO_READER = (
    "Đơn vị này ngoài phạm vi tài khoản của bạn: chỉ xem được tổng số theo tháng, không xem được khách hàng."
)
MATRIX_SUMMARY = "Đường chéo là đúng; bên trái đường chéo là thiếu kỳ, bên phải là thừa kỳ."


def ranked(rank: int | None, of: int) -> str:
    """Where the unit stands."""
    return f"Hạng {rank}/{of} về tỷ lệ đúng" if rank is not None else "Chưa xếp hạng"


def told(worst: str, share: float | None, best: Sequence[str], best_share: float | None) -> str:
    """The ranking in words; several units may be the best."""
    first = best[0] if len(best) == 1 else f"{len(best)} đơn vị"
    return f"Thấp nhất {worst}, {vi.share(share)}; cao nhất {first}, {vi.share(best_share)}."


def periods(count: int | None) -> str:
    """A heading of the matrix."""
    return f"{count} kỳ" if count is not None else NO_PERIODS
