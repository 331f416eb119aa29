"""Today's messages go to the demo's Chat eOffice, through the very channel that a company points at the real one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from notifier import Message
from notifier.chat_viewer import ChatServer, Fault
from notifier.sending import DayReport
from phanky.cli.demo_chat import chat_server, send_today
from phanky.ledger import Ledger, open_ledger
from phanky.settings import Settings, load_settings

DAY = date(2026, 11, 24)
MESSAGES = [
    Message("company", "PC02", DAY, "r-1", "#PK-20261124-aaaa0000", ("Công ty\n#PK-20261124-aaaa0000",)),
    Message(
        "unit", "PC02AA", DAY, "r-1", "#PK-20261124-bbbb0000",
        ("Đông Hà\n#PK-20261124-bbbb0000 1/2", "còn nữa\n#PK-20261124-bbbb0000 2/2"),
    ),
]  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path)


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    with open_ledger(settings) as opened:
        yield opened


@pytest.fixture
def chat(settings: Settings) -> Iterator[ChatServer]:
    with chat_server(settings, "http://127.0.0.1:8050/", {"PC02AA": "Đông Hà"}) as server:
        yield server


def send(settings: Settings, ledger: Ledger, chat: ChatServer) -> DayReport:
    return send_today(settings, ledger, chat, DAY, lambda: MESSAGES)


def arrived(chat: ChatServer) -> list[tuple[str, str]]:
    """Recipient and first line of every message; recipients are served side by side, the parts of one in turn."""
    kept = [(message.to, message.text.splitlines()[0]) for message in chat.messages.all()]
    return sorted(kept, key=lambda message: message[0])


def test_every_message_arrives_at_its_recipient_part_by_part(
    settings: Settings, ledger: Ledger, chat: ChatServer
) -> None:
    assert send(settings, ledger, chat).is_complete
    assert arrived(chat) == [("PC02", "Công ty"), ("PC02AA", "Đông Hà"), ("PC02AA", "còn nữa")]


def test_another_demo_of_the_same_day_sends_nothing_again_and_still_shows_it(
    settings: Settings, ledger: Ledger, chat: ChatServer
) -> None:
    send(settings, ledger, chat)
    with chat_server(settings, "", {}) as again:
        assert send(settings, ledger, again).is_complete
        assert arrived(again) == arrived(chat)
        assert len(again.messages) == 3


def test_a_busy_chat_is_tried_again(settings: Settings, ledger: Ledger, chat: ChatServer) -> None:
    chat.faults.add(Fault(429))

    assert send(settings, ledger, chat).is_complete
    assert len(chat.messages) == 3


def test_a_message_that_was_heard_without_an_answer_is_looked_up_and_not_sent_twice(
    settings: Settings, ledger: Ledger, chat: ChatServer
) -> None:
    chat.faults.add(Fault(delay=1.5, keeps="before"))
    impatient = settings.model_copy(update={"chat_read_timeout": 0.5})

    assert send(impatient, ledger, chat).is_complete
    assert len(chat.messages) == 3


def test_nothing_that_a_company_has_set_for_the_real_one_reaches_the_stand_in(
    settings: Settings, ledger: Ledger, chat: ChatServer
) -> None:
    real = settings.model_copy(
        update={"chat_url": "https://chat.example/", "chat_headers": '{"Authorization": "{token}"}'}
    )

    assert send(real, ledger, chat).is_complete
    assert len(chat.messages) == 3
