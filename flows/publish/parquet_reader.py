"""Reading marts that an engine left as folders of Parquet files, partitioned or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.publish.content import Columns
from flows.publish.readers import MART_SCHEMA, ROWS_PER_BATCH, MartReader, Offer, schema_of, streamed, unreadable
from semantic.naming import quoted

_PARTITIONS = "hive_partitioning = true, hive_types_autocast = false"


class _ParquetReader:
    def __init__(self, target: str, tables: Path, declared: Mapping[str, Columns], own: duckdb.DuckDBPyConnection):
        self.target = target
        self._tables = tables
        self._declared = declared
        self._own = own

    def offered(self, mart: str, bench: duckdb.DuckDBPyConnection) -> AbstractContextManager[Offer]:
        return streamed(bench, self._batches(mart))

    def _batches(self, mart: str) -> pa.RecordBatchReader:
        schema = schema_of(mart, self._declared.get(mart, ()))
        folder = self._tables / f"{MART_SCHEMA}.db" / mart
        files = sorted(str(file) for file in folder.rglob("*.parquet"))
        if not files and folder.is_dir():
            return pa.RecordBatchReader.from_batches(schema, [])
        # The declared order: the column that partitions stands in names of folders, not in the files.
        columns = ", ".join(map(quoted, schema.names))
        try:
            rows = self._own.sql(f"SELECT {columns} FROM read_parquet($1, {_PARTITIONS})", params=[files])
            return rows.to_arrow_reader(ROWS_PER_BATCH).cast(schema)
        except (duckdb.Error, pa.ArrowException) as error:
            raise unreadable(mart, error) from error


@contextmanager
def parquet_reader(target: str, tables: Path, declared: Mapping[str, Columns]) -> Iterator[MartReader]:
    """Marts that lie as Parquet files in ``tables``/marts.db/<mart>.

    Args:
        target: name of the engine that wrote them.
        declared: columns of each mart with the types of the models' contracts, in their order.
    """
    with duckdb.connect(":memory:") as own:
        yield _ParquetReader(target, tables, declared, own)
