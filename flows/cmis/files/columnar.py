"""Parquet: typed columns, accepted where no value can have lost anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as pt

from flows.cmis.cleaning import clean
from flows.cmis.declaration import ROW_NUMBER, Column, Kind, Table
from flows.cmis.files.faults import Faults
from flows.cmis.files.header import EXPECTED, match_header
from flows.cmis.files.rows import FAULT, RawTable
from phanky.errors import InputError, Place

_BATCH_ROWS = 65_536
_FIRST_ROW = 2  # as if a header stood above
_AGAIN = "Xuất lại bảng này."

_Test = Callable[[pa.DataType], bool]


def _is_text(kind: pa.DataType) -> bool:
    value = kind.value_type if pt.is_dictionary(kind) else kind
    return any(accepts(value) for accepts in (pt.is_string, pt.is_large_string, pt.is_string_view, pt.is_null))


def _is_decimal(kind: pa.DataType) -> bool:
    return bool(pt.is_decimal128(kind) or pt.is_decimal32(kind) or pt.is_decimal64(kind))


def _is_zoneless_moment(kind: pa.DataType) -> bool:
    return bool(pt.is_timestamp(kind) and kind.tz is None)


_NUMBERS: tuple[_Test, ...] = (_is_text, pt.is_integer, _is_decimal, pt.is_float64)
_DAYS: tuple[_Test, ...] = (_is_text, pt.is_date, _is_zoneless_moment)
# A code that some tool turned into a number has lost its leading zeros: only text will do.
_ACCEPTED: dict[Kind, tuple[_Test, ...]] = {
    Kind.CODE: (_is_text,),
    Kind.TEXT: (_is_text, pt.is_integer),
    Kind.ID: _NUMBERS,
    Kind.WHOLE: _NUMBERS,
    Kind.QUANTITY: _NUMBERS,
    Kind.DATE: _DAYS,
    Kind.MOMENT: _DAYS,
}


@dataclass(frozen=True)
class _Columns:
    path: Path
    origin: str
    names: dict[str, str]  # the file's name -> the declared one

    def read(self, faults: Faults) -> Iterator[pa.RecordBatch]:
        """Batches with text columns cleaned and the others as they are; Parquet has no ragged rows."""
        row = _FIRST_ROW
        with _parquet_errors(self.origin), pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(_BATCH_ROWS, columns=list(self.names)):
                batch.validate(full=True)
                yield self._batch(batch, row)
                row += batch.num_rows

    def _batch(self, batch: pa.RecordBatch, row: int) -> pa.RecordBatch:
        rows = pa.array(np.arange(row, row + batch.num_rows))
        cells = [_text_or_typed(batch[name]) for name in self.names]
        nothing = pa.nulls(batch.num_rows, pa.string())
        return pa.RecordBatch.from_arrays([rows, nothing, *cells], [ROW_NUMBER, FAULT, *self.names.values()])


def open_columnar(path: Path, origin: str, table: Table) -> RawTable:
    """Match the columns of a Parquet file and their types.

    Raises:
        InputError: a column is missing, or of a type that may have lost something.
    """
    with _parquet_errors(origin):
        schema = pq.read_schema(path)
    header = match_header(schema.names, table, origin, row=None)
    pairs = zip(schema, header.columns, strict=True)
    fields = {name: field for field, name in pairs if name is not None}
    texts = []
    for name, field in fields.items():
        column = _column(table, name)
        _require_lossless(column, field.type, origin)
        if not _is_text(field.type):
            texts.append((name, _text_sql(name, column.kind, field.type)))
    columns = _Columns(path, origin, {field.name: name for name, field in fields.items()})
    return RawTable(table, origin, frozenset(fields), columns.read, texts=tuple(texts), notes=header.notes)


def _column(table: Table, name: str) -> Column:
    # A price string is not declared: the landing never sees it.
    return table.column(name) if name in table.column_names else Column(name, Kind.TEXT, nullable=True)


def _require_lossless(column: Column, found: pa.DataType, origin: str) -> None:
    if not any(accepts(found) for accepts in _ACCEPTED[column.kind]):
        raise InputError(
            f"kiểu Parquet {found} không giữ trọn giá trị, cần {EXPECTED[column.kind]}",
            Place(origin, column=column.name),
            "Xuất lại cột này với kiểu phù hợp (chuỗi luôn được nhận).",
        )


def _text_sql(name: str, kind: Kind, found: pa.DataType) -> str:
    value = f'"{name}"'
    if pt.is_float64(found):
        # Above 2^53 neighbouring integers are one and the same double.
        is_whole = f"{value} = trunc({value}) and abs({value}) < 9007199254740992"
        return f"case when {is_whole} then {value}::bigint::varchar else {value}::varchar end"
    if pt.is_decimal(found) and kind in (Kind.ID, Kind.WHOLE):
        return f"case when {value} = trunc({value}) then {value}::decimal(38,0)::varchar else {value}::varchar end"
    return f"{value}::varchar"


def _text_or_typed(column: pa.Array) -> pa.Array:
    return clean(column.cast(pa.string())) if _is_text(column.type) else column


@contextmanager
def _parquet_errors(origin: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise InputError("tệp Parquet hỏng hoặc không phải Parquet", Place(origin), _AGAIN) from error
