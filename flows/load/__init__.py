"""Load: a snapshot becomes schema ``raw`` of the warehouse, whole or not at all.

:func:`open_warehouse` says where a run computes (and starts a private PostgreSQL when none is configured);
:func:`load` makes ``raw`` hold one snapshot.
"""

from flows.load.loading import LoadResult, load
from flows.load.spark_session import session_of
from flows.load.warehouse import DuckDBWarehouse, PostgresWarehouse, SparkWarehouse, Warehouse, open_warehouse

__all__ = [
    "DuckDBWarehouse",
    "LoadResult",
    "PostgresWarehouse",
    "SparkWarehouse",
    "Warehouse",
    "load",
    "open_warehouse",
    "session_of",
]
