"""A server of the pages over a home, in a process of its own: ``python -m benchmarks.pages.serving HOME PORT``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard import PageServer, create_app, follow_releases
from dashboard.access import Access
from phanky.identity import whole_company
from phanky.ledger import open_ledger
from phanky.settings import load_settings

PATIENCE_S = 60.0


def main(home: str, port: str) -> None:
    """Serve until ended; whoever asks is the operator, and the home's own ledger is left alone."""
    with tempfile.TemporaryDirectory(prefix="pk-pages-") as folder:
        settings = load_settings(home=home, ledger_url=f"sqlite:///{folder}/ledger.db", session_secret="b" * 64)
        memory = settings.scope_memory_mb
        with open_ledger(settings) as ledger, follow_releases(settings.home, memory_mb=memory) as releases:
            access = Access(settings, ledger, operator=whole_company("Người đo"))
            server = PageServer(create_app(access, releases), port=int(port))
            print(server.address, flush=True)
            server.run()


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """A running server over ``home``: its address, and the number of its process."""
    command = [sys.executable, "-m", "benchmarks.pages.serving", str(home), "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."})
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip().rstrip("/")
        _wait(f"{address}/healthz")
        yield address, process.pid
    finally:
        process.kill()
        process.wait()


def _wait(url: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    main(*sys.argv[1:3])
