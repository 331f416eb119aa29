"""The command line ``phanky``: :func:`main` is its entry point.

One module a command; each imports the rooms it needs when it runs, so that ``phanky --help`` is there at once.
"""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command named by the arguments and leave with its exit code."""
    from phanky.cli.app import run_command

    signal.signal(signal.SIGTERM, _leave)
    sys.exit(run_command(sys.argv[1:]))


def _leave(number: int, _frame: object) -> None:
    # As an exception it reaches every ``finally``: the run is noted as failed, servers of our own are stopped.
    sys.exit(128 + number)
