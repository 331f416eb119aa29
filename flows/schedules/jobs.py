"""What each line of the timetable does: plain functions, which need no Prefect and no clock of their own."""

from __future__ import annotations

import time as real_time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from flows.cmis.choosing import choose_source
from flows.pipeline import RunResult, run, tidy
from flows.publish import Retired
from flows.schedules.moments import digest_deadline
from notifier.watching import OPEN
from phanky import vietnamese as vi
from phanky.calendar import quarter_before, today
from phanky.errors import ConfigurationError
from phanky.ledger import Ledger
from phanky.settings import Settings
from semantic import Shelf

Clock = Callable[[], datetime]


def now() -> datetime:
    """The machine's time, aware."""
    return datetime.now(UTC)


def take_snapshot(settings: Settings, *, incremental: bool = False) -> RunResult:
    """One run of the source that the settings name, as of today.

    Args:
        incremental: extract only what changed, where the source can tell.

    Raises:
        ConfigurationError: they name none.
    """
    if settings.source is None:
        raise ConfigurationError(
            "Lịch chưa biết đọc CMIS ở đâu. Đặt PHANKY_SOURCE (oracle, files hoặc sample) và PHANKY_SOURCE_PATH."
        )
    day = today(settings)
    path: Path | None = settings.source_path
    source = choose_source(settings.source, settings, as_of=day, path=path)
    return run(settings, source, as_of=day, target=settings.target, incremental=incremental)


def wait_for_run(
    settings: Settings, day: date, clock: Clock = now, sleep: Callable[[float], None] = real_time.sleep
) -> bool:
    """Wait until no run is in progress, or until the messages of a day can wait no longer; False in that case."""
    deadline = digest_deadline(day, clock(), settings.timezone)
    while is_running(settings):
        if clock() >= deadline:
            return False
        sleep(1)
    return True


def is_running(settings: Settings) -> bool:
    """Whether a run is in progress; the lock of a killed one is free."""
    lock = settings.home / "run.lock"
    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True


def still_open(ledger: Ledger, day: date) -> bool:
    """Whether a sender has something to do about a day's messages."""
    entries = ledger.deliveries.of_day(day)
    return not ledger.deliveries.is_composed(day) or any(entry.state in OPEN for entry in entries)


def tidy_up(settings: Settings, clock: Clock = now) -> Retired:
    """Let go of releases, snapshots and landing files that nobody has to come back to."""
    return tidy(settings, clock())


def quarter_reminder(settings: Settings, day: date) -> str | None:
    """What to remind of when the quarter before this day is not signed off; None when it is."""
    quarter = quarter_before(day)
    if quarter in Shelf(settings.home).sign_offs():
        return None
    return (
        f"NHẮC CHỐT QUÝ: {vi.quarter(quarter)} chưa chốt. Kiểm tra số liệu đã đủ kỳ rồi chạy: "
        f"phanky close-quarter {quarter}"
    )
