"""One sample for all tests of this room, as Arrow tables and as views to ask with SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from flows.cmis.sample import SampleSource

AS_OF = date(2026, 11, 24)

Tables = dict[str, pa.Table]
Ask = Callable[[str], list[tuple[Any, ...]]]


def extracted(source: SampleSource) -> Tables:
    """Every table of the source, with its row numbers."""
    with source.opened() as extracts:
        return {extract.table.name: extract.batches.read_all() for extract in extracts}


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The sample of 2,000 customers."""
    return extracted(SampleSource(as_of=AS_OF))


@pytest.fixture(scope="session")
def ask(tables: Tables) -> Ask:
    """Rows of a query over the sample; ``ordinary`` holds the codes of customers that belong to no case."""
    connection = duckdb.connect()
    for name, table in tables.items():
        connection.register(name, table)
    connection.execute("""
        create view ordinary as select distinct MA_KHANG from HDG_KHACH_HANG
        where MA_KHANG not like '%99000__' and len(MA_KHANG) = 13
    """)
    return lambda query: connection.execute(query).fetchall()
