"""From what the driver fetched to what is declared, refusing whatever would be lost on the way."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.cmis.cleaning import clean
from flows.cmis.declaration import Kind
from flows.cmis.oracle.shapes import Fetched, Shape
from phanky.errors import InputError, Place


def shaped(batch: pa.RecordBatch, shape: Shape, first_row: int) -> pa.RecordBatch:
    """One batch in ``extract_schema``; rows are numbered from ``first_row`` in the order in which they came.

    Raises:
        InputError: a value does not fit its column's declared type.
    """
    fetched = {f.column.name: f for f in shape.fetched}
    numbers = pa.array(np.arange(first_row, first_row + batch.num_rows, dtype=np.int64))
    columns = [
        _typed(batch[c.name], fetched[c.name], shape, first_row)
        if c.name in fetched
        else pa.nulls(batch.num_rows, c.arrow_type)
        for c in shape.located.table.columns
    ]
    return pa.RecordBatch.from_arrays([numbers, *columns], schema=shape.located.table.extract_schema)


def _typed(values: pa.Array, fetched: Fetched, shape: Shape, first_row: int) -> pa.Array:
    wanted = fetched.column.arrow_type
    if fetched.column.kind in (Kind.CODE, Kind.TEXT):
        return clean(values)
    if fetched.column.kind is Kind.DATE and shape.located.drop_time:
        return values.cast(wanted, safe=False)
    try:
        converted = values.cast(wanted)
    except pa.ArrowInvalid:
        converted = None
    if converted is None or (fetched.column.kind is Kind.DATE and not _same(values, converted)):
        raise _lost(values, fetched, shape, first_row)
    return converted


def _same(times: pa.Array, days: pa.Array) -> bool:
    return bool(pc.all(pc.equal(times, days.cast(times.type)), skip_nulls=True).as_py() in (True, None))


def _lost(values: pa.Array, fetched: Fetched, shape: Shape, first_row: int) -> InputError:
    column = fetched.column
    at, value = next((i, value) for i, value in enumerate(values) if not _fits(value, fetched))
    if column.kind is Kind.DATE:
        problem = f"{value} có giờ phút, cột này chỉ nhận ngày"
        remedy = "Sửa ở CMIS, hoặc ghi drop_time = true cho bảng này trong tệp ánh xạ nếu giờ phút vô nghĩa."
    else:
        problem, remedy = f"{value} không giữ nguyên được ở kiểu {column.arrow_type}", "Sửa ở CMIS rồi chạy lại."
    return InputError(problem, Place(shape.located.relation, first_row + at, column.name), remedy)


def _fits(value: pa.Scalar, fetched: Fetched) -> bool:
    one = pa.array([value.as_py()], fetched.arrow_type)
    try:
        converted = one.cast(fetched.column.arrow_type)
    except pa.ArrowInvalid:
        return False
    return fetched.column.kind is not Kind.DATE or _same(one, converted)
