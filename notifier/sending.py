"""Sends a day's messages, each exactly once.

A message is frozen in the ledger before anything of it is sent, and every call is written down before it is made.
What became of a call that nobody answered is looked up where the channel can be searched; where it cannot, a person
decides.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from notifier.channels import Channel
from notifier.courier import Courier, CourierTimes, part_marker
from notifier.crew import each
from notifier.message import Message
from phanky.calendar import CLOSING_TIME, closing
from phanky.ledger import DeliveryEntry, DeliveryKey, DeliveryState, Ledger
from phanky.settings import Settings

LATE = f"quá {CLOSING_TIME:%H:%M}"
AT_ONCE = 4
"""One call may take seconds; two hundred of them one after another would take too long."""
SHORTEST_NAP = 0.5
LONGEST_NAP = 60.0
"""Seconds after which the ledger is looked at again, whatever the clock did meanwhile."""
DOUBTS_TOLD = timedelta(days=7)
"""So long a message in doubt that only a person can decide about is told of each morning; then the list has it."""

_S = DeliveryState


@dataclass(frozen=True)
class DayReport:
    """What became of a day's messages.

    Attributes:
        entries: all of the day, by kind and recipient.
        earlier: of earlier days, given up or in doubt since a week at most, as this run left them.
        problem: why not all messages could be composed.
    """

    business_date: date
    entries: tuple[DeliveryEntry, ...]
    earlier: tuple[DeliveryEntry, ...] = ()
    problem: Exception | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every message was composed and sent."""
        return self.problem is None and not self.alarms

    @property
    def alarms(self) -> tuple[DeliveryEntry, ...]:
        """What a person has to know of: everything that is not sent."""
        return tuple(entry for entry in (*self.entries, *self.earlier) if entry.state is not _S.SENT)


def send_day(
    settings: Settings,
    ledger: Ledger,
    business_date: date,
    *,
    compose: Callable[[], Iterable[Message]],
    channels: Mapping[str, Channel],
    clock: Callable[[], datetime],
    sleep: Callable[[float], None] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
    patience: timedelta | None = None,
    is_manual: bool = False,
    times: CourierTimes = CourierTimes(),  # noqa: B008  # frozen
    at_once: int = AT_ONCE,
    who: str = "digest",
) -> DayReport:
    """Send what is to be sent on ``business_date`` and tell what became of it.

    Args:
        business_date: the nominal day, never taken from the clock.
        compose: the day's messages; not called once all of them are frozen.
        channels: by name.
        clock: aware times.
        sleep: waits so many seconds, between tries.
        monotonic: seconds by a clock that nobody can put forward.
        patience: how long to stay for what has to be tried again; None: until the window closes.
        is_manual: a person asked for this day: no window, and what was skipped is sent after all.
        times: how long a sender has a message, when it is tried again.
        at_once: so many messages are on their way at a time; the channel keeps its rate all the same.
        who: for the audit log.
    """
    courier = Courier(ledger, channels, clock, times, monotonic)
    day = _Day(settings, ledger, business_date, courier, clock, is_manual, at_once)
    with courier:
        earlier = day.close_earlier()
        problem = day.freeze(compose)
        if is_manual:
            day.reopen(who)
        until = None if patience is None else clock() + patience
        while day.is_open():
            day.go_round()
            nap = day.nap(until)
            if nap is None:
                break
            sleep(nap)
        if not day.is_open():
            day.close(sleep)
        courier.let_go()
    return DayReport(business_date, tuple(ledger.deliveries.of_day(business_date)), earlier, problem)


def send_one(
    ledger: Ledger,
    entry: DeliveryEntry,
    *,
    channels: Mapping[str, Channel],
    clock: Callable[[], datetime],
    times: CourierTimes = CourierTimes(),  # noqa: B008  # frozen
) -> DeliveryEntry:
    """Send one message that a person decided about, if there is something left to send; how it stands then."""
    with Courier(ledger, channels, clock, times) as courier:
        if entry.state is _S.PENDING:
            courier.deliver(entry)
    return ledger.deliveries.find(entry.id)


@dataclass
class _Day:
    """One run over one day."""

    settings: Settings
    ledger: Ledger
    business_date: date
    courier: Courier
    clock: Callable[[], datetime]
    is_manual: bool
    at_once: int

    @property
    def closing(self) -> datetime:
        return closing(self.business_date, ZoneInfo(self.settings.timezone))

    def is_open(self) -> bool:
        return self.is_manual or self.clock() < self.closing

    def close_earlier(self) -> tuple[DeliveryEntry, ...]:
        """After several days down there is one message: those of the days before are given up."""
        left = self.ledger.deliveries.open_before(self.business_date, self.business_date - DOUBTS_TOLD)
        return tuple(self._closed(entry) if self.courier.can_do_something(entry) else entry for entry in left)

    def _closed(self, entry: DeliveryEntry) -> DeliveryEntry:
        # Since the day before, whatever was on its way has arrived.
        self.courier.give_up(entry, LATE, looks_twice=False)
        return self.ledger.deliveries.at(entry.key)

    def _of(self, day: date) -> list[DeliveryEntry]:
        return self.ledger.deliveries.of_day(day)

    def freeze(self, compose: Callable[[], Iterable[Message]]) -> Exception | None:
        """Keep every message; each is sent while the next are made, also when one of those cannot be made."""
        problems: list[Exception] = []
        if not self.ledger.deliveries.is_composed(self.business_date):
            each(self._deliver_if_due, self._frozen(compose, problems), self.at_once)
        return problems[0] if problems else None

    def _frozen(self, compose: Callable[[], Iterable[Message]], problems: list[Exception]) -> Iterator[DeliveryEntry]:
        try:
            for message in compose():
                yield _freeze(self.ledger, message)
        except Exception as error:  # whatever it is, it must not keep the others from their messages
            problems.append(error)
            return
        self.ledger.deliveries.composed(self.business_date)

    def _deliver_if_due(self, entry: DeliveryEntry) -> None:
        if self.courier.is_due(entry):
            self._deliver(entry)

    def reopen(self, who: str) -> None:
        for entry in self._of(self.business_date):
            if entry.state is _S.SKIPPED:
                self.ledger.deliveries.reopen_skipped(entry.key, who)

    def go_round(self) -> None:
        due = [entry for entry in self._of(self.business_date) if self.courier.is_due(entry)]
        each(self._deliver, due, self.at_once)

    def _deliver(self, entry: DeliveryEntry) -> None:
        if self.is_open():
            self.courier.deliver(entry)

    def nap(self, until: datetime | None) -> float | None:
        """Seconds until something can be done again; None when there is nothing to stay for."""
        open_entries = [entry for entry in self._of(self.business_date) if self.courier.can_do_something(entry)]
        now = self.clock()
        if not open_entries or (until is not None and now >= until):
            return None
        waits = [at for entry in open_entries if (at := entry.next_try_at or entry.lease_until) is not None]
        ends = [at for at in (until, None if self.is_manual else self.closing) if at is not None]
        wait = (min([*waits, *ends], default=now) - now).total_seconds()
        second_look = self.courier.second_look()
        return min(max(wait, SHORTEST_NAP), LONGEST_NAP, LONGEST_NAP if second_look is None else second_look)

    def close(self, sleep: Callable[[float], None]) -> None:
        self._give_up()
        while (wait := self.courier.second_look()) is not None:
            sleep(wait)
            self._give_up()

    def _give_up(self) -> None:
        for entry in self._of(self.business_date):
            if entry.state in (_S.PENDING, _S.SENDING, _S.UNKNOWN):
                self.courier.give_up(entry, LATE)


def _freeze(ledger: Ledger, message: Message) -> DeliveryEntry:
    count = len(message.parts)
    if any(part_marker(message.marker, n, count) not in part for n, part in enumerate(message.parts, 1)):
        raise ValueError(f"a part of {message.marker} does not carry its marker: it could never be found again")
    key = DeliveryKey(message.kind, message.recipient, message.business_date)
    return ledger.deliveries.freeze(
        key, release_id=message.release_id, marker=message.marker, parts=message.parts, channel=message.channel,
        address=message.address, units=message.units, attachment=message.attachment,
        attachment_name=message.attachment_name,
    )  # fmt: skip
