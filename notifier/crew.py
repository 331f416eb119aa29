"""Several pairs of hands for one round."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def each(work: Callable[[T], object], things: Iterable[T], at_once: int) -> None:
    """Do ``work`` to each of the things as they come, so many at a time; what the first failure left undone stays so.

    The things may take time to come: they are asked for in this thread, while the others work.  With one at a time all
    is done in this thread, in order.
    """
    if at_once == 1:
        for thing in things:
            work(thing)
        return
    with ThreadPoolExecutor(at_once, thread_name_prefix="sender") as pool:
        try:
            for done in [pool.submit(work, thing) for thing in things]:
                done.result()
        finally:
            pool.shutdown(cancel_futures=True)
