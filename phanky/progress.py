"""What a long piece of work tells about itself while it runs.

Work calls :func:`reach` at named points; whoever wants to know listens for the length of a ``with``
block.  Listeners live in a context variable, so two runs in two threads never hear each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, str], None]

_listeners: ContextVar[tuple[Listener, ...]] = ContextVar("phanky_progress", default=())


def reach(point: str, detail: str = "") -> None:
    """Tell every listener that the work has come to ``point`` (a dotted name such as ``landing.manifest``)."""
    for listener in _listeners.get():
        listener(point, detail)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear every point that the work inside the block reaches."""
    token = _listeners.set((*_listeners.get(), listener))
    try:
        yield
    finally:
        _listeners.reset(token)


def relay() -> Listener:
    """A way to tell today's listeners from another thread, which has a context of its own."""
    listeners = _listeners.get()

    def tell(point: str, detail: str = "") -> None:
        for listener in listeners:
            listener(point, detail)

    return tell
