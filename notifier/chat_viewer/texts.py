"""What people read in the viewer."""

from __future__ import annotations

TITLE = "Tin nhắn thử"
PRODUCT = "Chat eOffice (mô phỏng)"
STAND_IN = (
    "Trang mô phỏng để chạy thử: Chat eOffice chưa công bố giao diện nhận tin. "
    "Tin ở đây chỉ nằm trên máy này, không ai nhận được."
)
CONVERSATIONS = "Cuộc trò chuyện"
NOTHING = "Chưa có tin nào."
CHOOSE = "Chọn một cuộc trò chuyện."
BACK = "Về danh sách"
SENDER = "Kiểm soát phân kỳ"
NO_CONVERSATION = "Không có cuộc trò chuyện này."
ONLY_HERE = "Trang này chỉ trả lời máy đang chạy nó."

NOT_JSON = "thân yêu cầu phải là JSON {to, text, id}"
TOO_LONG = "tin dài quá 2.000 ký tự"
FAILING = "lỗi theo yêu cầu chạy thử"


def count(messages: int) -> str:
    """How many messages a conversation has."""
    return f"{messages} tin"
