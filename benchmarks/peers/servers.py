"""A peer's server process on the loopback interface, and speaking JSON with it over one kept connection."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_HOST = "127.0.0.1"
_START_S, _STOP_S, _ANSWER_S = 180, 20, 120


class ServerError(Exception):
    """A server does not start, or refuses a request."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], environment: Mapping[str, str], folder: Path, log: Path) -> Iterator[None]:
    """Run a server in a process group of its own, which is ended at the end.

    Args:
        log: file for whatever it says.
    """
    with log.open("ab") as said:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=said, stderr=said, start_new_session=True
        )
    try:
        yield
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, number)
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                continue


class Connection:
    """One kept HTTP connection: what is timed is the question, not the handshake."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.headers: dict[str, str] = {"Content-Type": "application/json"}
        self._http = http.client.HTTPConnection(_HOST, port, timeout=_ANSWER_S)

    def post(self, path: str, body: object) -> Any:
        """The answer to a request.

        Raises:
            ServerError: it was refused; the message is the server's.
        """
        return self._send("POST", path, body)

    def put(self, path: str, body: object) -> Any:
        """Like :meth:`post`."""
        return self._send("PUT", path, body)

    def wait_until(self, path: str, log: Path) -> None:
        """Wait until ``path`` answers 200.

        Raises:
            ServerError: it does not within three minutes; the message has the end of the log.
        """
        until = time.monotonic() + _START_S
        while time.monotonic() < until:
            try:
                self._http.request("GET", path)
                answer = self._http.getresponse()
                answer.read()
                if answer.status == http.HTTPStatus.OK:
                    return
            except (OSError, http.client.HTTPException):
                self._http.close()
            time.sleep(0.1)
        raise ServerError(f"{path} does not answer; {log} ends with\n{log.read_text(errors='replace')[-2000:]}")

    def _send(self, method: str, path: str, body: object) -> Any:
        try:
            self._http.request(method, path, json.dumps(body), self.headers)
            answer = self._http.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._http.close()
            raise ServerError(f"{path}: {error!r}") from error
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            raise ServerError(f"{path}: {answer.status} {said[:500].decode(errors='replace')}")
        return json.loads(said)
