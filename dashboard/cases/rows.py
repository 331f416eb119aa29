"""The rows of the list, out of one release within its scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from dashboard.cases.fields import FIELDS
from dashboard.cases.question import Conditions, Filters
from dashboard.cases.statements import counting, ordering, selecting
from dashboard.texts import cases as texts
from phanky.errors import UsageError
from semantic import Release

BATCH_ROWS = 2_000
_LISTED = {field.key: field.sql for field in FIELDS}
_SHOWN = {**_LISTED, "verdict": "v.verdict"}


def count(release: Release, filters: Filters) -> int:
    """How many customers there are."""
    asked = counting(filters)
    counted: int = _answer(release, asked).column("n")[0].as_py()
    return counted


def page(release: Release, filters: Filters, sort: str, offset: int, limit: int) -> tuple[dict[str, Any], ...]:
    """Some rows: the columns of the list, and ``verdict``, the code of the verdict."""
    asked = selecting(filters, _SHOWN, (ordering(sort),), limit, offset)
    return tuple(_answer(release, asked).to_pylist())


def batches(
    release: Release,
    filters: Filters,
    sort: str,
    outputs: Mapping[str, str] = _LISTED,
    before: Sequence[str] = (),
) -> Iterator[pa.RecordBatch]:
    """All rows in the order shown, some thousand at a time.

    Args:
        release: within its scope.
        filters: checked values.
        sort: as in the address.
        outputs: key -> SQL; those of the list.
        before: SQL to order by before ``sort``.
    """
    asked = selecting(filters, outputs, (*before, ordering(sort)))
    yield from _answer(release, asked).to_batches(BATCH_ROWS)


def _answer(release: Release, asked: Conditions) -> pa.Table:
    if "search_text" in asked.sql and "search_text" not in release.receipt.mart("dim_customers").column_names:
        raise UsageError(texts.not_searchable(release.id))
    return release.select(asked.sql, asked.values)
