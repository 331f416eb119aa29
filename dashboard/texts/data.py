"""Dữ liệu: words of the page."""

from __future__ import annotations

from datetime import timedelta

from phanky import vietnamese as vi

NAME = "Dữ liệu"
LEAD = "Số liệu lấy từ đâu, kiểm tra ra sao, và khớp hóa đơn CMIS đến đâu."

TAKEN, CHECKS, LAST_RUN, COUNTED = "Lấy từ CMIS", "Phép kiểm", "Lần chạy gần nhất", "kWh đã tính"
ALL_PASSED, NOT_ALL_PASSED, NO_RUN = "đều đạt", "chưa đạt đủ", "chưa có"

RECONCILIATION = "Đối chiếu với CMIS"
NO_RECONCILIATION = "Bản này chưa có đối chiếu với CMIS. Bản phát hành sau sẽ có."
MEANING = (
    "Hóa đơn điện năng tác dụng còn hiệu lực của CMIS, đã gồm điều chỉnh, theo đơn vị ghi trên hóa đơn. "
    "Phần không tính vào chỉ tiêu có lý do cho từng hóa đơn; bản còn phần chưa giải thích thì không được phát hành."
)
NOT_JUDGED = "Tháng này chưa xét, nên chưa hóa đơn nào được tính vào chỉ tiêu."
MONTH, UNIT, ALL_UNITS, SHOW, CHOOSE = "Tháng", "Đơn vị", "Mọi đơn vị", "Xem", "Chọn tháng và đơn vị"
BY_REASON, BY_UNIT, BY_MONTH = "Theo lý do", "Từng đơn vị", "Từng tháng"
REASON, BILLS, CUSTOMERS, KWH, SHARE = "Lý do", "Hóa đơn", "Khách hàng", "kWh", "% kWh"
KWH_CMIS, KWH_COUNTED, KWH_OTHER, TOTAL = "kWh CMIS", "kWh đã tính", "kWh chênh", "Cộng"
IN_FIGURES, NOT_IN_FIGURES = "Đã tính vào chỉ tiêu", "Chênh, có lý do"

RELEASE = "Bản đang dùng"
RELEASE_ID, SNAPSHOT, SOURCE, AS_OF = "Mã bản", "Ảnh chụp", "Nguồn", "Ngày chốt"
TAKEN_AT, PUBLISHED_AT, ENGINE, PROGRAM = "Lấy lúc", "Phát hành lúc", "Máy tính", "Chương trình"
LISTS, RULES, ACCEPTED = "Danh sách công ty", "Quy định", "Thay đổi đã chấp nhận"
LIST_NAMES = {"agreements": "thỏa thuận", "key_customers": "khách hàng trọng điểm"}
SOURCES = {"sample": "số liệu mẫu", "files": "tệp xuất từ CMIS", "oracle": "CSDL CMIS"}
ENGINES = {"duckdb": "DuckDB (nhúng)", "postgres": "PostgreSQL", "spark": "Spark"}
DOCS, TO_RULES, PREFECT = "Tài liệu mô hình dữ liệu", "Quy định", "Luồng chạy trên Prefect"

CHECKED, NOTES, REJECTS = "Kiểm tra số liệu vào", "Ghi chú khi kiểm tra", "Dòng để riêng"
NO_NOTES, NO_REJECTS = "Không có gì phải ghi chú.", "Không dòng nào phải để riêng."
TABLES, MARTS, VERSIONS = "Bảng lấy từ CMIS", "Bảng trong bản phát hành", "Phiên bản thư viện"
TABLE, ROWS, WHO_SEES, HASH = "Bảng", "Số dòng", "Ai xem", "Mã băm"
SCOPES = {"unit": "theo đơn vị", "open": "mọi người"}

RELEASES, SERVED, SIGNED, CHANGED = "Các bản phát hành", "đang dùng", "Quý đã chốt", "Bảng khác bản trước"
NO_RELEASE = "Chưa đọc được bản phát hành nào khác."
COMPARE = "So hai bản từng khách hàng, trên máy chủ:"
FIRST = "bản đầu"

RUNS, STARTED, TOOK, OUTCOME, RESULT = "Các lần chạy", "Bắt đầu", "Mất", "Kết quả", "Bản hoặc lý do"
NO_RUNS = "Sổ cái chưa ghi lần chạy nào."
OUTCOMES = {
    "running": "đang chạy",
    "published": "đã phát hành",
    "unchanged": "không đổi",
    "failed": "thất bại",
    "interrupted": "bị ngắt",
}

AUDIT, AT, WHO, WHAT, DETAIL = "Nhật ký gần đây", "Lúc", "Ai", "Việc", "Chi tiết"
NO_AUDIT = "Chưa có gì được ghi."
DEEDS = {
    "delivery_frozen": "soạn xong tin",
    "delivery_sending": "bắt đầu gửi tin",
    "delivery_sent": "gửi xong tin",
    "delivery_unknown": "gửi tin, chưa rõ tới chưa",
    "delivery_pending": "hẹn gửi lại tin",
    "delivery_failed": "gửi tin hỏng",
    "delivery_skipped": "bỏ qua tin",
    "delivery_confirm": "xác nhận tin đã tới",
    "delivery_resend": "cho gửi lại tin",
    "sign_in": "đăng nhập",
    "sign_in_failed": "đăng nhập không được",
    "sign_out": "đăng xuất",
    "export": "tải về",
    "refused": "bị từ chối",
    "portal_refused": "cổng bị từ chối",
    "import_agreements": "nhập thỏa thuận",
    "import_key_customers": "nhập khách hàng trọng điểm",
    "close_quarter": "chốt quý",
    "rollback": "quay về bản",
}


def checks(passed: int, expected: int) -> str:
    """Data tests of the build."""
    return f"{vi.number(passed)}/{vi.number(expected)}"


def release_checks(passed: int, expected: int, executed: int) -> str:
    """Data tests of the build, in words."""
    return f"{vi.number(passed)} đạt trong {vi.number(executed)} đã chạy, {vi.number(expected)} phải chạy"


def took(length: timedelta) -> str:
    """How long a run took: ``12 giây``, ``2 phút 06 giây``, ``1 giờ 05 phút``."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < 60:
        return f"{seconds} giây"
    if seconds < 3600:
        return f"{seconds // 60} phút {seconds % 60:02d} giây"
    return f"{seconds // 3600} giờ {seconds % 3600 // 60:02d} phút"


def summary(kwh: str, counted: str, share: str, largest: str | None) -> str:
    """The reconciliation in a sentence."""
    most = f" Phần chênh lớn nhất: {largest}." if largest else " Không có phần chênh."
    return f"CMIS lập {kwh} kWh, chỉ tiêu tính {counted} kWh ({share}).{most}"


def largest(label: str, kwh: str) -> str:
    """The reason with most energy."""
    return f"{label.lower()}, {kwh} kWh"


def changed(count: int, marts: int) -> str:
    """How many tables of a release differ from the one before."""
    return f"{vi.number(count)} trong {vi.number(marts)}"


def noted(count: int) -> str:
    """How many there are of something."""
    return f"({vi.number(count)})"
