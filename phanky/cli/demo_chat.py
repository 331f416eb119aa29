"""The demo's Chat eOffice: a stand-in on this machine that today's messages are sent to, as they would be at 07:00."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from notifier import Message
    from notifier.chat_viewer import ChatServer
    from notifier.sending import DayReport
    from phanky.ledger import Ledger
    from phanky.settings import Settings

_PATIENCE = timedelta(seconds=10)


def chat_server(settings: Settings, page: str, names: Mapping[str, str]) -> ChatServer:
    """The stand-in; what an earlier demo sent is still there, for nothing is sent twice.

    Args:
        settings: of the installation.
        page: address of the dashboard; links to it can be tapped.
        names: recipient -> name that people know.
    """
    from notifier.chat_viewer import ChatServer, Messages

    kept = Messages(settings.home / "chat-viewer.jsonl")
    return ChatServer(kept, names=names, leads_to=page, timezone=settings.timezone)


def send_today(
    settings: Settings, ledger: Ledger, chat: ChatServer, day: date, compose: Callable[[], Iterable[Message]]
) -> DayReport:
    """Send the day's messages to the stand-in, exactly once like any others, whatever the time of day."""
    from notifier.channels import open_channels
    from notifier.courier import CourierTimes
    from notifier.sending import send_day

    return send_day(
        settings,
        ledger,
        day,
        compose=lambda: _to_chat(compose()),
        channels=open_channels(settings_for_chat(settings, chat)),
        clock=lambda: datetime.now(UTC),
        patience=_PATIENCE,
        # Nobody who tries things out waits for minutes.
        times=CourierTimes(first_wait=timedelta(seconds=1), settle=timedelta(seconds=2)),
        is_manual=True,
        who="demo",
    )


def settings_for_chat(settings: Settings, chat: ChatServer) -> Settings:
    """What a company would set for the real one, told for the stand-in."""
    messages = f"{chat.address}/api/messages"
    told = {
        "chat_url": messages,
        "chat_method": "POST",
        "chat_headers": "{}",
        "chat_body": '{"to": "{address}", "text": "{text}", "id": "{id}"}',
        "chat_success_status": (200,),
        "chat_success_path": "id",
        "chat_success_value": None,
        "chat_search_url": f"{messages}?marker={{marker}}&to={{address}}",
        "chat_search_path": "found",
        "chat_per_second": 100.0,
        "chat_token": None,
        "chat_token_file": None,
        "chat_ca_file": None,
    }
    return settings.model_copy(update=told)


def _to_chat(messages: Iterable[Message]) -> Iterator[Message]:
    """In a demo nobody is reached another way."""
    for message in messages:
        yield replace(message, channel="http", address=message.recipient)
