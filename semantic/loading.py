"""Rows of a release on their way into a table, as far as an identity may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from phanky.errors import DamageError
from phanky.identity import Identity
from semantic.layout import MONTH_COLUMN, UNIT_COLUMN, mart_file
from semantic.naming import CATALOG, SCHEMA, quoted, relation
from semantic.receipt import FileReceipt, MartReceipt

# The average over the marts of a province, texts and decimals as DuckDB holds them.
_BYTES_A_VALUE = 10
_JUDGED_COLUMN = "first_judged_month"
_QUARTER_COLUMN = "quarter"
_READ = "read_parquet($files, hive_partitioning = false)"


@dataclass(frozen=True)
class Source:
    """The marts of a release, in the files that an identity may see.

    Attributes:
        quarter: of marts that have quarters, the rows of this one alone; None: all.
    """

    folder: Path
    marts: tuple[MartReceipt, ...]
    identity: Identity
    quarter: str | None = None

    def create(self, connection: duckdb.DuckDBPyConnection, names: Collection[str] | None = None) -> None:
        """The empty tables, in the attached catalogue; ``names``: of these marts alone."""
        create_tables(connection, (mart for mart in self.marts if names is None or mart.name in names))

    def insert(
        self, connection: duckdb.DuckDBPyConnection, mart: MartReceipt, condition: str = "true", order: str = ""
    ) -> None:
        """The rows of one mart that meet a condition.

        Raises:
            DamageError: a file is missing or cut.
        """
        if not (files := self.files(mart)):
            return
        names = ", ".join(map(quoted, mart.column_names))
        parameters: dict[str, list[str] | str] = {"files": files}
        # The folders decide what is loaded; the condition is there in case a row lies in the wrong one.
        if mart.scope == "unit" and self.identity.units is not None:
            condition += f" AND {UNIT_COLUMN} IN (SELECT unnest($units))"
            parameters["units"] = sorted(self.identity.units)
        if self.quarter is not None and _QUARTER_COLUMN in mart.column_names:
            condition += f" AND {_QUARTER_COLUMN} = $quarter"
            parameters["quarter"] = self.quarter
        connection.execute(
            f"INSERT INTO {relation(mart.name)} ({names}) SELECT {names} FROM {_READ} WHERE {condition} {order}",
            parameters,
        )

    def parts(self, connection: duckdb.DuckDBPyConnection, mart: MartReceipt) -> tuple[str, ...]:
        """Conditions that cut a mart into rows that are asked for together."""
        if MONTH_COLUMN in mart.grain and (files := self.files(mart)):
            found = connection.execute(f"SELECT DISTINCT {MONTH_COLUMN} FROM {_READ} ORDER BY 1", {"files": files})
            return tuple(f"{MONTH_COLUMN} = '{month}'" for (month,) in found.fetchall())
        if _JUDGED_COLUMN in mart.column_names:
            # Nine of ten customers are never judged, and hardly anybody asks for them.
            return (f"{_JUDGED_COLUMN} IS NOT NULL", f"{_JUDGED_COLUMN} IS NULL")
        return ("true",)

    def megabytes(self, mart: MartReceipt) -> float:
        """About what the rows that may be seen take in memory (MB = 10^6 bytes)."""
        return mart.rows * self.share(mart) * len(mart.columns) * _BYTES_A_VALUE / 1e6

    def share(self, mart: MartReceipt) -> float:
        """Which part of a mart's rows may be seen, going by the size of its files."""
        whole = sum(file.bytes for file in mart.files)
        return sum(file.bytes for file in self._visible(mart)) / whole if whole else 0.0

    def files(self, mart: MartReceipt) -> list[str]:
        """Paths of the files that may be seen; DamageError when one is missing or cut."""
        return [str(require_whole(self.folder, file)) for file in self._visible(mart)]

    def _visible(self, mart: MartReceipt) -> tuple[FileReceipt, ...]:
        """In the order of their units, so that one unit's rows lie together wherever they are written in this order."""
        files = tuple(sorted(mart.files, key=lambda file: file.path))
        if mart.scope == "open" or self.identity.units is None:
            return files
        visible = {str(mart_file(mart.name, unit)) for unit in self.identity.units}
        return tuple(file for file in files if file.path in visible)


def create_tables(connection: duckdb.DuckDBPyConnection, marts: Iterable[MartReceipt]) -> None:
    """The empty tables of these marts, in the attached catalogue."""
    connection.execute(f"CREATE SCHEMA {CATALOG}.{SCHEMA}")
    for mart in marts:
        columns = ", ".join(f"{quoted(name)} {data_type}" for name, data_type in mart.columns)
        connection.execute(f"CREATE TABLE {relation(mart.name)} ({columns})")


def require_whole(folder: Path, file: FileReceipt) -> Path:
    """The path of a file of a release; DamageError when it is missing or cut."""
    path = folder / file.path
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise DamageError(f"{path}: thiếu tệp. Quay về bản phát hành khác.") from error
    if size != file.bytes:
        raise DamageError(f"{path}: tệp dài {size} byte, biên nhận ghi {file.bytes}. Quay về bản phát hành khác.")
    return path


def read_whole(folder: Path, file: FileReceipt) -> str:
    """The text of a file of a release; DamageError when it is missing or cut."""
    return require_whole(folder, file).read_text(encoding="utf-8")
