"""HDG_BBAN_APGIA with price strings: one row per part instead of one row per string."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.cmis.declaration import Table
from flows.cmis.files.faults import shown
from flows.cmis.files.price_string import PricePart, PriceStringError, parse
from flows.cmis.files.rows import FAULT, fault_text

PRICE_STRING = "CHUOI_GIA"
_TABLE = "HDG_BBAN_APGIA"
_GIVEN = ("LOAI_BCS", "MA_NHOMNN", "MA_NGIA", "SO_THUTU")

Parsed = tuple[PricePart, ...] | str
"""The parts of a string, or what is wrong with it."""


def may_carry_price_strings(table: Table) -> bool:
    """Whether exports of ``table`` may bring a price string."""
    return table.name == _TABLE


def columns_given_by(columns: Collection[str | None]) -> tuple[str, ...]:
    """The columns that need not be there, because a price string says the same."""
    return _GIVEN if PRICE_STRING in columns else ()


def expanded(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Replace rows that have a price string and no MA_NHOMNN by one row per part of the string.

    Takes and gives cleaned text batches; only distinct strings are parsed.  A row whose string cannot be
    parsed stays one row and carries the fault.
    """
    known: dict[str, Parsed] = {}
    for batch in batches:
        yield _expand(batch, known)


def _expand(batch: pa.RecordBatch, known: dict[str, Parsed]) -> pa.RecordBatch:
    strings = _wanted_strings(batch)
    for text in pc.unique(strings.drop_null()).to_pylist():
        if text not in known:
            known[text] = _parsed(text)
    parsed: list[Parsed | None] = [None if text is None else known[text] for text in strings.to_pylist()]
    counts = [len(item) if isinstance(item, tuple) else 1 for item in parsed]
    origin = np.repeat(np.arange(len(parsed)), counts)
    rows = batch.take(pa.array(origin))
    first = np.cumsum([0, *counts[:-1]]) if counts else np.array([], dtype=np.int64)
    return _with_parts(rows, [parsed[i] for i in origin], (np.arange(len(origin)) - first[origin]).tolist())


def _wanted_strings(batch: pa.RecordBatch) -> pa.Array:
    strings = batch[PRICE_STRING]
    if "MA_NHOMNN" not in batch.schema.names:
        return strings
    return pc.if_else(pc.is_null(batch["MA_NHOMNN"]), strings, pa.scalar(None, pa.string()))


def _parsed(text: str) -> Parsed:
    try:
        return parse(text)
    except PriceStringError as error:
        return f"chuỗi giá {shown(text)} sai: {error}"


def _with_parts(rows: pa.RecordBatch, parsed: list[Parsed | None], ordinals: list[int]) -> pa.RecordBatch:
    parts = [item[n] if isinstance(item, tuple) else None for item, n in zip(parsed, ordinals, strict=True)]
    given: dict[str, list[str | None]] = {
        "LOAI_BCS": [part.register if part else None for part in parts],
        "MA_NHOMNN": [part.group if part else None for part in parts],
        "MA_NGIA": [part.price_class if part else None for part in parts],
        "SO_THUTU": [str(n + 1) if part else None for part, n in zip(parts, ordinals, strict=True)],
        FAULT: [fault_text(PRICE_STRING, item) if isinstance(item, str) else None for item in parsed],
    }
    is_part = pa.array([part is not None for part in parts], pa.bool_())
    columns = {name: rows[name] for name in rows.schema.names if name != PRICE_STRING}
    for name, values in given.items():
        before = columns.get(name, pa.nulls(rows.num_rows, pa.string()))
        new = pa.array(values, pa.string())
        columns[name] = pc.coalesce(before, new) if name == FAULT else pc.if_else(is_part, new, before)
    return pa.RecordBatch.from_pydict(columns)
