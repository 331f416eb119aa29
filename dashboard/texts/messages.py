"""Tin nhắn: words of the page."""

from __future__ import annotations

from collections.abc import Mapping

from phanky import vietnamese as vi

NAME = "Tin nhắn"
LEAD = "Tin 07:00 đã gửi cho ai, tới chưa, và nguyên văn."

DAY, SHOW, CHOOSE, EARLIER, LATER = "Ngày", "Xem", "Chọn ngày", "Ngày trước", "Ngày sau"
NO_DAY = "Ngày không đọc được. Viết dạng 2026-11-24."
NO_LEDGER = "Trang này chưa nối với sổ cái nên không biết tin nào đã gửi."

STATES = {
    "pending": "chờ",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "unknown": "chưa rõ",
    "skipped": "bỏ qua",
    "failed": "hỏng",
}
MEANINGS = {
    "unknown": "Kênh không trả lời kịp nên tin có thể đã tới. Tìm mã {marker} trong Chat eOffice hoặc hỏi người nhận.",
    "skipped": "Quá giờ gửi nên không gửi nữa.",
    "failed": "Kênh từ chối tin này.",
}
SENT_OF, WAITING, ATTENTION, LAST = "Đã gửi", "Đang chờ", "Cần xem lại", "Gửi gần nhất"
ALL_FINE, LOOK = "không có", "chưa rõ, hỏng, bỏ qua"
KINDS = {"company": "toàn công ty", "unit": "đơn vị"}
CHANNELS = {"outbox": "hộp thư tệp", "console": "màn hình lệnh", "http": "Chat eOffice"}
ATTEMPTS, CHANNEL, ADDRESS, RELEASE, PARTS = "Lần gửi", "Kênh", "Địa chỉ", "Bản số liệu", "Phần đã tới"
SENT_AT, NEXT_AT, REASON, FILE, MARKER = "Gửi xong lúc", "Gửi lại lúc", "Lý do", "Tệp kèm", "Mã tin"

CONFIRM, RESEND = "Đã tới, xác nhận", "Chưa tới, gửi lại"
SEND_AGAIN = "Gửi lại"
AFTER_RESEND = "Tin gửi lại đi ở lượt gửi kế tiếp của ngày, nếu còn lượt trước 11:00. Gửi ngay, trên máy chủ:"
TOO_LATE_TO_RESEND = "Đã quá 11:00 của ngày này: bấm gửi lại chỉ đưa tin về trạng thái chờ. Muốn gửi, trên máy chủ:"
BY_COMMAND = "Lãnh đạo hoặc phòng xác nhận hay gửi lại ở trang này; trên máy chủ:"
NOT_FOR_YOU = "Chỉ lãnh đạo và phòng xác nhận hay gửi lại được tin."
NO_SUCH = "Không có tin này. Mở lại trang Tin nhắn."

TOMORROW = "Tin ngày mai"
NOT_YET = "Tin soạn lúc 07:00, từ bản số liệu dùng lúc đó. Dưới đây là tin như thể gửi ngay bây giờ."
SEE_PREVIEW, NO_PREVIEW = "Xem trước", "Không có tin nào cho phạm vi này."
PREVIEW_COMMAND = "Tin soạn lúc 07:00, từ bản số liệu dùng lúc đó. Xem trước, trên máy chủ:"
ALREADY = "Đã soạn xong, xem ở ngày "


def nothing(day: str) -> str:
    """A day without messages."""
    return f"Ngày {day} không có tin nào trong phạm vi được xem."


def summary(counts: Mapping[str, int]) -> str:
    """The day in a line: ``19 tin: 17 đã gửi, 1 chưa rõ``."""
    told = ", ".join(f"{vi.number(counts[state])} {word}" for state, word in STATES.items() if counts.get(state))
    return f"{vi.number(sum(counts.values()))} tin: {told}."


def text(parts: int) -> str:
    """What opens the message."""
    return "Nguyên văn" if parts == 1 else f"Nguyên văn ({parts} phần)"


def of(count: int, whole: int) -> str:
    """Of how many."""
    return f"{vi.number(count)}/{vi.number(whole)}"


def commands(delivery_id: str, can_confirm: bool) -> list[str]:
    """What does the same on the server."""
    confirm = [f"phanky digest --confirm {delivery_id}"] if can_confirm else []
    return [*confirm, f"phanky digest --resend {delivery_id}"]
