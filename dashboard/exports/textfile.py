"""A table as a text file that Excel in Vietnam opens with a double click.

``;`` between cells and ``,`` before decimals, as Vietnamese regional settings have them (and as ``phanky import`` reads
them); UTF-8 with its mark, without which Excel guesses another alphabet; no ``sep=`` line, which would cancel the mark.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pyarrow as pa

from dashboard.exports.columns import Column, Kind, rows_of
from phanky import vietnamese as vi
from phanky.cells import neutral

_MARK = "\ufeff"


def text_file(columns: Sequence[Column], batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    """The file, one piece a batch."""
    yield _lines([[neutral(column.heading) for column in columns]], _MARK)
    writers = [_WRITERS[column.kind] for column in columns]
    for batch in batches:
        yield _lines(
            ["" if value is None else write(value) for write, value in zip(writers, row, strict=True)]
            for row in rows_of(columns, [batch])
        )


def _lines(rows: Iterable[Sequence[str]], start: str = "") -> bytes:
    text = StringIO()
    text.write(start)
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _number(value: Decimal | float) -> str:
    exact = f"{value:f}" if isinstance(value, Decimal) else f"{Decimal(repr(value)):f}"
    whole, _, fraction = exact.partition(".")
    kept = fraction.rstrip("0")
    return f"{whole},{kept}" if kept else whole


def _date(value: date) -> str:
    return vi.date(value)


def _month(value: str) -> str:
    return f"{value[5:]}/{value[:4]}"


_WRITERS: dict[Kind, Callable[[Any], str]] = {
    "text": lambda value: neutral(str(value)),
    "int": str,
    "kwh": _number,
    "share": _number,
    "date": _date,
    "month": _month,
}
