"""Writing staged tables as content-addressed Parquet files, one a billing month."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from flows.cmis.declaration import Control, Table
from flows.durable import make_folder, move_durably
from flows.landing.manifest import LandedFile, UnitMonth
from flows.landing.staging import StagedTable, Staging, partial_folder, scratch_errors
from phanky.errors import DamageError, InputError, Place
from phanky.progress import reach
from phanky.settings import Settings

_ROWS_PER_GROUP = 122_880
# A month is sorted and written by little more than one thread: two at a time keep two cores busy.
_WRITERS = 2


@dataclass(frozen=True)
class Part:
    """Rows of one partition, to be landed.

    Attributes:
        rows: what stands behind FROM.
        held: what was counted in them; None: not yet.
    """

    name: str
    rows: str
    held: Control | None = None


def write_table(staging: Staging, staged: StagedTable, settings: Settings) -> tuple[LandedFile, ...]:
    """Land every partition of one table and compare what the files hold with what the source counted.

    The bytes depend on the rows alone: not on their order, on the number of threads or on other partitions.

    Raises:
        DamageError: a file does not hold what was staged.
        InputError: the files together do not hold what the source says the table holds.
    """
    table = staged.table
    with scratch_errors():
        files = tuple(_written(staging, table, _partitions(staging, table), settings))
        found = staging.measure(table, read_files(settings, files)) if files else Control(0)
    require_equal(staged.origin, table, said=staged.control, found=found)
    return files


def write_partitions(
    staging: Staging, table: Table, parts: Iterable[Part], settings: Settings
) -> tuple[LandedFile, ...]:
    """Land some partitions of a table.

    Raises:
        DamageError: a file does not hold what was staged.
    """
    with scratch_errors():
        return tuple(_written(staging, table, parts, settings))


def unit_months(staging: Staging, settings: Settings, files: tuple[LandedFile, ...]) -> tuple[UnitMonth, ...]:
    """Bills by unit and month, from the landed files of HDN_HDON."""
    if not files:
        return ()
    with scratch_errors():
        rows = staging.connection.execute(f"""
            select "MA_DVIQLY", "NAM", "THANG", count(*), sum("DIEN_TTHU")::varchar
            from {read_files(settings, files)} group by all order by all
        """).fetchall()
    return tuple(UnitMonth(unit, f"{year:04d}-{month:02d}", *counted) for unit, year, month, *counted in rows)


def _partitions(staging: Staging, table: Table) -> Iterator[Part]:
    if not table.monthly:
        if staging.tables[table.name].rows:
            yield Part("all", f'"{table.name}"')
        return
    months = staging.connection.execute(f'select distinct "NAM", "THANG" from "{table.name}" order by all').fetchall()
    for year, month in months:
        yield Part(f"{year:04d}-{month:02d}", f'(from "{table.name}" where "NAM" = {year} and "THANG" = {month})')


def _written(staging: Staging, table: Table, parts: Iterable[Part], settings: Settings) -> Iterator[LandedFile]:
    make_folder(partial_folder(settings))
    listed = tuple(parts)
    with ThreadPoolExecutor(_WRITERS) as writers:
        files = writers.map(lambda part: _write(staging, table, part, settings), listed)
        for part, file in zip(listed, files, strict=True):
            reach("landing.file_written", file.path)
            yield _compared(staging, table, part, file, settings)


def _write(staging: Staging, table: Table, part: Part, settings: Settings) -> LandedFile:
    """A file under its name; what it holds is not known yet."""
    temporary = partial_folder(settings) / f"{table.name}-{part.name}.parquet"
    with staging.connection.cursor() as cursor:
        cursor.execute(
            f"copy (select {columns_of(table)} from {part.rows} order by {_order(table)}) "
            f"to '{_quoted(temporary)}' (format parquet, compression zstd, row_group_size {_ROWS_PER_GROUP})"
        )
    digest, size = _hash(temporary)
    relative = f"{table.name}/{part.name}/{digest}.parquet"
    _keep(temporary, settings.landing_dir / relative, digest)
    return LandedFile(table.name, part.name, relative, digest, size, 0, None)


def _compared(staging: Staging, table: Table, part: Part, file: LandedFile, settings: Settings) -> LandedFile:
    """The file with what it holds, which is what it was written from."""
    rows = read_files(settings, [file])
    held = staging.measure(table, rows)
    if held != (part.held or staging.measure(table, part.rows)):
        raise DamageError(f"{file.path}: tệp vừa ghi không chứa đúng dữ liệu đã nhận. Kiểm tra ổ đĩa rồi chạy lại.")
    total = None if held.total is None else str(held.total)
    repeated = _repeated(staging, table, rows) if table.versions else 0
    return replace(file, rows=held.rows, total=total, max_id=held.max_id, repeated=repeated)


def _repeated(staging: Staging, table: Table, rows: str) -> int:
    found = staging.connection.execute(
        f"select sum(times - 1) from (select count(*) as times from {rows} group by {columns_of(table)})"
    ).fetchone()
    return int(found[0]) if found else 0


def _keep(temporary: Path, final: Path, digest: str) -> None:
    # A file of that name has that content; one that has not was damaged after it was written, and is healed.
    if final.is_file() and _hash(final)[0] == digest:
        temporary.unlink()
    else:
        move_durably(temporary, final)


def _hash(path: Path) -> tuple[str, int]:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest(), path.stat().st_size


def require_equal(origin: str, table: Table, *, said: Control, found: Control) -> None:
    """Compare what the source counted with what arrived.

    Raises:
        InputError: they differ.
    """
    total_column, id_column = table.total or "", table.key[0]
    pairs = (
        ("số dòng", None, said.rows, found.rows),
        (f"tổng {total_column}", total_column, said.total or 0, found.total or 0),
        (f"{id_column} lớn nhất", id_column, said.max_id, found.max_id),
    )
    for what, column, expected, have in pairs:
        if expected != have:
            raise InputError(
                f"{what} của bảng {table.name}: nguồn có {expected}, nhận được {have}",
                Place(origin, column=column),
                "Dữ liệu đến không trọn vẹn; chạy lại, nếu vẫn lệch thì kiểm tra nguồn.",
            )


def read_files(settings: Settings, files: Iterable[LandedFile]) -> str:
    """SQL that reads landed files, of which there is at least one."""
    return _read_files([settings.landing_dir / f.path for f in files])


def _read_files(paths: list[Path]) -> str:
    listed = ", ".join(f"'{_quoted(path)}'" for path in paths)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def columns_of(table: Table) -> str:
    """The columns of a landed table, quoted, in the order of its files."""
    return ", ".join(f'"{name}"' for name in table.column_names)


def _order(table: Table) -> str:
    # Where rows may share a key, the other columns decide, so that the order is one.
    rest = [name for name in table.column_names if name not in table.key] if table.versions else []
    return ", ".join(f'"{name}" nulls last' for name in (*table.key, *rest))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
