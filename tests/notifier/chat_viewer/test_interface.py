"""The interface that senders use, asked as a sender asks it: over a socket."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from notifier.chat_viewer import FAULT_HEADER, ChatServer, Fault, Messages
from phanky.errors import ConfigurationError

MARKER = "#PK-20261124-9f3a01c2"


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    with ChatServer() as server:
        yield server


def send(chat: ChatServer, text: str = f"Đông Hà\n{MARKER}", to: str = "PC02AA", **more: object) -> requests.Response:
    said = {"to": to, "text": text, "id": "m-1", **more}
    return requests.post(f"{chat.address}/api/messages", json=said, timeout=5)


def found(chat: ChatServer, **asked: str) -> bool:
    answer = requests.get(f"{chat.address}/api/messages", params=asked, timeout=5).json()
    assert set(answer) == {"found"}
    return bool(answer["found"])


def test_a_message_is_taken_and_found_again_by_its_marker(chat: ChatServer) -> None:
    assert not found(chat, marker=MARKER)
    answer = send(chat)

    assert (answer.status_code, answer.json()) == (200, {"id": "m-1"})
    assert found(chat, marker=MARKER)
    assert found(chat, marker=MARKER, to="PC02AA")
    assert not found(chat, marker=MARKER, to="PC02BB")


def test_one_part_is_not_taken_for_another(chat: ChatServer) -> None:
    send(chat, f"…\n{MARKER} 1/20")

    assert found(chat, marker=f"{MARKER} 1/20")
    assert not found(chat, marker=f"{MARKER} 1/2")
    assert not found(chat, marker=MARKER[:-1])


def test_what_is_sent_twice_stands_there_twice(chat: ChatServer) -> None:
    send(chat)
    send(chat)

    listed = requests.get(f"{chat.address}/api/messages", params={"to": "PC02AA"}, timeout=5).json()["messages"]
    assert [(one["id"], one["to"], one["text"]) for one in listed] == [("m-1", "PC02AA", f"Đông Hà\n{MARKER}")] * 2


def test_two_thousand_characters_are_taken_and_one_more_is_not(chat: ChatServer) -> None:
    assert send(chat, "ệ" * 2_000).status_code == 200
    refused = send(chat, "ệ" * 2_001)

    assert refused.status_code == 400
    assert "2.000" in refused.json()["error"]
    assert len(chat.messages) == 1


@pytest.mark.parametrize(
    "said",
    [
        [],
        "x",
        None,
        {},
        {"to": "a", "text": "b"},
        {"to": 7, "text": "b", "id": "c"},
        {"to": "", "text": "b", "id": "c"},
    ],
)
def test_what_is_no_message_is_refused_with_a_reason(chat: ChatServer, said: object) -> None:
    answer = requests.post(f"{chat.address}/api/messages", json=said, timeout=5)

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert len(chat.messages) == 0


def test_another_sites_page_can_neither_send_nor_read(chat: ChatServer) -> None:
    form = requests.post(f"{chat.address}/api/messages", data={"to": "a", "text": "b", "id": "c"}, timeout=5)
    foreign = requests.get(f"{chat.address}/", headers={"Host": "evil.example"}, timeout=5)

    assert (form.status_code, foreign.status_code) == (400, 403)
    assert "Access-Control-Allow-Origin" not in form.headers
    assert len(chat.messages) == 0


@pytest.mark.parametrize("status", [429, 500, 503])
def test_it_fails_when_told_to_and_keeps_nothing_of_it(chat: ChatServer, status: int) -> None:
    chat.faults.add(Fault(status), times=2)
    answers = [send(chat).status_code for _ in range(3)]

    assert answers == [status, status, 200]
    assert len(chat.messages) == 1


def test_a_busy_chat_says_when_to_come_again(chat: ChatServer) -> None:
    requests.post(f"{chat.address}/api/faults", json={"status": 429}, timeout=5)

    assert send(chat).headers["Retry-After"] == "1"


def test_a_sender_that_gives_up_waiting_was_heard_all_the_same(chat: ChatServer) -> None:
    said = {"to": "PC02AA", "text": MARKER, "id": "m-1"}
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{chat.address}/api/messages", json=said, headers={FAULT_HEADER: "delay=1"}, timeout=0.2)

    assert found(chat, marker=MARKER)


def test_it_may_also_forget_what_it_took_its_time_for(chat: ChatServer) -> None:
    chat.faults.add(Fault(delay=0.6, keeps="never"))
    said = {"to": "PC02AA", "text": MARKER, "id": "m-1"}
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{chat.address}/api/messages", json=said, timeout=0.2)

    assert not found(chat, marker=MARKER)


def test_an_error_may_hide_that_a_message_was_kept(chat: ChatServer) -> None:
    said = {"to": "PC02AA", "text": MARKER, "id": "m-1"}
    headers = {FAULT_HEADER: "status=500; keeps=before"}
    answer = requests.post(f"{chat.address}/api/messages", json=said, headers=headers, timeout=5)

    assert answer.status_code == 500
    assert found(chat, marker=MARKER)


@pytest.mark.parametrize("fault", [{"status": 100}, {"delay": 61}, {"keeps": "maybe"}, {"speed": 1}, {"status": "x"}])
def test_a_fault_that_it_does_not_know_is_refused(chat: ChatServer, fault: dict[str, object]) -> None:
    assert requests.post(f"{chat.address}/api/faults", json=fault, timeout=5).status_code == 400


def test_many_senders_at_once_lose_nothing(chat: ChatServer) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: send(chat, f"tin {n}", id=f"m-{n}").status_code, range(100)))

    assert answers == [200] * 100
    assert {message.id for message in chat.messages.all()} == {f"m-{n}" for n in range(100)}


def test_messages_in_a_file_are_there_again_after_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "chat" / "messages.jsonl"
    before = Messages(file)
    before.add("PC02AA", f"Đông Hà\n{MARKER}", "m-1")
    with file.open("a") as half:
        half.write('{"id": "m-2", "to"')

    again = Messages(file)
    assert again.all() == before.all()
    assert again.holds(MARKER)


def test_a_port_that_is_taken_is_told(chat: ChatServer) -> None:
    port = int(chat.address.rpartition(":")[2])

    with pytest.raises(ConfigurationError, match=str(port)):
        ChatServer(port=port)


def test_after_its_end_nobody_answers() -> None:
    with ChatServer() as server:
        address = server.address
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{address}/", timeout=2)
