"""A DuckDB instance that holds the rows of one scope and nothing else.

What a scope may not see is never loaded, and afterwards the instance can open no file, load no
extension, look at no Python variable and change no setting: so no text of any query, whatever its
origin, can reach a foreign row.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from phanky.errors import DamageError
from phanky.identity import Identity
from semantic.layout import UNIT_COLUMN, mart_file
from semantic.naming import CATALOG, SCHEMA, quoted, relation
from semantic.receipt import FileReceipt, MartReceipt

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # Memory only: a query that does not fit fails rather than leaving rows on disk.
    "temp_directory": "",
    # Loads twice as fast; the order of rows() never rests on it.
    "preserve_insertion_order": False,
}

# Most questions about these are about one month: where its rows lie together, a page of cases takes a fifth of the
# time.  Sorting 1.3 million rows takes a second and a half, once for a release.
_ASKED_BY_MONTH = frozenset({"fct_reading_period_compliance", "fct_customer_month"})
_MANY = 200_000


def load_instance(
    folder: Path, marts: Sequence[MartReceipt], identity: Identity, *, by_month: bool = True
) -> duckdb.DuckDBPyConnection:
    """Load ``marts`` from a release's folder, as far as ``identity`` may see them, and lock the instance.

    ``by_month``: large marts are sorted by month, which takes longer and makes questions about one month quicker.

    Raises:
        DamageError: a file is missing, cut or unreadable.
    """
    connection = duckdb.connect(":memory:", config=_CONFIG)
    try:
        connection.execute(f"ATTACH ':memory:' AS {CATALOG}")
        connection.execute(f"CREATE SCHEMA {CATALOG}.{SCHEMA}")
        for mart in marts:
            _load(connection, folder, mart, identity, by_month=by_month)
        connection.execute("SET preserve_insertion_order = true")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise DamageError(f"{folder}: bản phát hành không đọc được. Quay về bản khác.") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _load(
    connection: duckdb.DuckDBPyConnection, folder: Path, mart: MartReceipt, identity: Identity, *, by_month: bool
) -> None:
    columns = ", ".join(f"{quoted(name)} {data_type}" for name, data_type in mart.columns)
    connection.execute(f"CREATE TABLE {relation(mart.name)} ({columns})")
    files = [str(_require_whole(folder, file)) for file in _visible_files(mart, identity)]
    if not files:
        return
    names = ", ".join(map(quoted, mart.column_names))
    # The folders decide what is loaded; the condition is there in case a row lies in the wrong one.
    limited = mart.scope == "unit" and identity.units is not None
    condition = f" WHERE {UNIT_COLUMN} IN (SELECT unnest($units))" if limited else ""
    parameters: dict[str, list[str]] = {"files": files}
    if limited and identity.units is not None:
        parameters["units"] = sorted(identity.units)
    by_month = by_month and mart.name in _ASKED_BY_MONTH and _rows_about(mart, identity) > _MANY
    order = " ORDER BY month" if by_month else ""
    connection.execute(
        f"INSERT INTO {relation(mart.name)} ({names}) "
        f"SELECT {names} FROM read_parquet($files, hive_partitioning = false){condition}{order}",
        parameters,
    )


def _rows_about(mart: MartReceipt, identity: Identity) -> float:
    """How many rows the scope may see, by the size of its files."""
    whole = sum(file.bytes for file in mart.files)
    return mart.rows * sum(file.bytes for file in _visible_files(mart, identity)) / whole if whole else 0


def _visible_files(mart: MartReceipt, identity: Identity) -> tuple[FileReceipt, ...]:
    if mart.scope == "open" or identity.units is None:
        return mart.files
    visible = {str(mart_file(mart.name, unit)) for unit in identity.units}
    return tuple(file for file in mart.files if file.path in visible)


def read_whole(folder: Path, file: FileReceipt) -> str:
    """The text of a file of a release; DamageError when it is missing or cut."""
    return _require_whole(folder, file).read_text(encoding="utf-8")


def _require_whole(folder: Path, file: FileReceipt) -> Path:
    path = folder / file.path
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise DamageError(f"{path}: thiếu tệp. Quay về bản phát hành khác.") from error
    if size != file.bytes:
        raise DamageError(f"{path}: tệp dài {size} byte, biên nhận ghi {file.bytes}. Quay về bản phát hành khác.")
    return path
