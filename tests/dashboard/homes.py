"""The server over a home, seen as somebody, for tests that look at whole pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard import PageServer, create_app, follow_releases
from dashboard.access import Access
from phanky.identity import Identity, of_units, whole_company
from phanky.ledger import open_ledger
from phanky.settings import load_settings

LEADER = whole_company("Lãnh đạo")
DIRECTOR = of_units("Giám đốc", "PC02AA")
ROLES = {"leader": LEADER, "director": DIRECTOR}


@contextmanager
def served(home: Path, identity: Identity, ledger_url: str | None = None) -> Iterator[str]:
    """Address of a server that takes everybody for ``identity``; the home's own ledger stays as it is."""
    with TemporaryDirectory(prefix="pk-pages-") as folder:
        url = ledger_url or f"sqlite:///{folder}/ledger.db"
        settings = load_settings(home=home, ledger_url=url, session_secret="t" * 64)
        with open_ledger(settings) as ledger, follow_releases(settings.home) as releases:
            server = PageServer(create_app(Access(settings, ledger, operator=identity), releases), port=0)
            threading.Thread(target=server.run, daemon=True).start()
            try:
                yield server.address.rstrip("/")
            finally:
                server.close()
