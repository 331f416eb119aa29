"""What people read while they come in, are kept out or go."""

from __future__ import annotations

TITLE = "Đăng nhập · Kiểm soát phân kỳ"
PRODUCT = "Kiểm soát phân kỳ"
NAME = "Tên đăng nhập"
PASSWORD = "Mật khẩu"  # noqa: S105  # a label
SIGN_IN = "Đăng nhập"
COMPANY_ACCOUNT = "Đăng nhập bằng tài khoản công ty"
THROUGH_PORTAL = "Mở trang này từ cổng thông tin của công ty."
FORGOTTEN = "Quên mật khẩu hoặc chưa có tài khoản: liên hệ quản trị."
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
SIGNED_OUT = "Đã đăng xuất."
NEEDS_SIGN_IN = "Cần đăng nhập."
NOT_FROM_HERE = "Yêu cầu không đến từ trang này nên không được nhận. Mở lại trang rồi thử lại."
NOT_THIS_MACHINE = "Chưa có đăng nhập nên trang chỉ trả lời máy này, gọi bằng 127.0.0.1, không qua máy trung gian."
ONLY_JSON = "Chỉ nhận JSON."
MALFORMED = "Yêu cầu không đúng dạng."
PORTAL_UNKNOWN = "Chữ ký của cổng thông tin không dùng được. Mở lại trang từ cổng thông tin."
UNAVAILABLE = "Chưa kiểm tra được quyền xem. Thử lại sau ít phút; vẫn vậy thì báo quản trị."
NO_ROLE = "Tài khoản này chưa được cấp quyền xem. Liên hệ quản trị để được cấp."
PROVIDER_FAILED = "Đăng nhập bằng tài khoản công ty không thành công. Thử lại; vẫn vậy thì báo quản trị."


def wait(seconds: int) -> str:
    """After too many failures."""
    told = f"{seconds} giây" if seconds < 60 else f"{-(-seconds // 60)} phút"
    return f"Đã sai nhiều lần. Thử lại sau {told}."
