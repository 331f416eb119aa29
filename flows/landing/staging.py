"""One snapshot on its way in: a scratch database that holds it until it is checked and written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from flows.cmis.declaration import Control, Kind, Table
from flows.cmis.source import Extract
from phanky.errors import BuildError, InputError, Place
from phanky.settings import Settings

_ROWS_PER_INSERT = 250_000


@dataclass(frozen=True)
class StagedTable:
    """A table in the scratch database, with what its source said about it."""

    table: Table
    origin: str
    control: Control
    rows: int
    notes: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()


@dataclass
class Staging:
    """The scratch database; ``tables`` maps names to what is in it, in the order of arrival."""

    connection: duckdb.DuckDBPyConnection
    tables: dict[str, StagedTable] = field(default_factory=dict)

    def fill(self, extract: Extract) -> StagedTable:
        """Take all rows of one extract in, then ask the source what it counted.

        Raises:
            InputError: the batches do not have the declared columns, or the table came before.
        """
        if extract.table.name in self.tables:
            raise InputError("bảng có hai nguồn", Place(extract.origin), "Chỉ giữ lại một.")
        staged = self.take(extract, extract.table.name)
        self.tables[extract.table.name] = staged
        return staged

    def take(self, extract: Extract, relation: str) -> StagedTable:
        """Take all rows of one extract into a new table called ``relation``, beside those to be checked.

        Raises:
            InputError: the batches do not have the declared columns.
        """
        _require_declared_shape(extract)
        rows = self._insert(extract.table, extract.batches, relation)
        return StagedTable(
            extract.table, extract.origin, extract.control(), rows, tuple(extract.notes), tuple(extract.rejects())
        )

    def add_list(self, table: Table, rows: pa.Table) -> StagedTable:
        """Take in a list that the company keeps; its rows have no place in a file."""
        numbered = rows.add_column(0, table.extract_schema.field(0), pa.nulls(rows.num_rows, pa.int64()))
        reader = numbered.cast(table.extract_schema).to_reader()
        staged = StagedTable(table, table.name, Control(rows.num_rows), self._insert(table, reader, table.name))
        self.tables[table.name] = staged
        return staged

    def measure(self, table: Table, relation: str) -> Control:
        """What a relation with the columns of ``table`` holds: rows, exact total, greatest id."""
        return self.measure_by(table, relation, "true").get(True, Control(0))

    def measure_by(self, table: Table, relation: str, group: str) -> dict[Any, Control]:
        """The same for every value of the expression ``group`` that some row has."""
        total = f'sum("{table.total}")' if table.total else "null"
        greatest = f'max("{table.key[0]}")' if table.column(table.key[0]).kind is Kind.ID else "null"
        found = self.connection.execute(f"select {group}, count(*), {total}, {greatest} from {relation} group by 1")
        return {
            name: Control(int(rows), None if added is None else Decimal(added), greatest_id)
            for name, rows, added, greatest_id in found.fetchall()
        }

    def _insert(self, table: Table, batches: pa.RecordBatchReader, relation: str) -> int:
        with scratch_errors():
            self.connection.register("incoming", table.extract_schema.empty_table())
            self.connection.execute(f'create table "{relation}" as from incoming')
            self.connection.begin()
        rows = 0
        for chunk in _chunks(batches):
            rows += chunk.num_rows
            with scratch_errors():
                self.connection.register("incoming", chunk)
                self.connection.execute(f'insert into "{relation}" from incoming')
        with scratch_errors():
            self.connection.unregister("incoming")
            self.connection.commit()
        return rows


@contextmanager
def staging(settings: Settings) -> Iterator[Staging]:
    """An empty scratch database under the work folder, gone when the block ends."""
    folder = _scratch_folder(settings)
    with scratch_errors():
        folder.mkdir(parents=True)
        connection = duckdb.connect(str(folder / "staging.duckdb"), config=_config(settings, folder))
    try:
        yield Staging(connection)
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(settings: Settings) -> None:
    """Remove what a killed run left behind; the caller holds the run lock."""
    with scratch_errors():
        for folder in (_scratch_folder(settings), partial_folder(settings)):
            if folder.exists():
                shutil.rmtree(folder)
        for temporary in settings.snapshots_dir.glob(".*.partial"):
            temporary.unlink()


def partial_folder(settings: Settings) -> Path:
    """Where landing files are written before they get their names: on the same file system as those."""
    return settings.landing_dir / ".partial"


@contextmanager
def scratch_errors() -> Iterator[None]:
    """Say in our words when the disk or the memory does not suffice."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise BuildError(
            "Không đủ bộ nhớ hoặc chỗ tạm để tiếp nhận dữ liệu. "
            f"Tăng PHANKY_MEMORY_LIMIT_GB hoặc dọn ổ đĩa rồi chạy lại. ({_first_line(error)})"
        ) from error
    except (duckdb.Error, OSError) as error:
        raise BuildError(
            "Không ghi được dữ liệu tiếp nhận. Kiểm tra dung lượng và quyền ghi của PHANKY_HOME "
            f"rồi chạy lại. ({_first_line(error)})"
        ) from error


def _scratch_folder(settings: Settings) -> Path:
    return settings.work_dir / "landing"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def _config(settings: Settings, folder: Path) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": f"{settings.memory_limit_gb}GB",
        "threads": settings.threads,
        "temp_directory": str(folder / "spill"),
        "autoinstall_known_extensions": False,
        # Parquet columns would be marked "required" whenever statistics of the whole table happen to exclude nulls:
        # one month's bytes would then depend on another month's rows.
        "disabled_optimizers": "statistics_propagation",
    }


def _require_declared_shape(extract: Extract) -> None:
    expected, found = extract.table.extract_schema, extract.batches.schema
    for wanted in expected:
        have = found.field(wanted.name).type if wanted.name in found.names else None
        if have != wanted.type:
            raise InputError(
                f"cần kiểu {wanted.type}, nhận được {have or 'không có cột'}",
                Place(extract.origin, column=wanted.name),
                "Nguồn phải trả về đúng các cột đã khai báo.",
            )
    if found.names != expected.names:
        raise InputError("thứ tự hoặc số cột khác khai báo", Place(extract.origin), "Sửa nguồn dữ liệu.")


def _chunks(batches: pa.RecordBatchReader) -> Iterator[pa.Table]:
    # Read here, not by DuckDB: an error that the source raises then arrives as it was raised.
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= _ROWS_PER_INSERT:
            yield pa.Table.from_batches(held)
            held, rows = [], 0
    if held:
        yield pa.Table.from_batches(held)
