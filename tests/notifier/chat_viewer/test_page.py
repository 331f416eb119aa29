from __future__ import annotations

import re
from datetime import UTC, datetime

from flask.testing import FlaskClient

from notifier.chat_viewer import Messages, create_viewer
from notifier.chat_viewer.reading import Piece, pieces

HERE = "http://127.0.0.1:8050"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # midnight in Việt Nam

    def __call__(self) -> datetime:
        return self.now


def client_of(messages: Messages) -> FlaskClient:
    names = {"PC02AA": "Đông Hà"}
    return create_viewer(messages, names=names, leads_to=f"{HERE}/").test_client()


def test_it_says_that_it_is_a_stand_in_of_an_interface_that_is_not_published() -> None:
    client = client_of(Messages())

    for address in ("/", "/?voi=PC02AA"):
        assert "Chat eOffice chưa công bố giao diện nhận tin" in client.get(address).text


def test_conversations_are_listed_the_newest_first_by_the_names_people_know() -> None:
    clock = Clock()
    messages = Messages(clock=clock)
    messages.add("PC02AA", "KIỂM SOÁT PHÂN KỲ – Đông Hà\nThiếu kỳ: 41", "1")
    messages.add("PC02", "KIỂM SOÁT PHÂN KỲ – Công ty", "2")
    text = client_of(messages).get("/").text

    assert re.findall(r'class="who">([^<]+)<', text) == ["PC02", "Đông Hà"]
    assert "KIỂM SOÁT PHÂN KỲ – Đông Hà Thiếu kỳ: 41" in text
    assert re.findall(r'class="time">([^<]+)<', text) == ["00:00", "00:00"]


def test_a_conversation_shows_its_messages_by_local_day_and_time() -> None:
    clock = Clock()
    messages = Messages(clock=clock)
    clock.now = datetime(2026, 11, 23, 16, 59, tzinfo=UTC)
    messages.add("PC02AA", "hôm trước", "1")
    clock.now = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    messages.add("PC02AA", "hôm sau", "2")
    messages.add("PC02BB", "của người khác", "3")
    text = client_of(messages).get("/?voi=PC02AA").text

    assert re.findall(r'class="day">([^<]+)<', text) == ["23/11/2026", "24/11/2026"]
    assert re.findall(r">(\d\d:\d\d)</time>", text) == ["23:59", "07:00"]
    bubbles = text.partition("<main>")[2]
    assert bubbles.index("hôm trước") < bubbles.index("hôm sau")
    assert "của người khác" not in bubbles


def test_what_was_sent_is_text_and_nothing_else() -> None:
    messages = Messages()
    messages.add('"><b>', "<script>alert(1)</script> javascript:alert(1) https://evil.example/", "1")
    client = client_of(messages)

    for address in ("/", "/?voi=%22%3E%3Cb%3E"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "<b>" not in text
        assert 'href="https://evil' not in text


def test_links_to_the_dashboard_and_no_others_can_be_tapped() -> None:
    found = list(pieces(f"Xem: {HERE}/danh-sach?don-vi=PC02AA\n#PK", HERE))
    assert found == [
        Piece("Xem: "),
        Piece(f"{HERE}/danh-sach?don-vi=PC02AA", f"{HERE}/danh-sach?don-vi=PC02AA"),
        Piece("\n#PK"),
    ]
    for other in (f"{HERE}9/x", f"{HERE}.evil.example/", f"{HERE}@evil.example/"):
        assert [piece.href for piece in pieces(other, HERE)] == [None]


def test_a_conversation_that_is_not_there_is_told() -> None:
    answer = client_of(Messages()).get("/?voi=ZZ")

    assert answer.status_code == 404
    assert "Không có cuộc trò chuyện này." in answer.text


def test_the_page_may_load_and_run_nothing_but_its_own_files() -> None:
    client = client_of(Messages())
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert client.get("/chat.css").mimetype == "text/css"
    assert client.get("/chat.js").mimetype == "text/javascript"
    assert client.get("/chat.html").status_code == 404
