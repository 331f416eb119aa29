"""The messages that came in, in memory and, where a file is named, in it too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock


@dataclass(frozen=True)
class Received:
    """One message; ``id`` is the sender's own name for it, ``at`` aware."""

    id: str
    to: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Conversation:
    """Everything that one address got, the oldest first; never empty."""

    to: str
    messages: tuple[Received, ...]

    @property
    def last(self) -> Received:
        """The newest message."""
        return self.messages[-1]


def _now() -> datetime:
    return datetime.now(UTC)


class Messages:
    """What came in, in its order; any number of threads may add and ask.

    Args:
        file: one JSON a line; what stands in it is there again after a restart.  None: memory alone.
    """

    def __init__(self, file: Path | None = None, *, clock: Callable[[], datetime] = _now) -> None:
        self._file, self._clock, self._lock = file, clock, Lock()
        self._kept = list(_read(file)) if file is not None and file.exists() else []

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, to: str, text: str, id_: str) -> Received:
        """Keep a message, also one that is there already: a chat shows what it was sent."""
        with self._lock:
            message = Received(id_, to, text, self._clock())
            if self._file is not None:
                _append(self._file, message)
            self._kept.append(message)
            return message

    def all(self, to: str | None = None) -> tuple[Received, ...]:
        """Those of one address, or of all, the oldest first."""
        with self._lock:
            return tuple(message for message in self._kept if to is None or message.to == to)

    def holds(self, marker: str, to: str | None = None) -> bool:
        """Whether a text carries the marker: a part ``1/2`` is not taken for ``1/20``."""
        whole = re.compile(re.escape(marker) + r"(?!\w)")
        return any(whole.search(message.text) for message in self.all(to))

    def conversations(self) -> tuple[Conversation, ...]:
        """One an address, that with the newest message first."""
        found: dict[str, list[Received]] = {}
        for message in self.all():
            found.setdefault(message.to, []).append(message)
        # Of two messages of one instant the one that came in later counts.
        newest_last = {message.to: place for place, message in enumerate(self.all())}
        by_newest = sorted(found, key=lambda to: newest_last[to], reverse=True)
        return tuple(Conversation(to, tuple(found[to])) for to in by_newest)


def _append(file: Path, message: Received) -> None:
    line = {"id": message.id, "to": message.to, "text": message.text, "at": message.at.isoformat()}
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as kept:
        kept.write(json.dumps(line, ensure_ascii=False) + "\n")


def _read(file: Path) -> Iterator[Received]:
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            found = json.loads(line)
            yield Received(found["id"], found["to"], found["text"], datetime.fromisoformat(found["at"]))
        except (ValueError, KeyError, TypeError):
            # A kill left half a line: nobody was answered for it.
            continue
