"""Serves the pages with several threads."""

from __future__ import annotations

from flask import Flask
from waitress.server import create_server
from waitress.wasyncore import close_all

from dashboard.access import access_of, require_sign_in_or_loopback
from dashboard.shell.bundle import script
from phanky.errors import ConfigurationError

_THREADS = 8


class PageServer:
    """A listening server: it accepts connections once made, and answers them while :meth:`run` runs."""

    def __init__(self, server: Flask, *, host: str = "127.0.0.1", port: int = 8050) -> None:
        """Bind the address.

        Raises:
            ConfigurationError: the host is not this machine and nobody can sign in, or the port is taken.
        """
        access = access_of(server)
        require_sign_in_or_loopback(access.settings, access.ledger, host)
        script().encoded("br")  # now, and not while the first reader waits
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
        """Stop listening, and leave nobody waiting on a connection that nobody answers any more."""
        self._waitress.close()
        close_all(self._waitress._map, ignore_all=True)
