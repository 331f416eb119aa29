"""Telling the administrator: of a failure once, not at every further try."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from flows.durable import write_durably
from phanky.errors import PhankyError
from phanky.settings import Settings

Tell = Callable[[str, str], None]
"""Says a text, which has a marker of its own, to the administrator."""


def fault(error: BaseException | None) -> str:
    """What may be told of an error: our own messages; of others only their kind, for they may quote anything."""
    if isinstance(error, PhankyError):
        return str(error)
    return "lỗi ngoài dự kiến" if error is None else f"lỗi ngoài dự kiến ({type(error).__name__})"


class Alarms:
    """Remembers which jobs are known to fail; a job is told of again only after it went well in between."""

    def __init__(self, settings: Settings, tell: Tell) -> None:
        self._folder = settings.home / "alarms"
        self._tell = tell

    def fail(self, job: str, reason: str, link: str | None = None) -> bool:
        """Tell that a job failed, unless that was told already.  True when it was told now."""
        note = self._note(job)
        if note.is_file():
            return False
        text = f"CẢNH BÁO: việc theo lịch “{job}” hỏng sau lần thử cuối.\n{reason}"
        self.remind(text if link is None else f"{text}\nXem: {link}")
        # After telling: what could not be told is tried again with the next failure.
        write_durably(note, reason.encode())
        return True

    def recover(self, job: str) -> None:
        """A job went well: its next failure is news again."""
        self._note(job).unlink(missing_ok=True)

    def remind(self, text: str) -> None:
        """Tell something that is no failure."""
        self._tell(text, f"#PK-QT-{hashlib.sha256(text.encode()).hexdigest()[:8]}")

    def _note(self, job: str) -> Path:
        return self._folder / f"{job}.txt"
