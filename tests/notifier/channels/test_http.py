from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifier.channels import Piece, Result, SearchFailedError
from notifier.channels.http import HttpChannel
from phanky.errors import ConfigurationError
from phanky.settings import load_settings
from tests.notifier.chat_double import ChatDouble, chat_double

MARKER = "#PK-20261124-9f3a01c2"
PIECE = Piece(f"tin {{address}}\n{MARKER}", MARKER, "lan", id="lần-1")


@pytest.fixture
def chat() -> Iterator[ChatDouble]:
    with chat_double(ChatDouble()) as double:
        yield double


def channel(chat: ChatDouble, **more: object) -> HttpChannel:
    usual = {
        "chat_url": f"{chat.url}/messages", "chat_search_url": f"{chat.url}/search?q={{marker}}",
        "chat_search_path": "found", "chat_read_timeout": 0.5, "chat_per_second": 1000.0,
    }  # fmt: skip
    return HttpChannel(load_settings(**{**usual, **more}))


def test_the_templates_are_filled_and_what_is_filled_in_is_no_template(chat: ChatDouble) -> None:
    body = '{"to": "{address}", "text": "{text}", "more": ["{marker}", 7], "file": "{attachment}"}'

    outcome = channel(chat, chat_body=body).send(PIECE)

    assert outcome.result is Result.SENT
    assert chat.asked[0][1] == {"to": "lan", "text": f"tin {{address}}\n{MARKER}", "more": [MARKER, 7], "file": ""}


def test_the_token_comes_from_its_file_and_is_in_no_log(
    chat: ChatDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "token").write_text("s3cret-word\n", encoding="utf-8")
    headers = '{"Authorization": "Bearer {token}", "X-Id": "{id}"}'
    caplog.set_level(logging.DEBUG)

    sender = channel(chat, chat_headers=headers, chat_token_file=tmp_path / "token")
    sender.send(Piece("tin", MARKER, "lan", id="7"))

    assert chat.asked[0][0]["Authorization"] == "Bearer s3cret-word"
    assert chat.asked[0][0]["X-Id"] == "7"
    assert "s3cret-word" not in caplog.text


def test_a_token_that_is_missing_is_told_before_anything_is_sent(chat: ChatDouble) -> None:
    with pytest.raises(ConfigurationError, match="PHANKY_CHAT_TOKEN_FILE"):
        channel(chat, chat_headers='{"Authorization": "Bearer {token}"}')


@pytest.mark.parametrize(
    ("mood", "result"),
    [
        ("fine", Result.SENT),
        ("429", Result.NOT_SENT),
        ("500", Result.NOT_SENT),
        ("503", Result.NOT_SENT),
        ("401", Result.NOT_SENT),
        ("404", Result.REFUSED),
        ("422", Result.REFUSED),
        ("502", Result.UNKNOWN),
        ("504", Result.UNKNOWN),
        ("silent", Result.UNKNOWN),
        ("redirect", Result.UNKNOWN),
        ("cut stored", Result.UNKNOWN),
        ("slow stored", Result.UNKNOWN),
    ],
)
def test_only_what_surely_did_not_arrive_counts_as_not_sent(chat: ChatDouble, mood: str, result: Result) -> None:
    chat.moods = [mood]

    outcome = channel(chat).send(PIECE)

    assert outcome.result is result
    assert "127.0.0.1" not in outcome.reason
    assert len(chat.asked) == 1


def test_a_server_that_is_not_there_got_nothing(chat: ChatDouble) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        refused = channel(chat, chat_url=f"http://127.0.0.1:{port}/").send(PIECE)
    nowhere = channel(chat, chat_url="http://khong-co.invalid/").send(PIECE)
    no_tls = channel(chat, chat_url=chat.url.replace("http", "https")).send(PIECE)

    assert [one.result for one in (refused, nowhere, no_tls)] == [Result.NOT_SENT] * 3
    assert chat.asked == []


def test_a_look_up_knows_this_part_from_others(chat: ChatDouble) -> None:
    chat.texts = [f"tin\n{MARKER} 1/12", f"tin\n{MARKER} 2/12"]
    sender = channel(chat)

    assert sender.find(f"{MARKER} 2/12", "lan")
    assert not sender.find(f"{MARKER} 3/12", "lan")
    assert not sender.find(f"{MARKER} 1/1", "lan")


def test_a_look_up_without_an_answer_says_neither_yes_nor_no(chat: ChatDouble) -> None:
    with pytest.raises(SearchFailedError):
        channel(chat, chat_search_path="elsewhere").find(MARKER, "lan")
    with pytest.raises(SearchFailedError):
        channel(chat, chat_search_url="http://127.0.0.1:9/{marker}").find(MARKER, "lan")
    assert channel(chat, chat_search_url=None).find(MARKER, "lan") is None


@pytest.mark.parametrize(
    ("path", "value", "result"),
    [
        ("ok", None, Result.SENT),
        ("ok", "true", Result.SENT),
        ("ok", "false", Result.NOT_SENT),
        ("data.id", None, Result.UNKNOWN),
    ],
)
def test_a_status_may_not_be_enough(chat: ChatDouble, path: str, value: str | None, result: Result) -> None:
    assert channel(chat, chat_success_path=path, chat_success_value=value).send(PIECE).result is result
