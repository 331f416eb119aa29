"""Mornings of two senders in one process: a clock that jumps, a chat that fails in every way, senders that die.

Nothing is random but by a seed.  A death is an exception that no code of the product catches; what dies with a real
process (its lock) is let go by the same ``with`` that a living one uses.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Literal
from zoneinfo import ZoneInfo

from notifier.channels import Outcome, Piece, Result
from notifier.courier import part_marker
from notifier.message import Message
from notifier.sending import DayReport, send_day
from phanky.calendar import opening
from phanky.ledger import DeliveryState, Ledger, open_ledger
from phanky.settings import Settings

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = date(2026, 1, 1)
RECIPIENTS = (("company", "PC02", 3), ("unit", "PC02AA", 1), ("unit", "PC02BB", 2))
WORST_FATES = 3
"""So often in a row something goes wrong for one part at most: what must arrive has to be able to."""

Fate = Literal[
    "fine", "dies before", "dies not stored", "dies stored", "timeout not stored", "timeout stored", "timeout late",
    "429", "500 told", "500 silent stored", "500 silent", "rival", "rival and jump",
]  # fmt: skip
FATES: tuple[Fate, ...] = Fate.__args__  # type: ignore[attr-defined]


class Killed(BaseException):
    """The process is no more."""


@dataclass
class World:
    """What is true, whatever the senders know of it."""

    random: random.Random
    now: datetime = field(default_factory=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    jumped: timedelta = timedelta(0)
    arrived: Counter[str] = field(default_factory=Counter)
    on_the_way: list[tuple[datetime, str]] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)
    deaths: Counter[str] = field(default_factory=Counter)
    jumps_left: int = 0

    def clock(self) -> datetime:
        """What the machines' clock shows."""
        return self.now + self.jumped

    def pass_by(self, seconds: float) -> None:
        """Time goes by, and what was on its way arrives."""
        self.now += timedelta(seconds=seconds)
        for due, marker in list(self.on_the_way):
            if due <= self.now:
                self.on_the_way.remove((due, marker))
                self.arrived[marker] += 1

    def jump(self) -> None:
        """Once a day the clock is put forward or back, by less than the rest of the morning."""
        if self.jumps_left:
            self.jumps_left -= 1
            self.jumped = timedelta(minutes=self.random.randint(-50, 50))


@dataclass
class Chat:
    """A channel of that world."""

    world: World
    can_search: bool
    rival: Callable[[], None] | None = None

    def find(self, marker: str, address: str) -> bool | None:
        return self.world.arrived[marker] > 0 if self.can_search else None

    def send(self, piece: Piece) -> Outcome:
        world, marker = self.world, piece.marker
        fate: Fate = world.random.choice(FATES) if world.tries[marker] < WORST_FATES else "fine"
        world.tries[marker] += 1
        world.fates[fate] += 1
        return self._happens(fate, marker)

    def _happens(self, fate: Fate, marker: str) -> Outcome:
        world = self.world
        if fate in ("dies before", "dies not stored"):
            raise Killed
        if fate.startswith("rival"):
            if fate == "rival and jump":
                world.jump()
            if self.rival is not None:
                self.rival()
        world.pass_by(1)
        if fate in ("fine", "rival", "rival and jump", "dies stored", "timeout stored", "500 silent stored"):
            world.arrived[marker] += 1
        if fate == "dies stored":
            raise Killed
        if fate == "timeout late":
            world.on_the_way.append((world.now + timedelta(seconds=45), marker))
        return self._told(fate)

    def _told(self, fate: Fate) -> Outcome:
        if fate.startswith("timeout"):
            self.world.pass_by(30)
            return Outcome(Result.UNKNOWN, "ReadTimeout")
        if fate == "429":
            return Outcome(Result.NOT_SENT, "HTTP 429", retry_after=5)
        if fate == "500 told":
            return Outcome(Result.NOT_SENT, "HTTP 500")
        return Outcome(Result.UNKNOWN, "HTTP 500") if "silent" in fate else Outcome(Result.SENT)


class FragileDeliveries:
    """The ledger's deliveries for a sender that may die right before or right after any change."""

    _CHANGES = ("freeze", "composed", "claim", "part_sent", "sent", "unknown", "failed", "retry_at", "skipped")

    def __init__(self, real: Any, world: World) -> None:
        self._real, self._world = real, world

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        return self._fragile(name, method) if name in self._CHANGES else method

    def _fragile(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self._perhaps(f"before {name}")
            result = method(*args, **kwargs)
            self._perhaps(f"after {name}")
            return result

        return call

    def _perhaps(self, where: str) -> None:
        if self._world.random.random() < 0.02:
            self._world.deaths[where] += 1
            raise Killed


@dataclass
class Morning:
    """What a day left behind."""

    day: date
    arrived: dict[str, list[int]]
    states: dict[str, DeliveryState]
    shown: frozenset[str]


@dataclass
class Simulation:
    """Days of two senders over one ledger."""

    settings: Settings
    can_search: bool
    seed: int
    world: World = field(init=False)
    composed: int = 0
    composed_again: int = 0

    def __post_init__(self) -> None:
        self.world = World(random.Random(self.seed))

    def days(self, count: int) -> Iterator[Morning]:
        """Simulate so many days, one after another."""
        with (
            open_ledger(self.settings, clock=self.world.clock) as one,
            open_ledger(self.settings, clock=self.world.clock) as two,
        ):
            for number in range(count):
                yield self._morning(FIRST_DAY + timedelta(days=number), one, two)

    def _morning(self, day: date, one: Ledger, two: Ledger) -> Morning:
        world = self.world
        world.now, world.jumped, world.jumps_left = opening(day, ZONE).astimezone(UTC), timedelta(0), 1
        world.tries.clear()
        world.arrived.clear()
        world.on_the_way.clear()
        report = None
        while report is None:
            mine, other = world.random.sample([one, two], 2)
            with suppress(Killed):
                report = self._send(day, mine, lambda other=other: self._rival(day, other))
            world.pass_by(world.random.choice([1, 20, 240]))
        world.pass_by(3600)
        return self._left(day, one, report)

    def _rival(self, day: date, ledger: Ledger) -> None:
        """The other sender comes in the middle of a call, does what it can, at times stays, and may die of it."""
        stays = timedelta(minutes=self.world.random.choice([0, 0, 0, 5]))
        with suppress(Killed):
            self._send(day, ledger, None, patience=stays)

    def _send(
        self, day: date, ledger: Ledger, rival: Callable[[], None] | None, patience: timedelta | None = None
    ) -> DayReport:
        fragile: Any = SimpleNamespace(deliveries=FragileDeliveries(ledger.deliveries, self.world))
        return send_day(
            self.settings, fragile, day, compose=lambda: self._compose(day, ledger), clock=self.world.clock,
            channels={"chat": Chat(self.world, self.can_search, rival)}, sleep=self.world.pass_by, patience=patience,
            monotonic=lambda: self.world.now.timestamp(), at_once=1,
        )  # fmt: skip

    def _compose(self, day: date, ledger: Ledger) -> Iterator[Message]:
        self.composed += 1
        self.composed_again += ledger.deliveries.is_composed(day)
        for kind, recipient, count in RECIPIENTS:
            # Every composition differs, so that a second body would show.
            parts = tuple(f"tin {self.composed}\n{one}" for one in markers_of(recipient, day, count))
            yield Message(
                kind, recipient, day, f"r-{day}", marker_of(recipient, day), parts, channel="chat", address=recipient
            )

    def _left(self, day: date, ledger: Ledger, report: DayReport) -> Morning:
        entries = ledger.deliveries.of_day(day)
        arrived = {
            recipient: [
                self.world.arrived[part_marker(marker_of(recipient, day), n, count)] for n in range(1, count + 1)
            ]
            for _, recipient, count in RECIPIENTS
        }
        shown = frozenset(entry.recipient for entry in report.alarms if entry.business_date == day)
        return Morning(day, arrived, {entry.recipient: entry.state for entry in entries}, shown)


def marker_of(recipient: str, day: date) -> str:
    """As the product's: one per recipient and day."""
    return f"#PK-{day:%Y%m%d}-{sum(map(ord, recipient)):08x}"


def markers_of(recipient: str, day: date, count: int) -> list[str]:
    """Of each part."""
    return [part_marker(marker_of(recipient, day), number, count) for number in range(1, count + 1)]


def duplicates(mornings: list[Morning]) -> list[tuple[date, str]]:
    """Messages of which some part arrived more than once."""
    return [(m.day, who) for m in mornings for who, counts in m.arrived.items() if max(counts) > 1]


def missing(mornings: list[Morning]) -> list[tuple[date, str]]:
    """Messages of which some part never arrived."""
    return [(m.day, who) for m in mornings for who, counts in m.arrived.items() if min(counts) == 0]


def missing_and_not_shown(mornings: list[Morning]) -> list[tuple[date, str]]:
    """Messages that did not wholly arrive and that nobody is told of: these are lost."""
    shown = {(m.day, who) for m in mornings for who in m.shown}
    return [one for one in missing(mornings) if one not in shown]


def unknown_and_not_shown(mornings: list[Morning]) -> list[tuple[date, str]]:
    """Messages in doubt that nobody is told of."""
    return [
        (m.day, who) for m in mornings for who, state in m.states.items()
        if state is not DeliveryState.SENT and who not in m.shown
    ]  # fmt: skip
