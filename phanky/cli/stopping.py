"""Being asked to stop, by Ctrl-C or by a service manager."""

from __future__ import annotations

import signal
from types import FrameType


class Stop:
    """Remembers which signal asked the program to stop.

    The signal becomes an exception, so that it reaches every ``finally``: the run is noted as failed, servers of our
    own are stopped.  Libraries turn that exception into one of theirs; what was asked stands here.
    """

    def __init__(self) -> None:
        self._number = 0

    def listen(self) -> None:
        """Hear SIGINT and SIGTERM; one that the parent had ignored (nohup) stays ignored."""
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._hear)

    @property
    def exit_code(self) -> int | None:
        """128 and the number of the signal; None when nobody asked."""
        return 128 + self._number if self._number else None

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self._number = number
        raise KeyboardInterrupt
