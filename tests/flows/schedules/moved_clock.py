"""A machine whose clock stands where a test puts it: the real program under libfaketime, Prefect and all."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from phanky.ledger import DeliveryEntry, open_ledger
from phanky.settings import load_settings
from tests.runs import PHANKY, ROOT

_LIBRARY = next(
    (path for folder in (Path("/usr/lib"), Path("/lib")) for path in folder.glob("*/faketime/libfaketimeMT.so.1")), None
)
needs_libfaketime = pytest.mark.skipif(_LIBRARY is None, reason="no libfaketime: apt-get install libfaketime")


class Machine:
    """One host: its home, the zone it stands in, and its clock."""

    def __init__(self, folder: Path, home: Path, zone: str, **settings: str) -> None:
        self.home = home
        self._clock_file = folder / "clock"
        self._settings = settings
        self._zone = zone
        self._process: subprocess.Popen[bytes] | None = None
        self.prefect = ""

    def set_clock(self, moment: datetime) -> None:
        """From now on it is this moment there; running programs see the jump within a second."""
        offset = moment.timestamp() - time.time()
        temporary = self._clock_file.with_suffix(".new")
        temporary.write_text(f"{offset:+.0f}s\n")
        temporary.replace(self._clock_file)

    def start(self) -> None:
        """``phanky serve``, until Prefect answers."""
        said = self._clock_file.with_name("serve.log")
        with said.open("wb") as log:
            self._process = subprocess.Popen(
                [PHANKY, "serve", "--port", "0", "--prefect-port", "0"], env=self._environment(), cwd=ROOT,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        await_until("the address of the pages", lambda: "Ctrl-C" in self._said(said), 120)
        (self.prefect,) = re.findall(r"Lịch chạy: (\S+)", self._said(said))

    def _said(self, log: Path) -> str:
        """What the program told so far, while it lives."""
        text = log.read_text(encoding="utf-8")
        assert self._process is not None
        assert self._process.poll() is None, text
        return text

    def stop(self) -> int:
        """As a service manager does it; its exit code."""
        assert self._process is not None
        # Whoever runs tests in the background has Ctrl-C ignored, and so have all programs that they start.
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(60)

    def cut_power(self) -> None:
        """Everything at once; nobody says goodbye."""
        assert self._process is not None
        children = _descendants(self._process.pid)
        for number in (self._process.pid, *children):
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._process.wait()

    def runs(self, name: str, *states: str) -> list[dict[str, Any]]:
        """Runs of one line of the timetable, the oldest first."""
        asked = {"deployments": {"name": {"any_": [name]}}, "sort": "EXPECTED_START_TIME_ASC"}
        if states:
            asked["flow_runs"] = {"state": {"name": {"any_": list(states)}}}
        try:
            answer = requests.post(f"{self.prefect}/api/flow_runs/filter", json=asked, timeout=30)
        except requests.ConnectionError:
            return []
        return list(answer.json()) if answer.ok else []

    def await_scheduled(self, utc: str) -> None:
        """Wait until Prefect's scheduler has the messages of that moment before it, and somebody asks for runs.

        Before it asks, the program looks for what was missed: a clock moved then would find it.
        """
        log = self._clock_file.with_name("serve.log")

        def is_planned() -> bool:
            self._said(log)
            planned = any(run["expected_start_time"].startswith(utc) for run in self.runs("daily-digest"))
            return planned and self._is_asked_for("daily-digest")

        await_until(f"a run for {utc}", is_planned, 900)

    def _is_asked_for(self, name: str) -> bool:
        asked = {"deployments": {"name": {"any_": [name]}}}
        answer = requests.post(f"{self.prefect}/api/deployments/filter", json=asked, timeout=30)
        return answer.ok and any(found["status"] == "READY" for found in answer.json())

    def artifacts(self, key: str) -> list[dict[str, Any]]:
        """What runs left to be looked at, under one name."""
        asked = {"artifacts": {"key": {"any_": [key]}}}
        return list(requests.post(f"{self.prefect}/api/artifacts/filter", json=asked, timeout=30).json())

    def deliveries(self, day: date) -> list[DeliveryEntry]:
        """What the ledger says of a day."""
        with open_ledger(load_settings(home=self.home)) as ledger:
            return ledger.deliveries.of_day(day)

    def is_composed(self, day: date) -> bool:
        """Whether all messages of a day are made."""
        with open_ledger(load_settings(home=self.home)) as ledger:
            return ledger.deliveries.is_composed(day)

    def sent_files(self) -> list[str]:
        """What the outbox holds, the administrator's letters left out."""
        return sorted(path.name for path in (self.home / "outbox").rglob("*.txt") if path.parent.name != "quan-tri")

    def _environment(self) -> dict[str, str]:
        assert _LIBRARY is not None
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
            "LD_PRELOAD": str(_LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self._clock_file),
            "FAKETIME_CACHE_DURATION": "1",
            # Waiting is done by the monotonic clock, which no jump may touch.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "TZ": self._zone,
            "PHANKY_HOME": str(self.home),
            "PREFECT_RUNNER_POLL_FREQUENCY": "2",
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": f"{Path(__file__).parent / 'moved'}{os.pathsep}{ROOT}",
            "PYTHONWARNINGS": "ignore",
            **self._settings,
        }


@contextmanager
def machine(folder: Path, home: Path, zone: str, **settings: str) -> Iterator[Machine]:
    """A machine that is off at the end, whatever happened."""
    host = Machine(folder, home, zone, **settings)
    try:
        yield host
    finally:
        if host._process is not None and host._process.poll() is None:
            host.cut_power()


def await_until(what: str, true: Callable[[], bool], seconds: float = 120) -> None:
    """Wait, by this machine's own clock."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.5)


def moment(text: str) -> datetime:
    """An aware time of Việt Nam, ``2026-11-25 07:00``."""
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


def _descendants(process: int) -> list[int]:
    import psutil

    return [child.pid for child in psutil.Process(process).children(recursive=True)]
