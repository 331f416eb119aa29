"""From messages to what the page shows.  Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import groupby

from notifier.chat_viewer.store import Conversation, Received
from phanky import vietnamese as vi

_SNIPPET = 64


@dataclass(frozen=True)
class Piece:
    """Some text of a bubble; ``href`` where it leads to the dashboard."""

    text: str
    href: str | None = None


@dataclass(frozen=True)
class Bubble:
    """One message."""

    pieces: tuple[Piece, ...]
    time: str
    moment: str


@dataclass(frozen=True)
class Day:
    """The messages of one local day."""

    name: str
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True)
class Entry:
    """One conversation in the list."""

    to: str
    name: str
    initials: str
    snippet: str
    time: str
    count: int
    is_open: bool


def entry(conversation: Conversation, names: Mapping[str, str], zone: tzinfo, opened: str | None) -> Entry:
    """How a conversation stands in the list."""
    name = names.get(conversation.to, conversation.to)
    at = conversation.last.at.astimezone(zone)
    first_lines = " ".join(conversation.last.text.split())
    return Entry(
        to=conversation.to,
        name=name,
        initials="".join(word[0] for word in name.split()[-2:]).upper(),
        snippet=first_lines if len(first_lines) <= _SNIPPET else first_lines[: _SNIPPET - 1].rstrip() + "…",
        time=f"{at:%H:%M}",
        count=len(conversation.messages),
        is_open=conversation.to == opened,
    )


def days(conversation: Conversation, zone: tzinfo, leads_to: str) -> tuple[Day, ...]:
    """The bubbles of a conversation, by local day, the oldest first."""

    def local_day(message: Received) -> date:
        return message.at.astimezone(zone).date()

    grouped = groupby(conversation.messages, local_day)
    return tuple(Day(vi.date(day), tuple(_bubble(one, zone, leads_to) for one in found)) for day, found in grouped)


def _bubble(message: Received, zone: tzinfo, leads_to: str) -> Bubble:
    at = message.at.astimezone(zone)
    return Bubble(tuple(pieces(message.text, leads_to)), f"{at:%H:%M}", at.isoformat())


def pieces(text: str, leads_to: str) -> Iterator[Piece]:
    """A text, its addresses of the dashboard as links; any other address stays text."""
    if not leads_to:
        yield Piece(text)
        return
    # The origin ends where a path does: https://here.example.evil is another one.
    parts = re.split(rf"({re.escape(leads_to)}(?:/\S*)?(?=\s|$))", text)
    for place, part in enumerate(parts):
        if part:
            yield Piece(part, part if place % 2 else None)
