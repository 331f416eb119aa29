"""What Oracle's errors mean for a reading: whether to begin again, and what to tell whom."""

from __future__ import annotations

from phanky.errors import InterruptedSourceError, SourceError

_AGAIN: dict[str, str] = {
    "DPY-4011": "CMIS ngắt kết nối giữa chừng",
    "DPY-4024": "CMIS không trả lời kịp",
    "DPY-6005": "không kết nối được tới CMIS",
    "DPY-6000": "trình lắng nghe của CMIS từ chối kết nối",
    "DPY-6001": "CMIS chưa mở dịch vụ",
    "ORA-01555": "CMIS không còn giữ dữ liệu cũ để đọc nhất quán (undo quá nhỏ)",
    "ORA-03113": "CMIS ngắt kết nối giữa chừng",
    "ORA-03114": "mất kết nối tới CMIS",
    "ORA-12514": "CMIS chưa mở dịch vụ",
    "ORA-12537": "kết nối tới CMIS bị đóng",
    "ORA-12541": "không có trình lắng nghe ở địa chỉ CMIS",
    "ORA-12570": "gói tin từ CMIS hỏng",
    "ORA-01033": "CMIS đang khởi động hoặc tắt",
    "ORA-01034": "CMIS chưa mở",
    "ORA-01089": "CMIS đang tắt",
}
"""Errors that pass: the whole state is thrown away and read again."""

_NEVER: dict[str, tuple[str, str]] = {
    "ORA-01017": ("sai tên hoặc mật khẩu", "Sửa PHANKY_ORACLE_USER, PHANKY_ORACLE_PASSWORD_FILE rồi chạy lại, "
                  "sai nhiều lần tài khoản sẽ bị khóa."),
    "ORA-28000": ("tài khoản bị khóa", "Nhờ DBA mở khóa tài khoản đọc."),
    "ORA-28001": ("mật khẩu hết hạn", "Nhờ DBA đặt mật khẩu mới rồi ghi vào PHANKY_ORACLE_PASSWORD_FILE."),
    "ORA-00942": ("không có bảng này hoặc không có quyền đọc", "Nhờ DBA cấp quyền SELECT, hoặc sửa tệp ánh xạ; "
                  "phanky doctor in sẵn lệnh GRANT."),
    "ORA-00904": ("không có cột này", "Sửa tên cột trong tệp ánh xạ (PHANKY_ORACLE_MAPPING_FILE)."),
    "ORA-01031": ("không đủ quyền", "Nhờ DBA cấp quyền SELECT; phanky doctor in sẵn lệnh GRANT."),
    "ORA-00932": ("kiểu cột khác khai báo", "Sửa tệp ánh xạ (PHANKY_ORACLE_MAPPING_FILE)."),
    "DPY-4042": ("có số không giữ nguyên được ở kiểu đã khai báo", "Sửa số liệu ở CMIS rồi chạy lại."),
}  # fmt: skip
"""Errors that stay until a person does something: code -> what is wrong, what to do."""


class CmisError(SourceError):
    """Oracle refused; ``code`` is its own, such as ``ORA-00942``."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class PassingCmisError(CmisError, InterruptedSourceError):
    """Oracle, or the way to it, failed in a way that passes."""


def translated(code: str, text: str, about: str) -> CmisError:
    """The error of a server or driver code; ``about`` names the table or step."""
    if code in _AGAIN:
        return PassingCmisError(f"{about}: {_AGAIN[code]} ({text}).", code)
    problem, remedy = _NEVER.get(code, ("CMIS báo lỗi", "Chuyển thông báo này cho quản trị CMIS."))
    return CmisError(f"{about}: {problem} ({text}). {remedy}", code)


def cut(about: str, what: str) -> CmisError:
    """The reading process or its stream broke."""
    return PassingCmisError(f"{about}: {what}. Phần đã đọc bị bỏ, không có gì được tiếp nhận.")
