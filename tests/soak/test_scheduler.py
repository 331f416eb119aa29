"""A week of a machine that is switched off, loses power, stands in another zone: everybody gets one message a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.flows.schedules.moved_clock import Machine, await_until, machine, moment, needs_libfaketime
from tests.soak.test_scheduler_at_seven import own_home

pytestmark = [pytest.mark.soak, needs_libfaketime]


def all_sent(host: Machine, day: date) -> bool:
    """Whether everybody has got it; the first get theirs while the others' are made."""
    entries = host.deliveries(day)
    return host.is_composed(day) and len(entries) > 10 and {entry.state for entry in entries} == {"sent"}


def start_at(host: Machine, text: str) -> None:
    host.set_clock(moment(text))
    host.start()


@pytest.mark.parametrize("zone", ["America/New_York", "UTC"])
def test_a_week_with_outages(shared_folder: Path, tmp_path: Path, zone: str) -> None:
    with machine(tmp_path, own_home(shared_folder, tmp_path), zone) as host:
        # Wednesday: Prefect's own schedule.
        start_at(host, "2026-11-25 05:40")
        host.await_scheduled("2026-11-25T00:00:00")
        host.set_clock(moment("2026-11-25 06:59:50"))
        await_until("the message of seven", lambda: all_sent(host, date(2026, 11, 25)), 600)
        (run,) = host.runs("daily-digest", "Running", "Completed")
        assert run["auto_scheduled"]
        assert run["expected_start_time"].startswith("2026-11-25T00:00:00")

        # Thursday: no power from 06:50 to 08:10.
        host.set_clock(moment("2026-11-26 06:50"))
        host.cut_power()
        start_at(host, "2026-11-26 08:10")
        await_until("sent late", lambda: all_sent(host, date(2026, 11, 26)), 900)
        assert all("trễ" in entry.parts[0] for entry in host.deliveries(date(2026, 11, 26)))

        # Friday: switched off in order over seven.
        host.set_clock(moment("2026-11-27 06:50"))
        assert host.stop() in (0, 130)
        start_at(host, "2026-11-27 07:20")
        await_until("caught up", lambda: all_sent(host, date(2026, 11, 27)), 900)

        # Three days off: one message each, of the day on which it is up again.
        host.cut_power()
        start_at(host, "2026-12-01 08:10")
        await_until("one after three days", lambda: all_sent(host, date(2026, 12, 1)), 900)
        assert [host.deliveries(date(2026, 11, day)) for day in (28, 29, 30)] == [[], [], []]

        days = [date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 1)]
        sent = [entry for day in days for entry in host.deliveries(day)]
        assert {entry.attempts for entry in sent} == {1}
        assert len(host.sent_files()) == sum(len(entry.parts) for entry in sent)
