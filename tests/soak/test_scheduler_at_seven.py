"""Prefect's own scheduler, really running, on a machine whose clock is moved."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.flows.schedules.moved_clock import await_until, machine, moment, needs_libfaketime
from tests.runs import sample_run

SENTINEL = "S3NTINEL-9f3a01c2-4b1d7e60-58a2c9f3-0d6e"


def own_home(shared_folder: Path, folder: Path) -> Path:
    """A home of one's own with a release of the sample in service, and no message sent yet."""
    made = sample_run(shared_folder, "duckdb")
    left_out = shutil.ignore_patterns("landing", "ledger.db*", "dbt", "work", "prefect", "senders", "*.lock")
    home = folder / "home"
    shutil.copytree(made, home, ignore=left_out)
    return home


@needs_libfaketime
@pytest.mark.soak
def test_at_seven_in_viet_nam_on_a_host_in_utc_everybody_gets_one_message(shared_folder: Path, tmp_path: Path) -> None:
    home, day = own_home(shared_folder, tmp_path), date(2026, 11, 25)
    secrets = {"PHANKY_SESSION_SECRET": SENTINEL, "PHANKY_PORTAL_SECRET": SENTINEL, "PHANKY_CHAT_TOKEN": SENTINEL}
    with machine(tmp_path, home, "UTC", **secrets) as host:
        host.set_clock(moment("2026-11-25 05:40"))
        host.start()
        host.await_scheduled("2026-11-25T00:00:00")
        assert host.deliveries(day) == []
        host.set_clock(moment("2026-11-25 06:59:50"))
        await_until("sent", lambda: bool(host.runs("daily-digest", "Completed")), 600)
        (run,) = host.runs("daily-digest", "Completed")
        assert run["expected_start_time"].startswith("2026-11-25T00:00:00")
        assert datetime.fromisoformat(run["start_time"]) >= datetime.fromisoformat(run["expected_start_time"])
        assert run["auto_scheduled"]
        sent = host.deliveries(day)
        assert {entry.state for entry in sent} == {"sent"}
        assert len(host.sent_files()) == sum(len(entry.parts) for entry in sent) > 10
        figures = host.artifacts("figures")
        assert "Đúng" in figures[0]["data"]
        assert host.stop() in (0, 130)
    places = [path for path in (home / "prefect").rglob("*") if path.is_file()]
    assert places
    assert [path.name for path in places if SENTINEL.encode() in path.read_bytes()] == []
