"""What a server holds of the releases: the one in service, and its documentation."""

from __future__ import annotations

from pathlib import Path

from phanky.identity import whole_company
from semantic import Follower, Room, Shelf
from semantic.layout import DOCS_FILE


def follow_releases(home: Path, *, memory_mb: int | None = None) -> Follower:
    """What hands the pages their release: one for a server, followed within a ``with`` block.

    Args:
        home: PHANKY_HOME.
        memory_mb: what the rows of one scope may take in memory; None: as much as anywhere else.
    """
    room = Room.under(home) if memory_mb is None else Room.under(home, memory_mb)
    return Follower(home, None, ready_for=(whole_company("dashboard"),), room=room)


def docs_folder(home: Path, release_id: str | None) -> Path | None:
    """Folder of the documentation of a release; None when it has none."""
    if release_id is None:
        return None
    page = Shelf(home).release_folder(release_id) / DOCS_FILE
    return page.parent if page.is_file() else None
