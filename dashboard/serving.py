"""Serves the page with several threads, on this machine only."""

from __future__ import annotations

from flask import Flask
from waitress.server import create_server

from dashboard.security import require_loopback
from phanky.errors import ConfigurationError

_THREADS = 8


class PageServer:
    """A listening server: it accepts connections once made, and answers them while :meth:`run` runs."""

    def __init__(self, server: Flask, *, host: str = "127.0.0.1", port: int = 8050) -> None:
        """Bind the address.

        Raises:
            ConfigurationError: the host is not this machine, or the port is taken.
        """
        require_loopback(host)
        try:
            self._waitress = create_server(server, host=host, port=port, threads=_THREADS, ident=None)
        except OSError as error:
            raise ConfigurationError(
                f"Không mở được cổng {port} ở {host}: {error.strerror}. Chọn cổng khác bằng --port."
            ) from error
        self.address = f"http://{host}:{self._waitress.effective_port}/"

    def run(self) -> None:
        """Answer until interrupted (Ctrl-C returns from here) or closed."""
        self._waitress.run()

    def close(self) -> None:
        """Stop listening."""
        self._waitress.close()
