"""A source's tables as the files that CMIS exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from flows.cmis.source import Extract, Source

Format = Literal["csv", "parquet"]
Write = Callable[[pa.RecordBatch], None]


def write_exports(source: Source, folder: Path, format: Format = "csv") -> tuple[Path, ...]:  # noqa: A002  # named as it is used
    """Write every table of ``source`` to one file in ``folder``, batch by batch; the files, in the order of tables."""
    folder.mkdir(parents=True, exist_ok=True)
    with source.opened() as extracts:
        return tuple(_write(extract, folder / f"{extract.table.name}.{format}") for extract in extracts)


def _write(extract: Extract, path: Path) -> Path:
    opened = _csv if path.suffix == ".csv" else _parquet
    with opened(path, extract.table.arrow_schema) as write:
        for batch in extract.batches:
            write(batch.select(list(extract.table.column_names)))
    return path


@contextmanager
def _parquet(path: Path, schema: pa.Schema) -> Iterator[Write]:
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield writer.write_batch


@contextmanager
def _csv(path: Path, schema: pa.Schema) -> Iterator[Write]:
    plain = pa.schema([pa.field(f.name, _plain_type(f.type)) for f in schema])
    options = pv.WriteOptions(quoting_style="needed")
    with pv.CSVWriter(path, plain, write_options=options) as writer:
        yield lambda batch: writer.write_batch(_plain(batch, plain))


def _plain_type(arrow_type: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_decimal(arrow_type) else arrow_type


def _plain(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [_digits(column) if pa.types.is_decimal(column.type) else column for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _digits(column: pa.Array) -> pa.Array:
    # Three decimals are always there, so what is trimmed is never part of the whole number.
    return pc.utf8_rtrim(pc.utf8_rtrim(column.cast(pa.string()), "0"), ".")
