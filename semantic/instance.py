"""A DuckDB instance that holds the rows of one scope and nothing else.

What a scope may not see is never loaded, and afterwards the instance can open no file (for the whole company's scope
alone: none but the release's marts), load no extension, look at no Python variable and change no setting: so no text of
any query, whatever its origin, can reach a foreign row.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from phanky.errors import DamageError
from phanky.identity import Identity
from semantic.in_place import show_in_place
from semantic.kept import IN_MEMORY, Room, kept_file
from semantic.loading import Source
from semantic.naming import CATALOG
from semantic.receipt import MartReceipt
from semantic.statement import literal

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # Memory only: a query that does not fit fails rather than leaving rows on disk.
    "temp_directory": "",
    # Loads twice as fast; the order of rows() never rests on it.
    "preserve_insertion_order": False,
}

# Most questions about these are about one month: where its rows lie together, a page of cases takes a fifth of the
# time.  Sorting 1.3 million rows takes a second and a half, once for a release.
_ASKED_BY_MONTH = frozenset({"fct_reading_period_compliance", "fct_customer_month", "agg_customer_year"})
_MANY = 200_000

# Of what rows in memory may take: aggregates and dimensions, beside what questions to the large marts need.
_LOADED_SHARE = 0.2


def load_instance(
    folder: Path,
    marts: Sequence[MartReceipt],
    identity: Identity,
    room: Room = IN_MEMORY,
    *,
    by_month: bool = True,
    quarter: str | None = None,
) -> duckdb.DuckDBPyConnection:
    """Load ``marts`` from a release's folder, as far as ``identity`` may see them, and lock the instance.

    Args:
        room: where rows are kept that are too many for memory.
        by_month: sort large marts by month, which takes longer and makes questions about one month quicker.
        quarter: of marts that have quarters, the rows of this one alone, which always go into memory.

    Raises:
        DamageError: a file is missing, cut or unreadable.
    """
    source = Source(folder, tuple(marts), identity, quarter)
    connection = duckdb.connect(":memory:", config=_CONFIG)
    try:
        if room.holds(source):
            _load(connection, source, by_month=by_month)
        elif room.shows(source):
            connection.execute(f"SET memory_limit = '{room.question_mb}MB'")
            show_in_place(connection, source, room.memory_mb * _LOADED_SHARE)
        else:
            _attach(connection, source, room)
        connection.execute("SET preserve_insertion_order = true")
        lock(connection)
    except duckdb.Error as error:
        connection.close()
        raise DamageError(f"{folder}: bản phát hành không đọc được. Quay về bản khác.") from error
    except BaseException:
        connection.close()
        raise
    return connection


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """From now on it opens nothing more and changes no setting."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _load(connection: duckdb.DuckDBPyConnection, source: Source, *, by_month: bool) -> None:
    connection.execute(f"ATTACH ':memory:' AS {CATALOG}")
    source.create(connection)
    for mart in source.marts:
        in_order = by_month and mart.name in _ASKED_BY_MONTH and mart.rows * source.share(mart) > _MANY
        source.insert(connection, mart, order="ORDER BY month" if in_order else "")


def _attach(connection: duckdb.DuckDBPyConnection, source: Source, room: Room) -> None:
    assert room.folder is not None
    limit = f"{room.question_mb}MB"
    spill = str(room.folder / "spill")
    path = kept_file(room.folder, source, {"memory_limit": f"{room.writing_mb}MB", "temp_directory": spill})
    connection.execute(f"SET memory_limit = '{limit}'")
    connection.execute(f"ATTACH {literal(str(path))} AS {CATALOG} (READ_ONLY)")
