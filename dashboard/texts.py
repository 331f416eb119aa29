"""Every sentence of the pages that does not come out of a release."""

from __future__ import annotations

from datetime import timedelta

from phanky import vietnamese as vi
from semantic import Trouble

TITLE = "Kiểm soát phân kỳ"
PAGE = "Tổng quan"
SKIP = "Tới nội dung"
DOCS = "Tài liệu mô hình dữ liệu"
RELEASE = "Bản phát hành"
IN_SCOPE = "KH ngoài sinh hoạt"
SHARE_RIGHT = "Tỷ lệ đúng phân kỳ"
SHARE_MEANING = "(đúng + theo thỏa thuận) ÷ (số khách hàng xét − chưa đủ dữ liệu)"
BY_UNIT = "Cần xử lý theo đơn vị"
EACH_UNIT = "Từng đơn vị"
UNIT = "Đơn vị"
CUSTOMERS = "khách hàng"
PROVISIONAL = "tạm tính: còn kỳ chưa lập hóa đơn"
NO_WRONG = "Không có khách hàng nào sai phân kỳ trong tháng này."
EMPTY_TITLE = "Chưa có bản phát hành nào"
EMPTY_REMEDY = "Chạy lệnh dưới đây trên máy chủ, trang này sẽ tự hiện số liệu:"
EMPTY_COMMAND = "phanky run --source files --path THƯ_MỤC_XUẤT_TỪ_CMIS"
DAMAGED = "Không đọc được bản phát hành"
NO_DOCS = "Bản phát hành này không kèm tài liệu mô hình."
LOADING = "Đang tải…"
SAMPLE = "Số liệu mẫu"

STALE_AFTER = timedelta(hours=36)


def latest_label(month: str, window_first: str) -> str:
    """Heading of the newest judged month."""
    return f"{vi.month(month)}, cửa sổ {vi.months(window_first, month)}"


def closed_label(quarter: str) -> str:
    """Heading of the last closed quarter."""
    return f"Quý đã chốt gần nhất: {vi.quarter(quarter)}"


def age(old: timedelta) -> str:
    """How long ago, in the largest whole unit: ``cách đây 3 giờ``."""
    minutes = max(0, int(old.total_seconds() // 60))
    if minutes < 60:
        return f"cách đây {minutes} phút"
    if minutes < 48 * 60:
        return f"cách đây {minutes // 60} giờ"
    return f"cách đây {minutes // 1440} ngày"


def stale(old: timedelta) -> str:
    """The warning over data that should have been replaced."""
    return f"Số liệu chưa cập nhật, đã lấy {age(old)}."


def not_followed(trouble: Trouble) -> str:
    """The warning over a release that is not the newest, because the newest cannot be read."""
    return f"Bản mới {trouble.release_id} chưa dùng được, trang vẫn hiện bản trước. {trouble.message}"


def summary(name: str, too_few: str, too_many: str) -> str:
    """What the chart says, for those who do not see it."""
    return f"Nhiều nhất: {name}, {too_few} thiếu kỳ, {too_many} thừa kỳ."
