"""A folder of our own for the length of a reading, and what is said when disk or memory give out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from phanky.errors import BuildError

_PREFIX = "files-"


@contextmanager
def scratch_folder(work_dir: Path) -> Iterator[Path]:
    """An empty folder under ``work_dir``, gone when the block ends; those of killed processes go as well."""
    with storage_errors():
        work_dir.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(work_dir)
        folder = tempfile.TemporaryDirectory(
            prefix=f"{_PREFIX}{os.getpid()}-", dir=work_dir, ignore_cleanup_errors=True
        )
    with folder as name:
        yield Path(name)


def _clear_leftovers(work_dir: Path) -> None:
    for folder in work_dir.glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not _is_alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def connected(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that spills into ``scratch``."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": "1GB",
        "temp_directory": str(scratch),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(config=config) as connection:
        yield connection


@contextmanager
def storage_errors() -> Iterator[None]:
    """Translate what disk and memory refuse.

    Raises:
        BuildError: in place of an error of the operating system or of DuckDB.
    """
    try:
        yield
    except (OSError, MemoryError, duckdb.Error) as error:
        reason = str(error).strip().partition("\n")[0]
        raise BuildError(
            f"Không đọc được tệp hoặc không đủ chỗ tạm, bộ nhớ ({reason}). "
            "Kiểm tra quyền đọc, dung lượng đĩa của PHANKY_HOME rồi chạy lại."
        ) from error
