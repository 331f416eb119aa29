"""What merging changes had missed, seen once everything was extracted: by key and by a hash of each row."""

from __future__ import annotations

from collections.abc import Iterator

from flows.cmis.declaration import TABLES, Table
from flows.landing.manifest import LandedFile
from flows.landing.partitions import columns_of, read_files
from flows.landing.staging import Staging, scratch_errors
from phanky import vietnamese as vi
from phanky.settings import Settings

Files = tuple[LandedFile, ...]


def missed(staging: Staging, settings: Settings, merged: Files, whole: Files) -> tuple[str, ...]:
    """One note for each table and month in which the merged state differs from the extracted one."""
    with scratch_errors():
        return tuple(note for table in TABLES for note in _of_table(staging, settings, table, merged, whole))


def _of_table(staging: Staging, settings: Settings, table: Table, merged: Files, whole: Files) -> Iterator[str]:
    ours, theirs = _by_partition(table, merged), _by_partition(table, whole)
    for name in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(name), theirs.get(name)
        if (one and one.sha256) != (other and other.sha256):
            counts = _compared(staging, settings, table, one, other)
            yield _told(table, name, *counts)


def _by_partition(table: Table, files: Files) -> dict[str, LandedFile]:
    return {file.partition: file for file in files if file.table == table.name}


def _compared(
    staging: Staging, settings: Settings, table: Table, ours: LandedFile | None, theirs: LandedFile | None
) -> tuple[int, int, int]:
    """Rows that were missing, that are gone, that differ."""
    key = ", ".join(f'"{name}"' for name in table.key)
    same_key = " and ".join(f'ours."{name}" is not distinct from theirs."{name}"' for name in table.key)
    found = staging.connection.execute(f"""
        with ours as ({_hashed(settings, table, key, ours, theirs)}),
        theirs as ({_hashed(settings, table, key, theirs, ours)})
        select
            count(*) filter (where ours.rows is null), count(*) filter (where theirs.rows is null),
            count(*) filter (where ours.rows is not null and theirs.rows is not null)
        from ours full join theirs on {same_key}
        where (ours.rows, ours.hash) is distinct from (theirs.rows, theirs.hash)
    """).fetchone()
    return found or (0, 0, 0)


def _hashed(settings: Settings, table: Table, key: str, file: LandedFile | None, other: LandedFile | None) -> str:
    present = file or other
    rows = read_files(settings, [present]) if present is not None else ""
    nothing = "" if file is not None else "where false"
    return f"select {key}, count(*) as rows, sum(hash({columns_of(table)})) as hash from {rows} {nothing} group by all"


def _told(table: Table, name: str, missing: int, gone: int, differing: int) -> str:
    counts = ((missing, "thiếu"), (gone, "đã bị xóa ở CMIS"), (differing, "khác"))
    told = ", ".join(f"{vi.number(count)} dòng {word}" for count, word in counts if count)
    where = table.name if name == "all" else f"{table.name} {vi.month(name)}"
    return f"Đối chiếu đầy đủ: {where}: {told} mà cập nhật gia tăng không thấy; đã sửa theo CMIS."
