"""The schedule's part in the day's messages: their day, the run they wait for, what is told when some are missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from flows.schedules.digesting import send_digest
from flows.schedules.jobs import Clock, still_open
from phanky.errors import DeliveryError
from phanky.ledger import DeliveryKey, Ledger, open_ledger
from phanky.settings import Settings, load_settings

DAY = date(2026, 11, 25)
SEVEN = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    now: datetime = SEVEN

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Sender:
    """Freezes one message and sends it, unless told to leave it."""

    leaves: bool = False
    at: list[datetime] = field(default_factory=list)

    def __call__(self, _settings: Settings, ledger: Ledger, day: date, clock: Clock) -> None:
        self.at.append(clock())
        key = DeliveryKey("unit", "PC02AA", day)
        kept, marker = ledger.deliveries, f"#PK-{day:%Y%m%d}-0a0b0c0d"
        kept.freeze(key, release_id="r1", marker=marker, parts=("tin",), channel="outbox", address="PC02AA")
        kept.composed(day)
        if self.leaves:
            return
        holder = kept.holder()
        attempt = kept.claim(key, timedelta(minutes=5), clock(), holder=holder, may_search=True)
        if attempt is not None:
            kept.sent(attempt)
        holder.leave()


def test_messages_sent_are_counted(tmp_path: Path) -> None:
    clock = FakeClock()
    result = send_digest(load_settings(home=tmp_path), DAY, send=Sender(), tell=print, clock=clock, sleep=clock.sleep)
    assert result.states == {"sent": 1}
    assert result.summary == "Tin ngày 25/11/2026: sent 1."
    assert result.release_id == "r1"


def test_a_late_run_for_a_day_that_is_over_sends_nothing(tmp_path: Path) -> None:
    sender, clock = Sender(), FakeClock(SEVEN + timedelta(days=3))
    result = send_digest(load_settings(home=tmp_path), DAY, send=sender, tell=print, clock=clock, sleep=clock.sleep)
    assert sender.at == []
    assert result.summary == "Tin ngày 25/11/2026 đã quá ngày, không gửi."


def test_a_run_in_progress_is_waited_for_until_five_past_seven(tmp_path: Path) -> None:
    sender, clock, told = Sender(), FakeClock(), []
    with FileLock(tmp_path / "run.lock"):
        send_digest(load_settings(home=tmp_path), DAY, send=sender, tell=told.append, clock=clock, sleep=clock.sleep)
    assert sender.at == [SEVEN + timedelta(minutes=5)]
    assert len(told) == 1


def test_a_run_that_ends_at_two_past_seven_is_waited_for_no_longer(tmp_path: Path) -> None:
    sender, clock, lock = Sender(), FakeClock(), FileLock(tmp_path / "run.lock")
    lock.acquire()

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.now == SEVEN + timedelta(minutes=2):
            lock.release()

    send_digest(load_settings(home=tmp_path), DAY, send=sender, tell=print, clock=clock, sleep=sleep)
    assert sender.at == [SEVEN + timedelta(minutes=2)]


def test_what_did_not_go_out_fails_the_run_and_is_named(tmp_path: Path) -> None:
    clock = FakeClock()
    with pytest.raises(DeliveryError, match="PC02AA: chờ gửi"):
        send_digest(
            load_settings(home=tmp_path), DAY, send=Sender(leaves=True), tell=print, clock=clock, sleep=clock.sleep
        )


def test_the_ledger_says_what_is_left_to_do_after_a_start(tmp_path: Path) -> None:
    settings, clock = load_settings(home=tmp_path), FakeClock()
    with open_ledger(settings) as ledger:
        assert still_open(ledger, DAY)
        Sender(leaves=True)(settings, ledger, DAY, clock)
        assert still_open(ledger, DAY)
        Sender()(settings, ledger, DAY, clock)
        assert not still_open(ledger, DAY)
