"""Shows on stderr where a long piece of work has come to, once it takes longer than two seconds."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from phanky.progress import listening

PATIENCE_S = 2.0
_STAGES = {
    "landing": "Đọc và kiểm tra số liệu",
    "load": "Nạp vào kho",
    "build": "Tính kết luận và kiểm tra",
    "publish": "Phát hành",
}


class _Board:
    """The stage that the work is in, as told by the points it reaches."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._lock = threading.Lock()
        self._stage = ""
        self._detail = ""

    def hear(self, point: str, detail: str) -> None:
        """A listener for :mod:`phanky.progress`."""
        with self._lock:
            self._stage = _STAGES.get(point.split(".", maxsplit=1)[0], self._stage)
            self._detail = detail

    @property
    def line(self) -> str:
        """What to show now."""
        with self._lock:
            detail = f" · {self._detail[:60]}" if self._detail else ""
            return f"{self._stage or 'Đang chạy'}{detail} · {time.monotonic() - self._begun:.0f} s"

    @property
    def stage(self) -> str:
        """The stage alone."""
        with self._lock:
            return self._stage


@contextmanager
def shown() -> Iterator[None]:
    """Show what the work inside the block reaches: a moving line in a terminal, a line a stage in a log."""
    board, finished = _Board(), threading.Event()
    show = _in_terminal if sys.stderr.isatty() else _in_log
    painter = threading.Thread(target=show, args=(board, finished), daemon=True)
    painter.start()
    try:
        with listening(board.hear):
            yield
    finally:
        finished.set()
        painter.join()


def _in_terminal(board: _Board, finished: threading.Event) -> None:
    if finished.wait(PATIENCE_S):
        return
    from rich.console import Console

    with Console(stderr=True).status(board.line) as status:
        while not finished.wait(0.2):
            status.update(board.line)


def _in_log(board: _Board, finished: threading.Event) -> None:
    last = ""
    wait = PATIENCE_S
    while not finished.wait(wait):
        wait = 0.5
        if board.stage != last:
            last = board.stage
            print(f"… {last}", file=sys.stderr, flush=True)
