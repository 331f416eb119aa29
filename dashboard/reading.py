"""What a server holds of the releases: the one in service, and its documentation."""

from __future__ import annotations

from pathlib import Path

from phanky.identity import whole_company
from semantic import Follower, Shelf
from semantic.layout import DOCS_FILE


def follow_releases(home: Path) -> Follower:
    """What hands the pages their release: one for a server, followed within a ``with`` block."""
    return Follower(home, None, ready_for=(whole_company("dashboard"),))


def docs_folder(home: Path, release_id: str | None) -> Path | None:
    """Folder of the documentation of a release; None when it has none."""
    if release_id is None:
        return None
    page = Shelf(home).release_folder(release_id) / DOCS_FILE
    return page.parent if page.is_file() else None
