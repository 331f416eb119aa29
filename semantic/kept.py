"""Rows of a scope that are too many for memory: a DuckDB file of its own, written once and read in place.

The file holds what the instance in memory would hold, by month, unit and customer, so that a question about one month
reads that month alone, and one about a unit or customer hardly more than its rows.  It belongs to the marts' content
and the scope: another process, or another release with the same rows, finds it made.  Files that nobody has opened for
longest make room.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock

from semantic.loading import Source
from semantic.naming import CATALOG
from semantic.statement import literal

FOLDER = "opened"
"""Under PHANKY_HOME; all of it may be deleted when no program is running."""

MEMORY_MB = 2_000
"""What the rows of one scope may take in memory where no setting says otherwise."""

_LAYOUT = 2
# Of one unit and month there are some ten thousand rows: in groups of this size a question about one unit, or one
# customer, passes over the others.
_ROW_GROUP = 16_384
_MOST_FILES = 3


@dataclass(frozen=True)
class Room:
    """How much memory the rows of one scope may take, and where they are kept when they take more.

    Attributes:
        folder: for files; None: everything goes into memory, whatever it takes.
        memory_mb: of one scope (10^6 bytes).
        question_mb: what questions to files may use, the blocks of them that are kept in memory included.
        writing_mb: what writing a file may use, beside questions meanwhile.
        writes: also the rows of the whole company go into a file of their own, which takes minutes of processor time
            for tens of millions and pays where they are asked again and again; else the release's files are read.
            The rows of some units always do: who may see some alone must reach no file of the release.
    """

    folder: Path | None = None
    memory_mb: int = MEMORY_MB
    question_mb: int = 800
    writing_mb: int = 256
    writes: bool = False

    @classmethod
    def under(cls, home: Path, memory_mb: int = MEMORY_MB) -> Room:
        """The room of a PHANKY_HOME."""
        return cls(home / FOLDER, memory_mb)

    def holds(self, source: Source) -> bool:
        """Whether what may be seen of these marts fits into memory; a single quarter always goes there."""
        goes_there = self.folder is None or source.quarter is not None
        return goes_there or sum(map(source.megabytes, source.marts)) <= self.memory_mb

    def shows(self, source: Source) -> bool:
        """Whether the release's own files are read, because what may be seen of them, all of it, is too much."""
        return not self.writes and source.identity.units is None and not self.holds(source)


IN_MEMORY = Room()
"""Everything, whatever it takes."""


def kept_file(folder: Path, source: Source, config: dict[str, str]) -> Path:
    """The file with the rows of ``source``; written by the first who asks, while others wait.

    Args:
        config: of the DuckDB that writes it.

    Raises:
        DamageError: a file of the release is missing or cut.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{_digest(source)}.duckdb"
    with FileLock(folder / ".lock"):
        if not path.is_file():
            _write(path, source, config)
            _make_room(folder)
        path.touch()
    return path


def _digest(source: Source) -> str:
    held = [(mart.name, mart.content_hash, mart.columns) for mart in source.marts]
    made_by = (_LAYOUT, duckdb.__version__, source.identity.scope_key)
    return hashlib.sha256(repr((made_by, held)).encode()).hexdigest()[:32]


def _write(path: Path, source: Source, config: dict[str, str]) -> None:
    unfinished = path.with_suffix(".partial")
    unfinished.unlink(missing_ok=True)
    try:
        with duckdb.connect(":memory:", config={**config}) as connection:
            connection.execute("SET parquet_metadata_cache = true")
            connection.execute(f"ATTACH {literal(str(unfinished))} AS {CATALOG} (ROW_GROUP_SIZE {_ROW_GROUP})")
            source.create(connection)
            for mart in source.marts:
                for condition in source.parts(connection, mart):
                    source.insert(connection, mart, condition)
            connection.execute(f"CHECKPOINT {CATALOG}")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    """Of the files before the new one, those used last stay: of the release served until now, and one to go back to."""
    files = sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime)
    for path in files[:-_MOST_FILES]:
        with suppress(OSError):  # where a file that another program reads cannot go
            path.unlink()
