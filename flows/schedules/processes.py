"""The processes behind the schedules: a Prefect server, unless one is joined, and the runner of the timetable."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import requests
from filelock import FileLock, Timeout

from phanky.errors import BusyError, ConfigurationError
from phanky.settings import Settings

HOST = "127.0.0.1"
_STOP_SECONDS = 15
_RESTART_SECONDS = (5, 15, 60)


def joined_address(environment: Mapping[str, str]) -> str | None:
    """The API of an existing Prefect server, when the environment names one."""
    return environment.get("PREFECT_API_URL") or None


def prefect_environment(settings: Settings, api: str, page: str) -> dict[str, str]:
    """What every process around Prefect is started with: its state under our home, and no word to anybody outside."""
    known = dict(os.environ)
    known.setdefault("PREFECT_HOME", str(settings.home / "prefect"))
    quiet = {
        "PREFECT_API_URL": api,
        # Its newer pages call a statistics host even with telemetry off.
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # On SQLite its services and the runs wait for each other.
        "PREFECT_SERVER_DATABASE_TIMEOUT": known.get("PREFECT_SERVER_DATABASE_TIMEOUT", "60"),
        "DO_NOT_TRACK": "1",
        "PHANKY_HOME": str(settings.home),
        "PHANKY_PREFECT_URL": page,
        # A company's proxy has no way to this machine's own loopback.
        "NO_PROXY": ",".join(filter(None, (known.get("NO_PROXY"), HOST, "localhost"))),
    }
    return {**known, **quiet}


def require_free(port: int) -> int:
    """The port, or any free one for 0.

    Raises:
        ConfigurationError: somebody else listens there.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ConfigurationError(
                f"Cổng {port} của Prefect đang bị dùng. Chọn cổng khác bằng --prefect-port, "
                "hoặc đặt PREFECT_API_URL để dùng máy chủ Prefect có sẵn."
            ) from error
        free: int = probe.getsockname()[1]
        return free


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Schedules of one home run once: two runners would each hold the other's runs for lost.

    Raises:
        BusyError: they run already.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.home / "schedules.lock", timeout=0):
            yield
    except Timeout:
        raise BusyError(
            f"Lịch của {settings.home} đang chạy ở một “phanky serve” khác. Thêm --no-schedules để chỉ mở trang."
        ) from None


class Background:
    """Keeps the processes up until closed; their output goes to files under the home's ``prefect/``.

    Attributes:
        page: where a person looks at the runs.
    """

    def __init__(self, settings: Settings, *, port: int = 4200) -> None:
        joined = joined_address(os.environ)
        self._is_own = joined is None
        port = require_free(port) if self._is_own else 0
        self._api = joined or f"http://{HOST}:{port}/api"
        self.page = settings.prefect_url or self._api.removesuffix("/api")
        self._environment = prefect_environment(settings, self._api, self.page)
        self._server = _Child("server", ("prefect", "server", "start", "--host", HOST, "--port", str(port)), settings)
        self._runner = _Child("runner", ("flows.schedules.running",), settings)
        self._closing = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="schedules", daemon=True)

    def __enter__(self) -> Self:
        self._keeper.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the runner first, so that it can still say goodbye to the server."""
        self._closing.set()
        self._keeper.join()
        self._runner.stop()
        self._server.stop()

    def _keep(self) -> None:
        failures = 0
        while not self._closing.is_set():
            if self._is_own and not self._server.is_alive:
                self._server.start(self._environment)
            if not self._runner.is_alive and self._is_ready():
                self._runner.start(self._environment)
                pause = _RESTART_SECONDS[min(failures, len(_RESTART_SECONDS) - 1)]
                failures = 0 if self._runner.lasts(pause, self._closing) else failures + 1
            self._closing.wait(0.5)

    def _is_ready(self) -> bool:
        try:
            with requests.Session() as session:
                session.trust_env = False
                return session.get(f"{self._api}/health", timeout=5).ok
        except requests.RequestException:
            return False


class _Child:
    def __init__(self, name: str, command: tuple[str, ...], settings: Settings) -> None:
        self._command = (sys.executable, "-m", "flows.schedules.tethered", *command)
        self._log = settings.home / "prefect" / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, environment: Mapping[str, str]) -> None:
        with _appended(self._log) as log:
            # In a session of its own: a Ctrl-C in the terminal is for us, who stop them one after the other.
            self._process = subprocess.Popen(
                self._command, env=dict(environment), stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    def lasts(self, seconds: float, stop: threading.Event) -> bool:
        """Whether it is still there after so long."""
        until = time.monotonic() + seconds
        while self.is_alive and time.monotonic() < until and not stop.is_set():
            stop.wait(0.2)
        return self.is_alive

    def stop(self) -> None:
        if self._process is None:
            return
        if self.is_alive:
            self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def _appended(path: Path) -> IO[bytes]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("ab")
