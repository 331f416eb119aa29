"""One message as it is sent.  Nothing here reads a release, so that who sends need not load what makes messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Message:
    """One message; ``kind``, ``recipient`` and ``business_date`` name its delivery.

    Attributes:
        kind: ``company``: all units; ``unit``: some of them.
        recipient: the name in the list of recipients or, without one, the code of the unit or the company.
        release_id: the release that it speaks of.
        marker: the text by which it is found again.
        parts: the text, each part as long as one chat message may be.
        channel: ``outbox``, ``console`` or ``http``.
        address: of the recipient on that channel.
        units: whose customers it may name; None: every unit's.
        attachment: a workbook of the wrong customers, for channels that can attach; None when there are none.
        attachment_name: of its file.
    """

    kind: str
    recipient: str
    business_date: date
    release_id: str
    marker: str
    parts: tuple[str, ...]
    channel: str = "outbox"
    address: str = ""
    units: frozenset[str] | None = None
    attachment: bytes | None = None
    attachment_name: str = ""
