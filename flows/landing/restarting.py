"""A reading that broke off is begun again from nothing, a few times, each time after a longer wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from phanky.errors import InterruptedSourceError
from phanky.progress import reach

T = TypeVar("T")
TRIES = 3


def restarted(work: Callable[[], T], wait_seconds: float, sleep: Callable[[float], None] = time.sleep) -> T:
    """What ``work`` gives, at the latest at its third try; only ``InterruptedSourceError`` is worth another one.

    Raises:
        InterruptedSourceError: the last try broke off as well.
    """
    for attempt in range(1, TRIES):
        try:
            return work()
        except InterruptedSourceError as error:
            reach("landing.restart", f"lần {attempt}: {error}")
            sleep(wait_seconds * 2 ** (attempt - 1))
    try:
        return work()
    except InterruptedSourceError as error:
        raise InterruptedSourceError(f"Đã thử {TRIES} lần. {error} Bản phát hành cũ vẫn phục vụ.") from error
