"""Following CMIS: look often, run when something moved, go on when CMIS is away."""

from __future__ import annotations

import time as real_time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.cmis.source import Source
from flows.landing import is_live, manifests
from flows.pipeline import RunResult, Target, run
from phanky import vietnamese as vi
from phanky.errors import BusyError, PhankyError
from phanky.ledger import Outcome, open_ledger
from phanky.settings import Settings
from semantic import Shelf

LONGEST_WAIT_S = 300.0
"""How long at most until an absent CMIS is tried again."""

_UNSEEN = timedelta(minutes=15)
"""So often changes are looked for even when the pulse stands still: it cannot show what nobody stamped."""


@dataclass(frozen=True)
class Watch:
    """What is followed, and how.

    Attributes:
        source_of: the source as of a day.
        every_s: seconds between two looks.
        full_at: local time from which on everything is extracted once a day; None: never.
        tell: takes one line at a time.
        clock: aware time now.
        sleep: waits so many seconds.
    """

    settings: Settings
    source_of: Callable[[date], Source]
    target: Target
    every_s: float
    tell: Callable[[str], None]
    full_at: time | None = time(5, 30)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = real_time.sleep


@dataclass(frozen=True)
class _Memory:
    """What one look leaves to the next.

    Attributes:
        day: that the kept pulse belongs to.
        pulse: of the state that was run last; None: none was.
        seen: the pulse of the last look, of exports that may still be being copied.
        failures: looks in a row that failed, the last with ``trouble``.
    """

    day: date | None = None
    pulse: str | None = None
    seen: str | None = None
    ran_at: datetime | None = None
    full_on: date | None = None
    failures: int = 0
    trouble: str = ""


@dataclass
class Follower:
    """Looks at CMIS again and again; :meth:`look` is one look."""

    watch: Watch
    _memory: _Memory = field(default_factory=_Memory)

    def follow(self) -> None:
        """Look until somebody stops the program."""
        self._memory = replace(self._memory, full_on=self._last_full())
        while True:
            self.watch.sleep(self.look())

    def look(self) -> float:
        """Look once and run if need be; returns the seconds until the next look.

        What goes wrong is told, once as long as it stays the same; the release in service stays there.
        """
        try:
            self._look()
        except BusyError as error:
            self._complain(error)
            return self.watch.every_s
        except PhankyError as error:
            self._complain(error)
            return min(self.watch.every_s * 2.0**self._memory.failures, LONGEST_WAIT_S)
        if self._memory.failures:
            self._tell("Đã đọc lại được CMIS.")
            self._memory = replace(self._memory, failures=0, trouble="")
        return self.watch.every_s

    def _look(self) -> None:
        now = self.watch.clock()
        local = now.astimezone(ZoneInfo(self.watch.settings.timezone))
        source = self.watch.source_of(local.date())
        # Asked before the run: what changes while it goes on moves the next one.
        pulse = _pulse(source)
        if self._is_full_due(local):
            self._run(source, local, pulse, incremental=False)
        elif self._has_moved(source, local.date(), pulse, now):
            self._run(source, local, pulse, incremental=True)

    def _is_full_due(self, local: datetime) -> bool:
        at = self.watch.full_at
        return at is not None and local.time() >= at and self._memory.full_on != local.date()

    def _has_moved(self, source: Source, day: date, pulse: str, now: datetime) -> bool:
        memory = self._memory
        if is_live(source):
            overdue = memory.ran_at is None or now - memory.ran_at >= _UNSEEN or now < memory.ran_at
            return overdue or pulse != memory.pulse or day != memory.day
        # A folder that is still being copied into looks different each time.
        self._memory = replace(memory, seen=pulse)
        return pulse == memory.seen and (pulse != memory.pulse or day != memory.day)

    def _run(self, source: Source, local: datetime, pulse: str, *, incremental: bool) -> None:
        watch = self.watch
        result = run(watch.settings, source, as_of=local.date(), target=watch.target, incremental=incremental)
        full_on = self._memory.full_on if incremental else local.date()
        self._memory = replace(
            self._memory, day=local.date(), pulse=pulse, seen=pulse, ran_at=watch.clock(), full_on=full_on
        )
        for line in told(result, incremental=incremental):
            self._tell(line)

    def _complain(self, error: PhankyError) -> None:
        trouble = str(error)
        if trouble != self._memory.trouble:
            self._tell(f"{trouble} {self._standing()}")
            if not isinstance(error, BusyError) and not self._memory.failures:
                self._note(trouble)
        failures = self._memory.failures + (not isinstance(error, BusyError))
        self._memory = replace(self._memory, failures=failures, trouble=trouble)

    def _standing(self) -> str:
        shelf = Shelf(self.watch.settings.home)
        current = shelf.current_id()
        if current is None:
            return "Chưa có bản phát hành nào; sẽ thử lại."
        taken = shelf.receipt(current).taken_at.astimezone(ZoneInfo(self.watch.settings.timezone))
        return f"Bản {current} vẫn phục vụ, số liệu lấy lúc {vi.moment(taken)}; sẽ thử lại."

    def _note(self, trouble: str) -> None:
        """An outage stands in the ledger among the runs, where pages show it; a run that failed is there already."""
        with suppress(PhankyError), open_ledger(self.watch.settings) as ledger:
            last = next(iter(ledger.last_runs(1)), None)
            if last is None or last.outcome is not Outcome.FAILED or last.message != trouble:
                entry = ledger.start_run(source="watch", target=self.watch.target)
                ledger.finish_run(entry, outcome=Outcome.FAILED, message=trouble)

    def _last_full(self) -> date | None:
        """The local day of the newest kept snapshot that was extracted whole."""
        with suppress(PhankyError):
            zone = ZoneInfo(self.watch.settings.timezone)
            days = [m.taken_at.astimezone(zone) for m in manifests(self.watch.settings) if m.base is None]
            at = self.watch.full_at
            return max((day.date() for day in days if at is None or day.time() >= at), default=None)
        return None

    def _tell(self, line: str) -> None:
        local = self.watch.clock().astimezone(ZoneInfo(self.watch.settings.timezone))
        self.watch.tell(f"{local:%H:%M:%S} {line}")


def told(result: RunResult, *, incremental: bool) -> tuple[str, ...]:
    """One line on what a run did, and one on each thing that a full extraction had to put right."""
    what = "" if incremental else "Ảnh chụp đầy đủ. "
    seconds = f"{vi.number(sum(result.seconds.values()), 1)} s"
    corrected = tuple(note for note in result.notes if note.startswith("Đối chiếu"))
    if not result.changed:
        return (f"{what}Không đổi: bản {result.release_id} vẫn phục vụ ({seconds}).", *corrected)
    changes = ""
    if (found := result.comparison) is not None:
        counts = (("mới sai", found.new), ("đã xử lý", found.settled), ("đổi", found.changed),
                  ("sửa tháng đã chốt", found.revised))  # fmt: skip
        changes = ": " + ", ".join(f"{vi.number(rows.num_rows)} {word}" for word, rows in counts)
    return (f"{what}Bản {result.release_id}{changes} ({seconds}).", *corrected)


def _pulse(source: Source) -> str:
    pulse: Callable[[], str] = getattr(source, "pulse", source.fingerprint)
    return pulse()
