"""The stand-in as a listening server in this process."""

from __future__ import annotations

from threading import Thread
from types import TracebackType
from typing import Any, Self

from waitress.server import create_server
from waitress.wasyncore import close_all

from notifier.chat_viewer.app import create_viewer
from notifier.chat_viewer.faults import Faults
from notifier.chat_viewer.store import Messages
from phanky.errors import ConfigurationError

_HOST = "127.0.0.1"
_THREADS = 8


class ChatServer:
    """Listens on this machine alone as soon as it is made, answers in the background from ``with`` on.

    Attributes:
        address: ``http://127.0.0.1:<port>``, without a slash at its end.
        messages: what came in.
        faults: what will go wrong.
    """

    def __init__(self, messages: Messages | None = None, *, port: int = 0, **looks: Any) -> None:
        """Bind the port.

        Args:
            port: 0: any that is free.
            looks: ``names``, ``leads_to`` and ``timezone`` of :func:`create_viewer`.

        Raises:
            ConfigurationError: the port is taken.
        """
        self.messages, self.faults = messages if messages is not None else Messages(), Faults()
        application = create_viewer(self.messages, self.faults, **looks)
        try:
            self._waitress = create_server(application, host=_HOST, port=port, threads=_THREADS, ident=None)
        except OSError as error:
            raise ConfigurationError(f"Không mở được cổng {port} cho trang tin nhắn thử: {error.strerror}.") from error
        self.address = f"http://{_HOST}:{self._waitress.effective_port}"
        self._thread = Thread(target=self._waitress.run, name="chat-viewer", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening, and leave nobody waiting."""
        if self._thread.is_alive():
            # In its own thread, for nobody else may close what it listens to.
            self._waitress.trigger.pull_trigger(self._close)
            self._thread.join(timeout=5)
        else:
            self._close()
        self._waitress.task_dispatcher.shutdown(timeout=0.1)

    def _close(self) -> None:
        self._waitress.close()
        close_all(self._waitress._map, ignore_all=True)
