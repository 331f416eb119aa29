"""Files that are either whole or not there, also after a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def write_durably(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``: under a temporary name first, then in one step under its own."""
    temporary = path.with_name(f".{path.name}.partial")
    make_folder(path.parent)
    temporary.write_bytes(content)
    move_durably(temporary, path)


def move_durably(temporary: Path, path: Path) -> None:
    """Give a finished file its name; both lie on one file system.  What stood there is replaced."""
    make_folder(path.parent)
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


def make_folder(path: Path) -> None:
    """Make ``path`` and the folders above it; each new name is on disk before anything is put below it."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
