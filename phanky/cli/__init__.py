"""The command line ``phanky``: :func:`main` is its entry point.

One module a command; each imports the rooms it needs when it runs, so that ``phanky --help`` is there at once.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command named by the arguments and leave with its exit code."""
    from phanky.cli.app import run_command
    from phanky.cli.stopping import Stop

    stop = Stop()
    stop.listen()
    sys.exit(run_command(sys.argv[1:], stop))
