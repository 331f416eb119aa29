"""Writing one mart into a release's folder, and reading it again to see that it is all there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.durable import make_folder, move_durably
from flows.publish.content import Columns, content_hash, quick_check
from flows.publish.readers import MartReader, Offer
from phanky.errors import BuildError
from phanky.settings import Settings
from semantic.layout import MONTH_COLUMN, UNIT_COLUMN, mart_file
from semantic.naming import quoted
from semantic.receipt import MartReceipt, Scope
from semantic.shelf import file_receipt
from semantic.statement import literal

# Row groups of this size let both threads work on one file and let a sorted page skip most of it.
FORMAT = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480, PARQUET_VERSION v2"
"""How DuckDB writes a file of a release."""

_TABLE = "mart"
# DuckDB writes a small file on one thread: two files at a time keep two cores busy.
_WRITERS = 2


@dataclass(frozen=True)
class MartSpec:
    """A public mart: its name, who may see its rows, and the columns that identify a row."""

    name: str
    scope: Scope
    grain: tuple[str, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """Columns that files are sorted by: rows of one month lie together, for most questions are about one."""
        return tuple(sorted(self.grain, key=lambda column: column != MONTH_COLUMN))


@contextmanager
def workbench(settings: Settings, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A scratch DuckDB that holds one mart at a time; what does not fit in memory goes into ``spill``."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": settings.threads,
        "memory_limit": f"{settings.memory_limit_gb}GB",
        "temp_directory": str(spill),
    }
    with duckdb.connect(":memory:", config=config) as connection:
        yield connection


def write_mart(bench: duckdb.DuckDBPyConnection, reader: MartReader, spec: MartSpec, folder: Path) -> MartReceipt:
    """Write all rows of a mart under ``folder``/marts, sorted by month and grain, and read them back.

    Raises:
        BuildError: the mart does not have the shape it should have, or the files do not hold its rows.
    """
    columns = _take(bench, reader, spec)
    try:
        held = quick_check(bench, _TABLE, columns)
        paths = tuple(_write(bench, spec, folder))
        if _read_back(bench, columns, paths) != held:
            raise BuildError(f"Mart {spec.name}: tệp vừa ghi không khớp dữ liệu. Kiểm tra ổ đĩa rồi chạy lại.")
        return MartReceipt(
            name=spec.name,
            scope=spec.scope,
            grain=spec.grain,
            rows=held[0],
            content_hash=content_hash(bench, _TABLE, spec.name, columns),
            columns=columns,
            files=tuple(file_receipt(folder, path) for path in paths),
        )
    finally:
        bench.execute(f"DROP TABLE {_TABLE}")


def _take(bench: duckdb.DuckDBPyConnection, reader: MartReader, spec: MartSpec) -> Columns:
    order = ", ".join(map(quoted, ((UNIT_COLUMN, *spec.order) if spec.scope == "unit" else spec.order)))
    with reader.offered(spec.name, bench) as offer:
        _require_columns(spec, offer)
        try:
            bench.execute(f"CREATE TABLE {_TABLE} AS {offer.sql} ORDER BY {order}")
        except duckdb.InvalidInputException as error:
            # What the warehouse complains of in the middle of its rows arrives wrapped.
            raise BuildError(f"Mart {spec.name}: kho dữ liệu không đưa hết dòng. Chạy lại “phanky run”.") from error
    return tuple((row[0], row[1]) for row in bench.execute(f"DESCRIBE {_TABLE}").fetchall())


def _require_columns(spec: MartSpec, offer: Offer) -> None:
    needed = {*spec.grain, *((UNIT_COLUMN,) if spec.scope == "unit" else ())}
    if missing := needed - set(offer.columns):
        raise BuildError(f"Mart {spec.name}: thiếu cột {', '.join(sorted(missing))}. Sửa mô hình rồi chạy lại.")


def _write(bench: duckdb.DuckDBPyConnection, spec: MartSpec, folder: Path) -> Iterator[Path]:
    if spec.scope == "open":
        yield _write_file(bench, folder / mart_file(spec.name), _TABLE)
        return
    units = [row[0] for row in bench.execute(f"SELECT DISTINCT {UNIT_COLUMN} FROM {_TABLE} ORDER BY 1").fetchall()]
    if None in units:
        raise BuildError(f"Mart {spec.name}: có dòng không có {UNIT_COLUMN}. Sửa mô hình rồi chạy lại.")
    with ThreadPoolExecutor(_WRITERS) as writers:
        yield from writers.map(lambda unit: _write_unit(bench, spec, folder, unit), units)


def _write_unit(bench: duckdb.DuckDBPyConnection, spec: MartSpec, folder: Path, unit: str) -> Path:
    rows = f"(SELECT * FROM {_TABLE} WHERE {UNIT_COLUMN} = {literal(unit)})"
    with bench.cursor() as cursor:
        return _write_file(cursor, folder / mart_file(spec.name, unit), rows)


def _write_file(bench: duckdb.DuckDBPyConnection, path: Path, rows: str) -> Path:
    make_folder(path.parent)
    unfinished = path.with_name(f".{path.name}.partial")
    bench.execute(f"COPY {rows} TO {literal(str(unfinished))} ({FORMAT})")
    move_durably(unfinished, path)
    return path


def _read_back(bench: duckdb.DuckDBPyConnection, columns: Columns, paths: tuple[Path, ...]) -> tuple[int, int]:
    if not paths:
        return 0, 0
    files = ", ".join(literal(str(path)) for path in paths)
    return quick_check(bench, f"read_parquet([{files}], hive_partitioning = false)", columns)
