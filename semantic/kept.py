"""Rows of a scope that are too many for memory: a DuckDB file of its own, written once and read in place.

The file holds what the instance in memory would hold, months in order, so that a question about one month reads that
month alone.  It belongs to the marts' content and the scope: another process, or another release with the same rows,
finds it made.  Files that nobody has opened for longest make room.
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

FOLDER = "opened"
"""Under PHANKY_HOME; all of it may be deleted when no program is running."""

MEMORY_MB = 2_000
"""What the rows of one scope may take in memory where no setting says otherwise."""

# The average over the marts of a province, texts and decimals as DuckDB holds them.
_BYTES_A_VALUE = 10
_LAYOUT = 1
_MOST_FILES = 3


@dataclass(frozen=True)
class Room:
    """How much memory the rows of one scope may take, and where they are kept when they take more.

    Attributes:
        folder: for files; None: everything goes into memory, whatever it takes.
        memory_mb: of one scope (10^6 bytes).
        question_mb: what questions to a file may use, the blocks of it that are kept in memory included.
    """

    folder: Path | None = None
    memory_mb: int = MEMORY_MB
    question_mb: int = 800

    @classmethod
    def under(cls, home: Path, memory_mb: int = MEMORY_MB) -> Room:
        """The room of a PHANKY_HOME."""
        return cls(home / FOLDER, memory_mb)

    def holds(self, source: Source) -> bool:
        """Whether what may be seen of these marts fits into memory."""
        values = sum(mart.rows * source.share(mart) * len(mart.columns) for mart in source.marts)
        return values * _BYTES_A_VALUE <= self.memory_mb * 1e6


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
            escaped = str(unfinished).replace("'", "''")
            connection.execute(f"ATTACH '{escaped}' AS {CATALOG}")
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
