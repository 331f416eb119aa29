"""One release, opened for one scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import duckdb
import pyarrow as pa

from phanky.errors import UsageError
from phanky.identity import Identity
from semantic.loading import read_whole
from semantic.metrics import NO_FILTERS, Answer, Answering, Definitions, Dimension, Metric, Plan, Query, Value, Wish
from semantic.metrics.answering import KEPT_BYTES
from semantic.metrics.compiling import Compiler
from semantic.naming import require_known
from semantic.receipt import MartReceipt, Receipt
from semantic.remembering import Remembering
from semantic.small import FEW_ROWS, Small
from semantic.statement import Condition, Statement, run_select, select_rows

_EVERYTHING: Mapping[str, Condition] = MappingProxyType({})


@dataclass(frozen=True)
class Opened:
    """What of a release is opened: its marts, and the definitions where it has them.

    Attributes:
        read: the definitions, if they are read: then the release's folder is needed no more.
    """

    receipt: Receipt
    folder: Path
    marts: tuple[MartReceipt, ...]
    read: Definitions | None = None

    @cached_property
    def definitions(self) -> Definitions:
        """The metrics of the release; UsageError when it was made before there were any."""
        if self.read is not None:
            return self.read
        file = self.receipt.definitions
        if file is None:
            raise UsageError(
                f"Bản {self.receipt.release_id} chưa có định nghĩa chỉ số. Chạy “phanky run” để có bản mới."
            )
        return Definitions.read(read_whole(self.folder, file), self.receipt)


class Release:
    """Rows of one release within one scope; closes at the end of a ``with`` block.

    Threads may use one object together: each call runs on a cursor of its own.

    Args:
        compiler: writes the SQL of questions; None: the one that releases with the same definitions share.
        kept_bytes: of answers that are kept.

    Attributes:
        receipt: what the release was made from.
        scope_key: equal for equal scopes; with ``id`` it makes the key of any cache.
        is_in_place: whether the release's files are read at each question, because they hold too much for memory.
    """

    def __init__(
        self,
        opened: Opened,
        identity: Identity,
        connection: duckdb.DuckDBPyConnection,
        *,
        is_in_place: bool = False,
        compiler: Compiler | None = None,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self.is_in_place = is_in_place
        self.receipt = opened.receipt
        self.scope_key = identity.scope_key
        self._opened, self._identity = opened, identity
        self._marts = {mart.name: mart for mart in opened.marts}
        self._connection = connection
        self._compiler, self._kept_bytes = compiler, kept_bytes
        # Of the connection alone: bound to this object it would tie a knot, and memory would wait for the collector.
        self._run = partial(run_select, connection)
        self._small: Small | None = None
        self._remembering = Remembering(self._run)

    @property
    def id(self) -> str:
        """Id of the release."""
        return self.receipt.release_id

    def rows(
        self,
        mart: str,
        columns: Sequence[str] | None = None,
        where: Mapping[str, Condition] = _EVERYTHING,
        order_by: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> pa.Table:
        """Rows of a mart that was loaded; those of a small mart are kept for the next time.

        Args:
            mart: name of the mart.
            columns: names in the order wanted; None: all.
            where: column -> a value, None (is empty), or a collection of which one has to match; all must hold.
            order_by: names, ``-name`` for greatest first, empty last; ties are broken by the mart's grain.
            limit, offset: the page.

        Raises:
            UsageError: a name that does not exist, naming what is near, or a value that does not fit its column.
        """
        loaded = self._marts[require_known("mart đã nạp", mart, self._marts)]
        statement = select_rows(loaded, columns, where, order_by, limit, offset)
        if loaded.rows <= FEW_ROWS:
            return self._remembering.run(statement)
        return self._run(statement.sql, statement.parameters)

    def query(
        self,
        metrics: Sequence[str],
        group_by: Sequence[str] = (),
        filters: Mapping[str, Wish] = NO_FILTERS,
        order_by: Sequence[str] = (),
        limit: int | None = None,
        *,
        everyone: bool = False,
    ) -> pa.Table:
        """Metrics by dimensions where filters hold, one row a combination; columns are the names asked for.

        Counts of customers are those of the last judged month among the months asked (by quarter: in each quarter);
        energy and events are added over them.  Without a filter all months of the release are asked.

        Args:
            metrics: names as :attr:`metrics` lists them.
            group_by: names of dimensions, ``month`` (``2026-09``) or ``quarter`` (``2026-Q3``).
            filters: dimension -> a value, None (has none), several of which one has to match, or a :class:`Span`.
            order_by: names asked for, ``-name`` for greatest first; then by ``group_by``.  What is empty comes last.
            everyone: figures of the whole company by unit and month, whatever the scope.

        Raises:
            UsageError: a name or value that does not exist, naming what is near, or what does not go together.
        """
        return self.answer(Query.of(metrics, group_by, filters, order_by, limit, everyone=everyone)).table

    def answer(self, query: Query) -> Answer:
        """The answer to a question with the SQL that ran and the marts it came from; as :meth:`query`."""
        return self._answering.answer(query)

    def explain(self, query: Query) -> Plan:
        """How a question would be answered; nothing is run.  Errors as in :meth:`query`."""
        return self._answering.plan(query)

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """Name -> metric."""
        return self._opened.definitions.metrics

    @property
    def dimensions(self) -> Mapping[str, Dimension]:
        """Name -> dimension; ``month`` and ``quarter`` go with every metric besides."""
        return self._opened.definitions.dimensions

    def dimensions_of(self, metric: str) -> tuple[str, ...]:
        """Names of the dimensions that a metric can be split or filtered by."""
        return self._opened.definitions.dimensions_of(self._opened.definitions.metric(metric))

    def values_of(self, dimension: str, most: int = 60) -> tuple[Value, ...] | None:
        """Its values within the scope, to choose from; None when they are codes without end, or more than ``most``."""
        return self._answering.values_of(dimension, most)

    def asked_lately(self) -> tuple[Query, ...]:
        """Questions answered here that are still kept."""
        return self._answering.kept()

    @cached_property
    def _answering(self) -> Answering:
        definitions = self._opened.definitions
        needed = [self._marts[name] for name in definitions.marts if name in self._marts]
        self._small = Small(self._connection, needed)
        return Answering(
            definitions,
            self.id,
            frozenset(self._marts),
            self._run,
            small=self._small,
            sees_all=self._identity.units is None,
            compiler=self._compiler,
            kept_bytes=self._kept_bytes,
        )

    def select(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pa.Table:
        """The answer to one SELECT over ``phanky.marts.<mart>``; ``parameters`` are the values of ``?`` or ``$names``.

        Raises:
            UsageError: anything but exactly one SELECT, or SQL that does not run.
        """
        return self._run(sql, parameters)

    def listed(self, sql: str, *values: Value) -> pa.Table:
        """As :meth:`select` with the values of ``?``, for short lists that pages show again and again: kept."""
        return self._remembering.run(Statement(sql, values))

    def close(self) -> None:
        """Give the memory back."""
        if self._small is not None:
            self._small.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
