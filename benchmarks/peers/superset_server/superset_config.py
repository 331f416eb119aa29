"""Superset's configuration as a peer; it runs in Superset's own environment and is told the rest by PEER_*.

What is not here is Superset's default: feature flags, a new connection to the warehouse for each question.
"""

import os
from datetime import timedelta
from typing import Any

from superset.utils.log import AbstractEventLogger  # type: ignore[import-not-found]

SECRET_KEY = os.environ["PEER_SECRET"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['PEER_METADATA']}?check_same_thread=false"

# Called by a program with a token, from this machine alone.
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
JWT_ACCESS_TOKEN_EXPIRES = timedelta(hours=12)

# Results are kept in the server's own memory: no network, so the quickest cache that Superset can be given.
_KEPT = {"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 86_400, "CACHE_THRESHOLD": 10_000}
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = _KEPT if os.environ.get("PEER_CACHE") == "memory" else {"CACHE_TYPE": "NullCache"}


class _NoLog(AbstractEventLogger):  # type: ignore[misc]  # Superset is not in the project's environment
    def log(self, *_: Any, **__: Any) -> None:
        """Write nothing: the default writes rows for every question into SQLite, which takes some 25 ms."""


EVENT_LOGGER = _NoLog()
