"""For programs under libfaketime: with the monotonic clock left alone its clock_nanosleep() refuses every sleep."""

import select
import time


def _sleep(seconds: float) -> None:
    if seconds > 0:
        select.select([], [], [], seconds)


time.sleep = _sleep
