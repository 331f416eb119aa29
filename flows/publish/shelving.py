"""Changing the shelf of releases: one at a time, and each change in one step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import duckdb
from filelock import FileLock, Timeout

from flows.durable import make_folder, move_durably, write_durably
from phanky.errors import BuildError, BusyError
from phanky.settings import Settings
from semantic.layout import CURRENT, SIGN_OFFS_FILE
from semantic.shelf import SIGN_OFFS, Shelf, SignOff

_UNFINISHED = ".tmp-"
_LOCK = ".lock"
_PATIENCE_SECONDS = 10.0


@contextmanager
def changing(settings: Settings) -> Iterator[Shelf]:
    """The shelf, for the one process that may change it now; what killed runs left behind is gone.

    Raises:
        BusyError: another process is changing it.
        BuildError: the disk is full or may not be written.
    """
    shelf = Shelf(settings.home)
    try:
        make_folder(shelf.folder)
        with FileLock(shelf.folder / _LOCK, timeout=_PATIENCE_SECONDS):
            _clear_leftovers(shelf)
            yield shelf
    except Timeout as error:
        raise BusyError("Một lượt phát hành khác đang chạy. Chờ xong rồi chạy lại.") from error
    except (OSError, duckdb.Error) as error:
        reason = str(error).splitlines()[0]
        raise BuildError(
            f"{shelf.folder}: không ghi được bản phát hành ({reason}). Kiểm tra dung lượng đĩa, quyền ghi, bộ nhớ."
        ) from error


@contextmanager
def unfinished_folder(shelf: Shelf) -> Iterator[Path]:
    """An empty folder that no reader looks into; it is gone at the end unless :func:`put_up` took it."""
    folder = shelf.folder / f"{_UNFINISHED}{uuid4().hex}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_up(shelf: Shelf, unfinished: Path, release_id: str) -> None:
    """Give a finished release its name; a damaged one of that name goes first."""
    take_down(shelf, release_id)
    move_durably(unfinished, shelf.release_folder(release_id))


def take_down(shelf: Shelf, release_id: str) -> None:
    """Remove a release: out of sight in one step, then from the disk."""
    folder = shelf.release_folder(release_id)
    if folder.exists():
        hidden = shelf.folder / f"{_UNFINISHED}{uuid4().hex}"
        move_durably(folder, hidden)
        shutil.rmtree(hidden)


def make_current(shelf: Shelf, release_id: str) -> None:
    """Put a release into service."""
    write_durably(shelf.folder / CURRENT, f"{release_id}\n".encode())


def keep_sign_offs(shelf: Shelf, sign_offs: Mapping[str, SignOff]) -> None:
    """Replace the list of signed-off quarters."""
    write_durably(shelf.folder / SIGN_OFFS_FILE, SIGN_OFFS.dump_json(dict(sign_offs), indent=1))


def _clear_leftovers(shelf: Shelf) -> None:
    for entry in shelf.folder.iterdir():
        if entry.name.startswith(_UNFINISHED):
            shutil.rmtree(entry)
        elif entry.name.endswith(".partial"):
            entry.unlink()
