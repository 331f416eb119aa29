"""Releases: what readers see, made from a tested warehouse in one step that can be undone.

:func:`publish` makes one from a :class:`MartReader`; :func:`rollback`, :func:`close_quarter` and
:func:`retention` look after those that there are.  How a release lies on disk says :mod:`semantic.layout`.

Points for :mod:`phanky.progress`: ``publish.begin``, ``publish.mart`` (once a mart), ``publish.before_receipt``,
``publish.receipt_written``, ``publish.before_current``, ``publish.current_moved``.
"""

from flows.publish.content import Columns
from flows.publish.definitions import MetricDefinitions
from flows.publish.parquet_reader import parquet_reader
from flows.publish.publishing import Published, publish
from flows.publish.readers import MartReader, duckdb_reader, postgres_reader
from flows.publish.upkeep import Retired, close_quarter, retention, rollback
from flows.publish.writing import MartSpec

__all__ = [
    "Columns",
    "MartReader",
    "MartSpec",
    "MetricDefinitions",
    "Published",
    "Retired",
    "close_quarter",
    "duckdb_reader",
    "parquet_reader",
    "postgres_reader",
    "publish",
    "retention",
    "rollback",
]
