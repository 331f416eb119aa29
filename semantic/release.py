"""One release, opened for one scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from phanky.errors import DamageError
from phanky.identity import Identity
from semantic.instance import load_instance
from semantic.layout import CURRENT
from semantic.naming import require_known
from semantic.receipt import MartReceipt, Receipt
from semantic.shelf import Shelf
from semantic.statement import Condition, only_select, select_rows, sql_error

_EVERYTHING: Mapping[str, Condition] = MappingProxyType({})


class Release:
    """Rows of one release within one scope; closes at the end of a ``with`` block.

    Threads may use one object together: each call runs on a cursor of its own.

    Attributes:
        receipt: what the release was made from.
        scope_key: equal for equal scopes; with ``id`` it makes the key of any cache.
    """

    def __init__(
        self, receipt: Receipt, marts: Sequence[MartReceipt], identity: Identity, connection: duckdb.DuckDBPyConnection
    ) -> None:
        self.receipt = receipt
        self.scope_key = identity.scope_key
        self._marts = {mart.name: mart for mart in marts}
        self._connection = connection

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
        """Rows of a mart that was loaded.

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
        return self._run(statement.sql, statement.parameters)

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The answer to one SELECT over ``phanky.marts.<mart>``; ``parameters`` are the values of its ``?``.

        Raises:
            UsageError: anything but exactly one SELECT, or SQL that does not run.
        """
        return self._run(sql, parameters)

    def _run(self, sql: str, parameters: Sequence[Any]) -> pa.Table:
        cursor = self._connection.cursor()
        try:
            return cursor.sql(only_select(cursor, sql), params=list(parameters)).to_arrow_table()
        except duckdb.Error as error:
            raise sql_error(error) from error
        finally:
            cursor.close()

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_release(
    identity: Identity, release: str = CURRENT, *, home: Path, marts: Sequence[str] | None = None
) -> Release:
    """Load a release as far as ``identity`` may see it.

    Args:
        identity: who asks; its units decide which rows of customers are loaded at all.
        release: ``current``, an id, a unique beginning of one, or a signed-off quarter.
        home: PHANKY_HOME.
        marts: names of the marts to load; None: all.  Loading fewer is faster.

    Raises:
        UsageError: no such release or mart.
        DamageError: the release does not match its receipt.
    """
    shelf = Shelf(home)
    release_id = shelf.resolve(release)
    while True:
        try:
            return _open(shelf, release_id, identity, marts)
        except DamageError:
            # Between reading the pointer and the files, a newer release may have taken over and this one gone.
            moved_to = shelf.resolve(release)
            if moved_to == release_id:
                raise
            release_id = moved_to


def _open(shelf: Shelf, release_id: str, identity: Identity, marts: Sequence[str] | None) -> Release:
    receipt = shelf.receipt(release_id)
    wanted = receipt.marts if marts is None else tuple(receipt.mart(name) for name in dict.fromkeys(marts))
    return Release(receipt, wanted, identity, load_instance(shelf.release_folder(release_id), wanted, identity))
