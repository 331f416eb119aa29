"""Two real sender processes over one ledger and one chat server, killed with SIGKILL again and again."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from notifier.channels import open_channels
from notifier.courier import CourierTimes, part_marker
from notifier.message import Message
from notifier.sending import DayReport, send_day
from phanky.ledger import DeliveryState, open_ledger
from phanky.settings import Settings, load_settings
from tests.notifier.chat_double import ChatDouble

FIRST_DAY = date(2026, 1, 1)
RECIPIENTS = tuple((f"U{number}", 1 + number % 3) for number in range(6))
TIMES = CourierTimes(
    lease=timedelta(seconds=1), first_wait=timedelta(milliseconds=100), settle=timedelta(milliseconds=300)
)


def settings_of(home: Path, ledger_url: str | None, chat_url: str) -> Settings:
    return load_settings(
        home=home, ledger_url=ledger_url, chat_url=f"{chat_url}/messages", chat_search_url=f"{chat_url}/?q={{marker}}",
        chat_search_path="found", chat_read_timeout=0.8, chat_per_second=200.0,
    )  # fmt: skip


def marker_of(recipient: str, day: date) -> str:
    return f"#PK-{day:%Y%m%d}-{sum(map(ord, recipient)):08x}"


def compose(day: date) -> Iterator[Message]:
    for recipient, count in RECIPIENTS:
        marker = marker_of(recipient, day)
        parts = tuple(f"tin\n{part_marker(marker, number, count)}" for number in range(1, count + 1))
        yield Message("unit", recipient, day, "r", marker, parts, channel="http", address=recipient)


def send(settings: Settings, day: date, patience: float) -> DayReport:
    """What a sender process does."""
    with open_ledger(settings) as ledger:
        return send_day(
            settings, ledger, day, compose=lambda: compose(day), channels=open_channels(settings), times=TIMES,
            clock=lambda: datetime.now(UTC), is_manual=True, patience=timedelta(seconds=patience),
        )  # fmt: skip


@dataclass
class Slaughter:
    """So many kills, a few a day; every day is looked at when its senders were at last left alone."""

    settings: Settings
    chat: ChatDouble
    seed: int = 1
    kills: int = 0
    caught: Counter[str] = field(default_factory=Counter)
    duplicates: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    not_sent: list[str] = field(default_factory=list)

    def until(self, kills: int) -> None:
        chance, number = random.Random(self.seed), 0
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.notifier.killed_senders"])
        while self.kills < kills:
            day = FIRST_DAY + timedelta(days=number)
            number += 1
            for _ in range(4):
                self._kill_two(context, day, chance)
            self._look(day)

    def _kill_two(self, context: multiprocessing.context.ForkServerContext, day: date, chance: random.Random) -> None:
        senders = [context.Process(target=send, args=(self.settings, day, 30.0)) for _ in range(2)]
        for sender in senders:
            sender.start()
        self._wait_for_work(day, senders)
        for sender in senders:
            time.sleep(chance.uniform(0, 0.15))
            self._kill(sender, day)

    def _wait_for_work(self, day: date, senders: list[ForkServerProcess]) -> None:
        """Until something new goes on: a kill while modules load proves nothing."""
        before, until = len(self.chat.asked), time.monotonic() + 10
        while len(self.chat.asked) == before and time.monotonic() < until and any(s.is_alive() for s in senders):
            time.sleep(0.005)

    def _kill(self, sender: ForkServerProcess, day: date) -> None:
        sender.kill()
        sender.join()
        if sender.exitcode != -9:
            return
        self.kills += 1
        with open_ledger(self.settings) as ledger:
            states = {entry.state for entry in ledger.deliveries.of_day(day)}
        self.caught["while sending" if DeliveryState.SENDING in states else "between calls"] += 1

    def _look(self, day: date) -> None:
        report = send(self.settings, day, 60.0)
        self.not_sent += [f"{entry.key} {entry.state}" for entry in report.alarms]
        for recipient, count in RECIPIENTS:
            for number in range(1, count + 1):
                marker = part_marker(marker_of(recipient, day), number, count)
                arrived = self.chat.count(marker)
                self.duplicates += [marker] if arrived > 1 else []
                self.missing += [marker] if arrived == 0 else []
