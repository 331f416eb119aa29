"""The day's messages as the schedule sends them: on their day only, after a run in progress, told when not whole."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flows.schedules.jobs import Clock, now, wait_for_run
from notifier.watching import missing
from phanky import vietnamese as vi
from phanky.errors import DeliveryError
from phanky.ledger import DeliveryEntry, Ledger, open_ledger
from phanky.settings import Settings

Send = Callable[[Settings, Ledger, date, Clock], None]
_TOLD = 20


@dataclass(frozen=True)
class DigestResult:
    """How the messages of a day stand.

    Attributes:
        states: state -> how many messages.
        release_id: the release that they speak of; None when there is no message.
    """

    day: date
    states: dict[str, int]
    release_id: str | None = None

    @property
    def summary(self) -> str:
        """One line."""
        if not self.states:
            return f"Tin ngày {vi.date(self.day)} đã quá ngày, không gửi."
        told = ", ".join(f"{state} {count}" for state, count in sorted(self.states.items()))
        return f"Tin ngày {vi.date(self.day)}: {told}."


def send_digest(
    settings: Settings,
    day: date,
    *,
    send: Send,
    tell: Callable[[str], object],
    clock: Clock = now,
    sleep: Callable[[float], None] = time.sleep,
) -> DigestResult:
    """Send the messages of a day, each exactly once however often this is called.

    A run that comes on a later day sends nothing: after several days down everyone gets one message, today's.

    Args:
        send: sends what is not sent yet.
        tell: notes for whoever looks at the run.

    Raises:
        DeliveryError: not all went out; which ones and why.
    """
    if clock().astimezone(ZoneInfo(settings.timezone)).date() != day:
        return DigestResult(day, {})
    if not wait_for_run(settings, day, clock, sleep):
        tell("Một lần chạy chưa xong; tin dùng bản phát hành đang phục vụ.")
    with open_ledger(settings) as ledger:
        send(settings, ledger, day, clock)
        entries, is_composed = ledger.deliveries.of_day(day), ledger.deliveries.is_composed(day)
    _require_whole(missing(entries, is_composed=is_composed), day)
    return _result(day, entries)


def _require_whole(lines: Sequence[str], day: date) -> None:
    if lines:
        more = [f"… và {len(lines) - _TOLD} tin khác"] if len(lines) > _TOLD else []
        listed = "\n".join((*lines[:_TOLD], *more))
        raise DeliveryError(f"Tin ngày {vi.date(day)} chưa gửi hết:\n{listed}\nXem: phanky deliveries --date {day}")


def _result(day: date, entries: Sequence[DeliveryEntry]) -> DigestResult:
    states = Counter(entry.state.value for entry in entries)
    return DigestResult(day, dict(states), entries[0].release_id if entries else None)
