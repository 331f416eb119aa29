"""A real browser over its own debugging protocol: enough to open a page, measure it and look at it."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

EXECUTABLE = os.environ.get("PHANKY_TEST_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
READY = "document.documentElement.classList.contains('ready')"
"""True as soon as a page answers to the reader."""

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
]


class Page:
    """One open tab.

    Attributes:
        requests: addresses that it asked for.
        received: bytes of each answer as they came over the line.
        complaints: what its console said.
    """

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self.requests: list[str] = []
        self.received: list[int] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol and its answer."""
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv(timeout=30))
            if message.get("id") == self._number:
                if "error" in message:
                    raise AssertionError(message["error"])
                answer: dict[str, Any] = message["result"]
                return answer
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
            case "Network.loadingFinished":
                self.received.append(int(message["params"]["encodedDataLength"]))
            case "Log.entryAdded":
                self.complaints.append(message["params"]["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(message["params"]["exceptionDetails"]))

    def open(
        self, url: str, *, width: int, height: int, dark: bool = False, until: str = "true", seconds: float = 20
    ) -> None:
        """Load a page at a size; wait until the script ``until`` is true."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 700
        )
        self.call("Page.navigate", url=url)
        self.wait(until, seconds)

    def wait(self, script: str, seconds: float = 20) -> None:
        """Wait until ``script`` is true."""
        end = time.monotonic() + seconds
        while not self.value(f"document.readyState === 'complete' && Boolean({script})"):
            assert time.monotonic() < end, f"never true: {script}; {self.complaints}"
            time.sleep(0.1)

    def value(self, script: str) -> Any:
        """What a script evaluates to."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def picture(self, path: Path, *, whole: bool = True) -> None:
        """Keep the whole page, or what a reader sees at first, as PNG or WebP by the name of the file."""
        kind = path.suffix.removeprefix(".")
        answer = self.call("Page.captureScreenshot", format=kind, quality=82, captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))


@contextmanager
def browser_page() -> Iterator[Page]:
    """A tab of a browser with an empty profile, ended afterwards."""
    assert EXECUTABLE is not None
    with tempfile.TemporaryDirectory(prefix="pk-browser-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [EXECUTABLE, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            # No pings: a browser on a busy machine may be silent for long, and whoever waits for a page has a deadline.
            with connect(_tab_address(Path(profile)), max_size=None, ping_interval=None) as connection:
                yield Page(connection)
        finally:
            process.terminate()
            process.wait(10)


def _tab_address(profile: Path) -> str:
    port_file = profile / "DevToolsActivePort"
    end = time.monotonic() + 30
    while not (port_file.is_file() and port_file.read_text().strip()):
        assert time.monotonic() < end, "the browser does not start"
        time.sleep(0.1)
    port = port_file.read_text().splitlines()[0]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
        tabs = json.load(answer)
    address: str = next(tab for tab in tabs if tab["type"] == "page")["webSocketDebuggerUrl"]
    return address
