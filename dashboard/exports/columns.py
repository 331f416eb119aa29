"""What a table that leaves the pages consists of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

Kind = Literal["text", "int", "kwh", "share", "date", "month"]
"""``kwh``: a number with thousands; ``share``: a fraction of 1; ``month``: ``2026-09``."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        key: its name in the batches.
        width: in characters.
    """

    key: str
    heading: str
    kind: Kind = "text"
    width: int = 14


def rows_of(columns: Sequence[Column], batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Any, ...]]:
    """The values of each row in the order of ``columns``; one batch at a time becomes Python values."""
    for batch in batches:
        yield from zip(*(batch.column(column.key).to_pylist() for column in columns), strict=True)
