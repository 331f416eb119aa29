"""The peers' own environments: made once in the build folder, outside the lock, renewed when their pins change."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import HERE

PINS = HERE / "peers"
DEFAULT_BUILD = HERE / ".peers"
_PYTHON = "3.11"
"""What Superset's pins were resolved for."""


class SetupError(Exception):
    """An environment cannot be made."""


@dataclass(frozen=True)
class Environments:
    """The build folder."""

    build: Path

    def superset(self) -> Path:
        """Folder with Superset's ``venv`` and ``metadata.db``: its own database migrated, its roles made, no user."""
        requirements = PINS / "superset_server" / "requirements.txt"
        return self._made("superset", [requirements], _make_superset)

    def cube(self) -> Path:
        """Folder with Cube's packages and the script that starts it."""
        files = [PINS / "cube_server" / name for name in ("package.json", "package-lock.json", "server.js")]
        return self._made("cube", files, _make_cube)

    def dlt(self) -> Path:
        """Folder with a ``venv`` that holds dlt and the Oracle driver."""
        return self._made("dlt", [PINS / "dlt_source" / "requirements.txt"], _make_dlt)

    def _made(self, name: str, pins: list[Path], make: Callable[[Path, list[Path]], None]) -> Path:
        """The folder ``name``, made anew unless what it was made from is what is pinned now."""
        folder, pinned = self.build / name, hashlib.sha256(b"".join(file.read_bytes() for file in pins)).hexdigest()
        marker = folder / "made-from"
        if not marker.is_file() or marker.read_text(encoding="utf-8") != pinned:
            say(f"{name}: making its environment …")
            begun = time.monotonic()
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            make(folder, pins)
            marker.write_text(pinned, encoding="utf-8")
            say(f"{name}: made in {time.monotonic() - begun:.0f} s")
        return folder


def superset_settings(folder: Path, secret: str) -> dict[str, str]:
    """What a Superset process with its metadata in ``folder`` finds in its environment."""
    return {
        "SUPERSET_CONFIG_PATH": str(PINS / "superset_server" / "superset_config.py"),
        "SUPERSET_HOME": str(folder),
        "FLASK_APP": "superset",
        "PEER_METADATA": str(folder / "metadata.db"),
        "PEER_SECRET": secret,
        "PYTHONDONTWRITEBYTECODE": "",
    }


def _make_superset(folder: Path, pins: list[Path]) -> None:
    venv = folder / "venv"
    run_step(["uv", "venv", "--quiet", "--python", _PYTHON, str(venv)])
    run_step(["uv", "pip", "install", "--quiet", "--python", str(venv), "--requirement", str(pins[0])])
    settings = superset_settings(folder, "nothing is encrypted before a database is named")
    for step in (["db", "upgrade"], ["init"]):
        run_step([str(venv / "bin" / "superset"), *step], settings)


def _make_dlt(folder: Path, pins: list[Path]) -> None:
    venv = folder / "venv"
    run_step(["uv", "venv", "--quiet", "--python", _PYTHON, str(venv)])
    run_step(["uv", "pip", "install", "--quiet", "--python", str(venv), "--requirement", str(pins[0])])


def _make_cube(folder: Path, pins: list[Path]) -> None:
    for file in pins:
        shutil.copy(file, folder)
    # Scripts would download binaries of parts that are not used: Cube Store and the SQL interface.
    run_step(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)])


def run_step(command: list[str], settings: Mapping[str, str] | None = None) -> None:
    """Run a step outside the repository, whose own overrides of versions uv would read.

    Raises:
        SetupError: with the end of what it said.
    """
    environment = {**os.environ, **(settings or {})}
    try:
        done = subprocess.run(
            command, cwd=tempfile.gettempdir(), env=environment, check=False, capture_output=True, text=True
        )
    except FileNotFoundError as error:
        raise SetupError(f"{command[0]} is not installed; the peers are made with uv and npm") from error
    if done.returncode:
        said = (done.stderr or done.stdout)[-3000:]
        raise SetupError(f"{Path(command[0]).name} {command[1]} … left with {done.returncode}:\n{said}")


def say(line: str) -> None:
    """Progress goes to standard error."""
    sys.stderr.write(f"{line}\n")
