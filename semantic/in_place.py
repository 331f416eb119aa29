"""Rows of a scope that are too many for memory, read where they lie: views over the files of the release itself.

Only for who may see the whole company: whoever can run a SELECT can also read the files behind the views, all of them,
so no row in them may be foreign.  Nothing has to be written first, so the release is open in less than a second; a
question reads row groups of Parquet, several times slower than the same rows in a DuckDB file.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from semantic.loading import Source
from semantic.naming import CATALOG, quoted, relation
from semantic.receipt import MartReceipt
from semantic.statement import literal


def show_in_place(connection: duckdb.DuckDBPyConnection, source: Source, loaded_mb: float) -> None:
    """Views over the files; marts small enough for ``loaded_mb`` together are loaded, the smallest first.

    Afterwards the instance may open the files of the views, and no others.

    Raises:
        DamageError: a file is missing or cut.
    """
    loaded = frozenset(mart.name for mart in _smallest(source, loaded_mb))
    connection.execute(f"ATTACH ':memory:' AS {CATALOG}")
    connection.execute("SET parquet_metadata_cache = true")
    source.create(connection, loaded)
    paths: list[str] = []
    for mart in source.marts:
        if mart.name in loaded:
            source.insert(connection, mart)
        else:
            paths += source.files(mart)
            connection.execute(_view(mart, source.files(mart)))
    connection.execute(f"SET allowed_paths = {_texts(paths)}")


def _smallest(source: Source, megabytes: float) -> Iterator[MartReceipt]:
    taken = 0.0
    for mart in sorted(source.marts, key=source.megabytes):
        taken += source.megabytes(mart)
        if taken > megabytes and source.files(mart):
            return
        yield mart


def _view(mart: MartReceipt, files: list[str]) -> str:
    names = ", ".join(map(quoted, mart.column_names))
    rows = f"read_parquet({_texts(files)}, hive_partitioning = false)"
    return f"CREATE VIEW {relation(mart.name)} AS SELECT {names} FROM {rows}"


def _texts(texts: list[str]) -> str:
    return f"[{', '.join(map(literal, texts))}]"
