"""Takes one message to its recipient: claim, look where there is doubt, call, write down what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from notifier.channels import Channel, Outcome, Piece, Result, SearchFailedError
from notifier.doubts import Doubts
from phanky.ledger import Attempt, DeliveryEntry, DeliveryState, Ledger

_S = DeliveryState


@dataclass(frozen=True)
class CourierTimes:
    """How long things last.

    Attributes:
        lease: a message belongs to its sender; longer than the longest call.
        first_wait: after the first failure; doubled after each further one.
        settle: between the two look-ups that have to miss a message before it is sent again: it may still be on its
            way.
    """

    lease: timedelta = timedelta(minutes=3)
    first_wait: timedelta = timedelta(seconds=60)
    settle: timedelta = timedelta(seconds=60)


class Courier:
    """A sender while it works; leave it with ``with``."""

    def __init__(
        self,
        ledger: Ledger,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        times: CourierTimes,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deliveries = ledger.deliveries
        self._channels = channels
        self._clock = clock
        self._times = times
        self._doubts = Doubts(times.settle.total_seconds(), monotonic)
        self._holder = self._deliveries.holder()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._holder.leave()

    def let_go(self) -> None:
        """Leave to others what waits for its second look-up; whoever takes it looks twice again."""
        for attempt in self._doubts.take_all():
            self._deliveries.unknown(attempt, "chưa tra cứu xong", self._clock())

    def second_look(self) -> float | None:
        """Seconds until something is to be looked up for the second time; None when nothing is."""
        return self._doubts.wait()

    def can_do_something(self, entry: DeliveryEntry) -> bool:
        """Whether it may come to be sent without a person."""
        return entry.state in (_S.PENDING, _S.SENDING) or (entry.state is _S.UNKNOWN and self._can_search(entry))

    def is_due(self, entry: DeliveryEntry) -> bool:
        """Whether there is something to do about it now; of what another sender has, only a claim can tell."""
        if self._doubts.has(entry.key):
            return self._doubts.is_settled(entry.key)
        is_waiting = entry.next_try_at is not None and self._clock() < entry.next_try_at
        return self.can_do_something(entry) and not is_waiting

    def deliver(self, entry: DeliveryEntry) -> None:
        """Send what can be sent now; nothing when it has to wait or somebody else has it."""
        attempt, was_missed = self._resumed(entry)
        if attempt is None:
            return
        channel = self._channels.get(entry.channel)
        if channel is None:
            self._deliveries.failed(attempt, f"không có kênh {entry.channel}: xem cấu hình PHANKY_CHAT_…")
            return
        try:
            self._take(attempt, channel, was_missed=was_missed)
        except SearchFailedError as error:
            self._deliveries.unknown(attempt, str(error), self._later(attempt.failures))

    def give_up(self, entry: DeliveryEntry, reason: str, *, looks_twice: bool = True) -> None:
        """Its time is over: it counts as sent only where all of it is found, and is skipped where none of it can be.

        A call that nobody answered may have been made just now: it is then to be given up once more, after
        :meth:`second_look`, unless ``looks_twice`` is false.
        """
        if entry.attempts == 0:
            self._deliveries.skipped(entry.key, reason)
            return
        if entry.state is _S.PENDING and not self._can_search(entry):
            self._deliveries.skipped(entry.key, reason)
            return
        attempt, was_missed = self._resumed(entry, even_if_waiting=True)
        if attempt is not None:
            self._settle(attempt, self._channels[entry.channel], reason, is_final=was_missed or not looks_twice)

    def _settle(self, attempt: Attempt, channel: Channel, reason: str, *, is_final: bool) -> None:
        try:
            found = self._found(attempt, channel)
        except SearchFailedError as error:
            self._deliveries.unknown(attempt, str(error))
            return
        if found == len(attempt.entry.parts):
            self._deliveries.sent(attempt)
            return
        if attempt.looks > 1 and not is_final:
            self._doubts.add(attempt)
            return
        self._deliveries.retry_at(attempt, self._clock(), f"đã đến {found}/{len(attempt.entry.parts)} phần")
        self._deliveries.skipped(attempt.entry.key, reason)

    def _found(self, attempt: Attempt, channel: Channel) -> int:
        """How many parts from the first on have arrived."""
        entry = attempt.entry
        for number in range(entry.parts_sent + 1, len(entry.parts) + 1):
            if not channel.find(_marker(entry, number), entry.address):
                return number - 1
        return len(entry.parts)

    def _take(self, attempt: Attempt, channel: Channel, *, was_missed: bool) -> None:
        entry = attempt.entry
        for number in range(entry.parts_sent + 1, len(entry.parts) + 1):
            # Only the first part that is not known to have arrived can be on its way.
            is_first = number == entry.parts_sent + 1
            if attempt.looks and channel.find(_marker(entry, number), entry.address):
                outcome = Outcome(Result.SENT)
            elif attempt.looks > 1 and is_first and not was_missed:
                self._doubts.add(attempt)
                return
            else:
                outcome = _called(channel, _piece(attempt, number))
            if outcome.result is not Result.SENT:
                self._write_down(attempt, outcome, attempt.failures if is_first else 0)
                return
            if number == len(entry.parts):
                break
            if not self._deliveries.part_sent(attempt, number, self._clock() + self._times.lease):
                return
        self._deliveries.sent(attempt)

    def _write_down(self, attempt: Attempt, outcome: Outcome, failures: int) -> None:
        match outcome.result:
            case Result.REFUSED:
                self._deliveries.failed(attempt, outcome.reason)
            case Result.NOT_SENT:
                self._deliveries.retry_at(attempt, self._later(failures, outcome.retry_after), outcome.reason)
            case _:
                self._deliveries.unknown(attempt, outcome.reason, self._later(failures))

    def _later(self, failures: int, asked: float | None = None) -> datetime:
        wait = self._times.first_wait * (1 << min(failures, 10))
        return self._clock() + max(wait, timedelta(seconds=asked or 0))

    def _resumed(self, entry: DeliveryEntry, *, even_if_waiting: bool = False) -> tuple[Attempt | None, bool]:
        """The right to work on it, and whether a look-up missed it a settle time ago; None while it has to wait."""
        if self._doubts.has(entry.key):
            return (self._doubts.take(entry.key), True) if self._doubts.is_settled(entry.key) else (None, False)
        return self._claim(entry, even_if_waiting=even_if_waiting), False

    def _claim(self, entry: DeliveryEntry, *, even_if_waiting: bool) -> Attempt | None:
        return self._deliveries.claim(
            entry.key, self._times.lease, self._clock(), holder=self._holder, may_search=self._can_search(entry),
            even_if_waiting=even_if_waiting,
        )  # fmt: skip

    def _can_search(self, entry: DeliveryEntry) -> bool:
        channel = self._channels.get(entry.channel)
        return channel is not None and channel.can_search


def part_marker(marker: str, number: int, count: int) -> str:
    """The text by which one part is found: the marker, with its number where there are several."""
    return marker if count == 1 else f"{marker} {number}/{count}"


def _marker(entry: DeliveryEntry, number: int) -> str:
    return part_marker(entry.marker, number, len(entry.parts))


def _piece(attempt: Attempt, number: int) -> Piece:
    entry = attempt.entry
    return Piece(
        text=entry.parts[number - 1], marker=_marker(entry, number), address=entry.address, part=number,
        id=f"{attempt.id}-{number}", attachment=attempt.attachment if number == 1 else None,
        attachment_name=entry.attachment_name,
    )  # fmt: skip


def _called(channel: Channel, piece: Piece) -> Outcome:
    try:
        return channel.send(piece)
    except Exception as error:  # a fault of the channel's own says nothing about the message
        return Outcome(Result.UNKNOWN, f"lỗi ngoài dự kiến khi gửi ({type(error).__name__})")
