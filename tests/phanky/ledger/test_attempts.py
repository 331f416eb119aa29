from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy

from phanky.ledger import Ledger, Limit, open_ledger
from phanky.ledger.attempts import MOST_KEYS
from phanky.ledger.model import FailedAttempts
from phanky.settings import Settings


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(settings: Settings, clock: Clock) -> Iterator[Ledger]:
    with open_ledger(settings, clock=clock) as opened:
        yield opened


LAN, OFFICE = Limit("name", "lan"), Limit("address", "10.1.2.3", timedelta(minutes=1))


def fail(ledger: Ledger, clock: Clock, times: int, *limits: Limit) -> list[float]:
    """So many failures, each as soon as it may be; the waits before them in seconds."""
    waits = []
    for _ in range(times):
        wait = ledger.attempts.begin(*limits).total_seconds()
        clock.move(wait)
        if wait:
            assert ledger.attempts.begin(*limits) == timedelta(0)
        waits.append(wait)
    return waits


def test_after_five_failures_each_one_doubles_the_wait_up_to_a_quarter_of_an_hour(ledger: Ledger, clock: Clock) -> None:
    assert fail(ledger, clock, 15, LAN) == [0, 0, 0, 0, 0, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_an_attempt_that_comes_too_early_does_not_make_the_wait_longer(ledger: Ledger, clock: Clock) -> None:
    fail(ledger, clock, 5, LAN)

    assert [ledger.attempts.begin(LAN).total_seconds() for _ in range(3)] == [4, 4, 4]


def test_an_address_waits_for_all_its_names_but_no_longer_than_a_minute(ledger: Ledger, clock: Clock) -> None:
    names = (Limit("name", f"n{number}") for number in range(12))

    waits = [fail(ledger, clock, 1, name, OFFICE)[0] for name in names]

    assert waits == [0, 0, 0, 0, 0, 4, 8, 16, 32, 60, 60, 60]


def test_a_success_starts_the_name_anew_and_takes_only_itself_from_the_address(ledger: Ledger, clock: Clock) -> None:
    fail(ledger, clock, 4, LAN, OFFICE)
    ledger.attempts.begin(LAN, OFFICE)
    ledger.attempts.succeeded(forget=LAN, uncount=OFFICE)

    assert ledger.attempts.begin(LAN) == timedelta(0)
    assert fail(ledger, clock, 2, OFFICE) == [0, 4]


def test_failures_are_forgotten_after_an_hour(ledger: Ledger, clock: Clock) -> None:
    fail(ledger, clock, 10, LAN)
    clock.move(3601)

    assert fail(ledger, clock, 5, LAN) == [0, 0, 0, 0, 0]


def test_a_name_and_an_address_that_read_alike_are_counted_apart(ledger: Ledger, clock: Clock) -> None:
    fail(ledger, clock, 5, Limit("name", "10.1.2.3"))

    assert ledger.attempts.begin(Limit("address", "10.1.2.3")) == timedelta(0)


def test_of_twenty_attempts_at_once_five_go_on(settings: Settings, clock: Clock) -> None:
    let_through: list[bool] = []
    open_ledger(settings).close()

    def attempt() -> None:
        with open_ledger(settings, clock=clock) as ledger:
            let_through.append(ledger.attempts.begin(LAN, OFFICE) == timedelta(0))

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(let_through) == 5


def test_the_counts_are_bounded_whatever_names_are_tried(ledger: Ledger, clock: Clock) -> None:
    many = [{"key": f"{n:064d}", "failures": 1, "last_at": clock() - timedelta(minutes=1)} for n in range(MOST_KEYS)]
    with ledger.attempts._database.writing() as session:
        session.execute(sqlalchemy.insert(FailedAttempts), many)

    ledger.attempts.begin(LAN)

    with ledger.attempts._database.reading() as session:
        assert session.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(FailedAttempts)) == 9_001


def test_what_was_typed_as_a_name_is_not_kept(ledger: Ledger, clock: Clock) -> None:
    ledger.attempts.begin(Limit("name", "mật khẩu gõ nhầm ô"))

    with ledger.attempts._database.reading() as session:
        (key,) = session.scalars(sqlalchemy.select(FailedAttempts.key))
    assert "mật khẩu" not in key
    assert len(key) == 64
