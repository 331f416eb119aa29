"""A Superset of one's own: metadata in the build folder, an administrator, servers on the loopback interface.

Nothing here knows of questions: whoever wants a Superset with a dashboard starts it the same way.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.environments import Environments, run_step, superset_settings
from benchmarks.peers.servers import Connection, free_port, serving

USER = "admin"


@dataclass(frozen=True)
class Site:
    """Metadata with one administrator, thrown away at the end.

    Attributes:
        venv: Superset's Python environment.
        folder: metadata and logs.
        settings: what its processes find in their environment.
        password: of the administrator.
    """

    venv: Path
    folder: Path
    settings: Mapping[str, str]
    password: str

    @contextmanager
    def server(self, *, keeps_results: bool) -> Iterator[Server]:
        """Start a server over this metadata: one process with threads, for a cache in memory is a process's own."""
        port, log = free_port(), self.folder / f"server-{'keeping' if keeps_results else 'forgetful'}.log"
        command = [str(self.venv / "bin" / "gunicorn"), "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
        command += ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--timeout", "120"]
        # Idle connections are kept as long as Cube's.
        command += ["--keep-alive", "75", "superset.app:create_app()"]
        settings = {**self.settings, "PEER_CACHE": "memory" if keeps_results else ""}
        with serving(command, settings, self.folder, log):
            yield Server(Connection(port), log)


@dataclass(frozen=True)
class Server:
    """A started server, not necessarily ready yet."""

    connection: Connection
    log: Path

    def sign_in(self, password: str) -> None:
        """Wait until it is up and take a token for every further request."""
        self.connection.wait_until("/health", self.log)
        credentials = {"username": USER, "password": password, "provider": "db", "refresh": False}
        token = self.connection.post("/api/v1/security/login", credentials)["access_token"]
        self.connection.headers["Authorization"] = f"Bearer {token}"


@contextmanager
def site(environments: Environments) -> Iterator[Site]:
    """A new site with a secret key and a password of its own; the environment is made first where it is missing."""
    made = environments.superset()
    with tempfile.TemporaryDirectory(prefix="site-", dir=made) as name:
        folder, password = Path(name), secrets.token_urlsafe(16)
        shutil.copy(made / "metadata.db", folder)
        settings = superset_settings(folder, secrets.token_urlsafe(48))
        _make_administrator(made / "venv", settings, password)
        yield Site(made / "venv", folder, settings, password)


def _make_administrator(venv: Path, settings: Mapping[str, str], password: str) -> None:
    names = ["--username", USER, "--firstname", "Peer", "--lastname", "Peer", "--email", "peer@localhost"]
    run_step([str(venv / "bin" / "superset"), "fab", "create-admin", *names, "--password", password], settings)
