"""Runs a module as a program that ends when its parent does, however that ended.

The parent holds the other end of stdin; when it is gone, by Ctrl-C, kill -9 or power, there is end of file here.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

_GRACE_SECONDS = 20


def _follow_parent() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(1)


def main() -> None:
    """``python -m flows.schedules.tethered MODULE ARGUMENT...``."""
    module, *arguments = sys.argv[1:]
    threading.Thread(target=_follow_parent, daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
