"""What stands around every page."""

from __future__ import annotations

from datetime import timedelta

from semantic import Trouble

TITLE = "Kiểm soát phân kỳ"
SHORT_TITLE = "Phân kỳ"
SKIP = "Tới nội dung"
MENU = "Các trang"
MORE = "Thêm"
PRINT = "In trang"
THEME = "Sáng / tối"
SIGN_OUT = "Đăng xuất"
ACCOUNT = "Tài khoản"
DOCS = "Tài liệu mô hình dữ liệu"
RELEASE = "Bản"
SAMPLE = "Số liệu mẫu"
LOADING = "Đang tải…"
CUT_OFF = "Mất kết nối với máy chủ. Trang vẫn giữ số liệu đã tải và tự thử lại."
EVERY_UNIT = "Toàn công ty"

EMPTY_TITLE = "Chưa có bản phát hành nào"
EMPTY_REMEDY = "Chạy lệnh dưới đây trên máy chủ, trang này sẽ tự hiện số liệu:"
EMPTY_COMMAND = "phanky run --source files --path THƯ_MỤC_XUẤT_TỪ_CMIS"
DAMAGED = "Không đọc được bản phát hành"
NOT_FOUND = "Không có trang này"
NOT_FOUND_REMEDY = "Địa chỉ có thể đã gõ sai, hoặc trang dành cho người khác. Chọn một trang trong danh mục."
NOT_ANSWERED = "Không có số liệu như yêu cầu"
START_AGAIN = "Mở lại trang này không kèm bộ lọc"
PREVIOUS, NEXT, PAGES = "Trước", "Sau", "Các trang của danh sách"
TO_OVERVIEW = "Về Tổng quan"
NO_DOCS = "Bản phát hành này không kèm tài liệu mô hình."

STALE_AFTER = timedelta(hours=36)


def taken(moment: str, old: timedelta) -> str:
    """How fresh the data are."""
    return f"Số liệu CMIS đến {moment}, {age(old)}"


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
