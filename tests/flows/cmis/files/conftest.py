"""What the tests of the file source share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from flows.cmis.declaration import Control
from flows.cmis.files import LIMITS, FilesSource, Limits
from phanky.errors import InputError
from tests.exports import Change, write_exports


@dataclass(frozen=True)
class Taken:
    """One extract, consumed."""

    origin: str
    rows: pa.Table
    control: Control
    rejects: tuple[str, ...]
    notes: tuple[str, ...]


Take = Callable[..., dict[str, Taken]]
Refusal = Callable[..., InputError]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Reads a folder or zip whole: table name -> what came."""

    def read(path: Path, *, rejects_limit: int = 0, limits: Limits = LIMITS) -> dict[str, Taken]:
        source = FilesSource(path, work_dir=tmp_path / "work", rejects_limit=rejects_limit, limits=limits)
        taken = {}
        with source.opened() as extracts:
            for extract in extracts:
                rows = extract.batches.read_all()
                taken[extract.table.name] = Taken(
                    extract.origin, rows, extract.control(), extract.rejects(), extract.notes
                )
        assert list((tmp_path / "work").iterdir()) == []
        return taken

    return read


@pytest.fixture
def refusal(take: Take, tmp_path: Path) -> Refusal:
    """The error with which exports changed in some way are refused."""

    def read(*, limits: Limits = LIMITS, rejects_limit: int = 0, **changes: Change) -> InputError:
        folder = write_exports(tmp_path / "exports", **changes)
        with pytest.raises(InputError) as caught:
            take(folder, limits=limits, rejects_limit=rejects_limit)
        return caught.value

    return read
