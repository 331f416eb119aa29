"""Which file holds which table, by its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flows.cmis.declaration import TABLES, Table
from flows.cmis.files.header import plain
from phanky.errors import InputError, Place

SUFFIXES = (".csv", ".xlsx", ".parquet")

_NAMED_AT_MOST = 5
_BY_PLAIN_NAME = {plain(table.name): table for table in TABLES}


@dataclass(frozen=True)
class Export:
    """One file with one table; ``origin`` is what a person would look for."""

    table: Table
    path: Path
    origin: str


@dataclass(frozen=True)
class Catalogue:
    """``files``: table name -> name of its file, in the order of ``TABLES``; ``unknown``: the others."""

    files: dict[str, str]
    unknown: tuple[str, ...]


def catalogue(names: Iterable[str], prefix: str = "") -> Catalogue:
    """Sort file names (paths with '/') into tables and others; hidden files are passed over.

    Raises:
        InputError: two files for one table, or a table in a kind of file that is not read.
    """
    found: dict[str, str] = {}
    unknown: list[str] = []
    for name in sorted(name for name in names if not _is_hidden(name)):
        table = _BY_PLAIN_NAME.get(plain(PurePosixPath(name).name.partition(".")[0]))
        if table is None:
            unknown.append(name)
            continue
        _require_readable(prefix + name)
        if table.name in found:
            raise InputError(
                f"bảng {table.name} có hai tệp, tệp kia là {PurePosixPath(found[table.name]).name}",
                Place(prefix + name),
                "Chỉ giữ lại một tệp.",
            )
        found[table.name] = name
    return Catalogue({t.name: found[t.name] for t in TABLES if t.name in found}, tuple(unknown))


def require_tables(found: Catalogue, origin: str) -> None:
    """Refuse a folder or zip without all tables that nothing can be judged without.

    Raises:
        InputError: naming every missing table, and the files that belong to no table.
    """
    missing = [table.name for table in TABLES if table.required and table.name not in found.files]
    if missing:
        seen = ", ".join(found.unknown[:_NAMED_AT_MOST])
        raise InputError(
            f"thiếu bảng bắt buộc {', '.join(missing)}" + (f"; không nhận ra tệp {seen}" if seen else ""),
            Place(origin),
            "Xuất thêm các bảng này (mỗi bảng một tệp .csv, .xlsx hoặc .parquet, tên tệp là tên bảng).",
        )


def _require_readable(origin: str) -> None:
    # "HDN_HDON.csv.gz" is a .gz: only the whole remainder of the name counts.
    if "." + PurePosixPath(origin).name.partition(".")[2].casefold() not in SUFFIXES:
        raise InputError("không đọc được loại tệp này", Place(origin), f"Xuất bảng thành {', '.join(SUFFIXES)}.")


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) for part in PurePosixPath(name).parts)
