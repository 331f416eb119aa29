"""A way to a server that can be cut, stalled and slowed at a chosen byte of what the server says."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_BLOCK = 4096


@dataclass
class Proxy:
    """Listens on ``port``.

    Attributes:
        cut_at: the connection is closed hard when the server has said so many bytes; None: never.
        stall_at: nothing is passed on any more from that byte on; None: never.
        bytes_per_second: how fast what the server says is passed on; None: as it comes.
        times: how many connections, from now on, these faults are for; None: all.
        passed: bytes that servers have said through it, over all connections.
    """

    target: int
    cut_at: int | None = None
    stall_at: int | None = None
    bytes_per_second: int | None = None
    times: int | None = None
    passed: int = 0
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def port(self) -> int:
        """Where to connect."""
        return int(self.listener.getsockname()[1])

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                faulty = self.times is None or self.times > 0
                if self.times is not None:
                    self.times -= 1
                for work, arguments in ((_copy, (client, server)), (self._answer, (server, client, faulty))):
                    threading.Thread(target=work, args=arguments, daemon=True).start()

    def _answer(self, server: socket.socket, client: socket.socket, faulty: bool) -> None:
        said = 0
        with suppress(OSError):
            while block := server.recv(_BLOCK):
                if faulty and self.stall_at is not None and said + len(block) > self.stall_at:
                    client.sendall(block[: max(0, self.stall_at - said)])
                    return
                if faulty and self.cut_at is not None and said + len(block) > self.cut_at:
                    client.sendall(block[: max(0, self.cut_at - said)])
                    break
                client.sendall(block)
                said += len(block)
                self.passed += len(block)
                if self.bytes_per_second is not None:
                    time.sleep(len(block) / self.bytes_per_second)
        for end in (client, server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(_BLOCK):
            target.sendall(block)


@contextmanager
def proxy_to(port: int) -> Iterator[Proxy]:
    """A proxy before a server on this machine."""
    proxy = Proxy(port)
    threading.Thread(target=proxy.serve, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.listener.close()
