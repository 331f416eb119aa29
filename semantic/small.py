"""Small marts in an instance of their own, for questions that take DuckDB longer to plan than to answer.

A few thousand rows are sooner read by one thread than shared out between several, and sooner read as the question says
than after forty looks for a better way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from threading import Lock

import duckdb
import pyarrow as pa

from semantic.instance import lock
from semantic.loading import create_tables
from semantic.naming import CATALOG, SCHEMA, quoted, relation
from semantic.prepared import Prepared
from semantic.receipt import MartReceipt
from semantic.statement import Value

FEW_ROWS = 200_000
"""Rows of a mart that is read as fast as a question about it is planned."""

# What matters for any number of rows; every other look for a better way costs more than it saves.
_LOOKS = frozenset({"filter_pushdown", "unused_columns", "top_n"})
_MART = re.compile(rf'\b{CATALOG}\.{SCHEMA}\."?(\w+)')


class Small:
    """The small ones of an instance's marts, copied when first asked; threads may share it.

    Args:
        connection: to the instance.
        marts: those that questions may need, of whatever size.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, marts: Sequence[MartReceipt]) -> None:
        self._connection = connection
        self._marts = tuple(mart for mart in marts if mart.rows <= FEW_ROWS)
        self._names = frozenset(mart.name for mart in self._marts)
        self._copying = Lock()
        self._own: tuple[duckdb.DuckDBPyConnection, Prepared] | None = None

    def can_answer(self, sql: str) -> bool:
        """Whether every mart that compiled SQL reads, for figures or for names, is here."""
        return self._names.issuperset(_MART.findall(sql))

    def run(self, sql: str, values: Mapping[str, Value]) -> pa.Table:
        """The answer to one SELECT, as :meth:`Prepared.run`."""
        with self._copying:
            if self._own is None:
                own = _copied(self._connection, self._marts)
                self._own = (own, Prepared(own))
            prepared = self._own[1]
        return prepared.run(sql, values)

    def close(self) -> None:
        """Give the memory back."""
        if self._own is not None:
            own, prepared = self._own
            prepared.close()
            own.close()


def _copied(connection: duckdb.DuckDBPyConnection, marts: Sequence[MartReceipt]) -> duckdb.DuckDBPyConnection:
    """An instance that holds these marts of ``connection`` and nothing else: what that may not see is not here."""
    own = duckdb.connect(":memory:", config={"threads": 1, "temp_directory": ""})
    try:
        own.execute(f"ATTACH ':memory:' AS {CATALOG}")
        create_tables(own, marts)
        for mart in marts:
            _copy(connection, own, mart)
        names = (name for (name,) in own.execute("SELECT name FROM duckdb_optimizers()").fetchall())
        own.execute(f"SET disabled_optimizers = '{','.join(name for name in names if name not in _LOOKS)}'")
        lock(own)
    except BaseException:
        own.close()
        raise
    return own


def _copy(connection: duckdb.DuckDBPyConnection, own: duckdb.DuckDBPyConnection, mart: MartReceipt) -> None:
    names = ", ".join(map(quoted, mart.column_names))
    with connection.cursor() as cursor:
        own.register("taken", cursor.sql(f"SELECT {names} FROM {relation(mart.name)}").to_arrow_table())
    own.execute(f"INSERT INTO {relation(mart.name)} ({names}) SELECT {names} FROM taken")
    own.unregister("taken")
