"""Running one step in a process of its own and asking the kernel what it cost.

This module, and whatever starts steps, imports nothing heavy: a child's peak memory begins with its parent's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.places import ROOT

_SAMPLE_S = 0.25
_BUSY_SHARE = 0.1
_MB = 1_000_000


class StepError(Exception):
    """A step left with an exit code other than 0."""


@dataclass(frozen=True)
class Cost:
    """What one step cost.

    Attributes:
        cpu_s: user and system time of the step's process and, where there is one, of its servers.
        peak_mb: greatest resident memory of the process (MB = 10^6 bytes).
        server_peak_mb: greatest proportional set size of the server's processes together; None without a server.
        others_cpu_s: CPU time that other processes of the machine took meanwhile.
        load_before: load average of the minute before.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    server_peak_mb: float | None
    others_cpu_s: float
    load_before: float
    answer: dict[str, Any] = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Plain values for the file of results."""
        return asdict(self)


def measure(step: str, *, servers_in: Path | None = None, **arguments: object) -> Cost:
    """Run ``benchmarks.steps <step>`` and return its cost with what it answered.

    Args:
        servers_in: folder in or below which the processes work whose cost is the step's too: a database server that
            it starts, the workers of a cluster.

    Raises:
        StepError: with the end of what the step said.
    """
    load_before, busy_before, begun = os.getloadavg()[0], busy_s(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, _Servers(servers_in) as servers:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", "benchmarks.steps", step, json.dumps(arguments, default=str), str(answer)]
        process = subprocess.Popen(command, cwd=ROOT, env=_environment())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begun
        if process.returncode != 0:
            raise StepError(f"{step} {arguments} left with {process.returncode}")
        said = json.loads(answer.read_text(encoding="utf-8"))
    cpu = usage.ru_utime + usage.ru_stime + servers.cpu_s
    others = max(busy_s() - busy_before - cpu, 0.0)
    peak = usage.ru_maxrss * 1024 / _MB
    server_peak = servers.peak_bytes / _MB if servers_in is not None else None
    return Cost(wall, cpu, peak, server_peak, others, load_before, said)


def wait_for_quiet(patience_s: float) -> bool:
    """Wait until other processes leave the machine alone for five seconds; False when patience ran out."""
    until = time.monotonic() + patience_s
    while psutil.cpu_percent(interval=5) > _BUSY_SHARE * 100:
        if time.monotonic() > until:
            return False
        time.sleep(5)
    return True


def _environment() -> dict[str, str]:
    # Measured with the defaults of the settings, whatever this shell has set.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHANKY_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "PYTHONDONTWRITEBYTECODE": ""}


def busy_s() -> float:
    """CPU time that all processes of the machine have taken."""
    times = psutil.cpu_times()
    return float(times.user + times.system + times.irq + times.softirq)


class _Servers:
    """Watches the processes that work in or below a folder, for as long as the ``with`` block lasts."""

    def __init__(self, folder: Path | None) -> None:
        self.peak_bytes = 0
        self.cpu_s = 0.0
        self._folder = folder.resolve() if folder is not None else None  # as the system tells where a process works
        self._before: dict[int, float] = {}
        self._gone = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Servers:
        if self._folder is not None:
            self._before = {process.pid: _own_cpu(process) for process in self._processes()}
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._gone.set()
        if self._folder is not None:
            self._thread.join()

    def _watch(self) -> None:
        spent: dict[int, float] = {}
        while not self._gone.wait(_SAMPLE_S):
            memory = 0
            for process in self._processes():
                try:
                    memory += process.memory_full_info().pss
                    spent[process.pid] = _own_cpu(process) - self._before.get(process.pid, 0.0)
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            self.peak_bytes = max(self.peak_bytes, memory)
            self.cpu_s = sum(spent.values())

    def _processes(self) -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return self._folder is not None and Path(process.cwd()).is_relative_to(self._folder)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False


def _own_cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
