"""A CMIS that lives: its tables in DuckDB, with NGAY_TAO and NGAY_SUA and a clock of its own, open to change.

Rows are changed as CMIS changes them (:meth:`LiveCmis.change` stamps NGAY_SUA), or behind its back
(:meth:`LiveCmis.execute` alone), which only counts and a full extraction can show.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from flows.cmis.declaration import ROW_NUMBER, TABLES, Control, Kind, Table
from flows.cmis.source import Extract, Source
from tests.memory_source import Rows, arrow_table

UNDATED = frozenset({"D_DVI_QLY", "GCS_LICHGCS"})
"""Tables that carry neither NGAY_TAO nor NGAY_SUA, so that they are taken whole."""

_ROWS_PER_BATCH = 100_000
_START = datetime.fromisoformat("2026-11-20T08:00")


@dataclass
class LiveCmis:
    """An :class:`flows.cmis.source.IncrementalSource`.

    Attributes:
        now: its clock; every change stamps it.
        asked: what sessions were asked for, in order: ("whole", table), ("changed", table), ("part", table, month).
    """

    file: str = ":memory:"
    name: str = "oracle"
    baseline: str = "live"
    now: datetime = _START
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open the database; the tables are there once :meth:`fill` or :meth:`take` has run."""
        self._connection = duckdb.connect(self.file, config={"threads": 2})

    def fill(self, tables: Mapping[str, Rows]) -> LiveCmis:
        """Put rows into new tables, stamped as made now."""
        for table in (table for table in TABLES if table.name in tables):
            self._create(table, arrow_table(table, tables[table.name]).to_reader())
        return self

    def take(self, source: Source) -> LiveCmis:
        """Put everything that another source has into new tables, stamped as made now."""
        with source.opened() as extracts:
            for extract in extracts:
                self._create(extract.table, extract.batches)
        return self

    def execute(self, statement: str) -> None:
        """Change rows and stamp nothing."""
        self._connection.execute(statement)

    def change(self, table: str, assignment: str, where: str) -> None:
        """Change rows as the program does: with NGAY_SUA."""
        self.execute(f"update {table} set {assignment}, NGAY_SUA = timestamp '{self.now}' where {where}")

    def insert(self, table: str, **values: object) -> None:
        """Add a row as the program does: with NGAY_TAO."""
        known = {"NGAY_TAO": self.now, **values} if table not in UNDATED else values
        marks = ", ".join("?" for _ in known)
        self._connection.execute(f"insert into {table} ({', '.join(known)}) values ({marks})", list(known.values()))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query over its tables."""
        return self._connection.execute(query).fetchall()

    def pass_time(self, **span: float) -> None:
        """Move the clock, backwards too: ``pass_time(hours=1)``."""
        self.now += timedelta(**span)

    def pulse(self) -> str:
        """Counts, sums and the newest stamp of every table, hashed."""
        digest = hashlib.sha256()
        for table in self._tables():
            stamp = "null" if table.name in UNDATED else "max(greatest(NGAY_TAO, NGAY_SUA))"
            digest.update(repr(self.ask(f"select count(*), {_total(table)}, {stamp} from {table.name}")).encode())
        return digest.hexdigest()

    fingerprint = pulse

    @contextmanager
    def opened(self) -> Iterator[Iterator[Extract]]:
        """All tables of one state."""
        with self.session() as session:
            yield (session.whole(table) for table in session.tables())

    @contextmanager
    def session(self) -> Iterator[LiveSession]:
        """A transaction of its own: what changes meanwhile is not in it."""
        with self._connection.cursor() as cursor:
            cursor.begin()
            cursor.execute(
                "select 1 from D_DVI_QLY limit 1"
            ).fetchall()  # a transaction begins with its first statement
            yield LiveSession(cursor, self._tables(), self.now, self.asked)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _create(self, table: Table, batches: Any) -> None:
        columns = ", ".join(f'"{name}"' for name in table.column_names)
        audit = [name for name in ("NGAY_TAO", "NGAY_SUA") if name not in table.column_names]
        stamps = "".join(f", {'timestamp ' + repr(str(self.now)) if n == 'NGAY_TAO' else 'null::timestamp'} as {n}"
                         for n in audit) if table.name not in UNDATED else ""  # fmt: skip
        self._connection.register("incoming", batches)
        self._connection.execute(f"create table {table.name} as select {columns}{stamps} from incoming")
        self._connection.unregister("incoming")
        if "NGAY_TAO" in table.column_names:
            self.execute(f"update {table.name} set NGAY_TAO = coalesce(NGAY_TAO, timestamp '{self.now}')")

    def _tables(self) -> tuple[Table, ...]:
        there = {name.upper() for (name,) in self.ask("select table_name from information_schema.tables")}
        return tuple(table for table in TABLES if table.name in there)


class LiveSession:
    """A :class:`flows.cmis.source.Session`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: tuple[Table, ...],
        moment: datetime,
        asked: list[tuple[str, ...]],
    ) -> None:
        self._connection, self._there, self.moment, self._asked = connection, tables, moment, asked

    def tables(self) -> tuple[Table, ...]:
        """Those that were filled."""
        return self._there

    def whole(self, table: Table) -> Extract:
        """All rows."""
        self._asked.append(("whole", table.name))
        return self._extract(table, "true")

    def parts(self, table: Table) -> dict[str, Control]:
        """Counted by DuckDB."""
        found = self._connection.execute(
            f"select {_partition(table)}, count(*), {_total(table)}, {_greatest(table)} from {table.name} group by 1"
        ).fetchall()
        return {name: _control(*figures) for name, *figures in found}

    def part(self, table: Table, partition: str) -> Extract:
        """All rows of one partition."""
        self._asked.append(("part", table.name, partition))
        return self._extract(table, f"{_partition(table)} = '{partition}'")

    def changed(self, table: Table, since: datetime) -> Extract | None:
        """By NGAY_SUA, or NGAY_TAO."""
        if table.name in UNDATED:
            return None
        self._asked.append(("changed", table.name))
        return self._extract(table, f"coalesce(NGAY_SUA, NGAY_TAO) >= timestamp '{since}'")

    def _extract(self, table: Table, condition: str) -> Extract:
        columns = ", ".join(f'"{name}"' for name in table.column_names)
        rows = self._connection.sql(
            f"select null::bigint as {ROW_NUMBER}, {columns} from {table.name} where {condition}"
        )
        return Extract(
            table=table,
            origin=table.name,
            batches=rows.to_arrow_reader(_ROWS_PER_BATCH).cast(table.extract_schema),
            control=lambda: self._counted(table, condition),
        )

    def _counted(self, table: Table, condition: str) -> Control:
        found = self._connection.execute(
            f"select count(*), {_total(table)}, {_greatest(table)} from {table.name} where {condition}"
        ).fetchall()
        return _control(*found[0])


def _control(rows: int, total: Decimal | None, greatest: int | None) -> Control:
    return Control(rows, total, greatest)


def _partition(table: Table) -> str:
    return "printf('%04d-%02d', NAM, THANG)" if table.monthly else "'all'"


def _total(table: Table) -> str:
    return f"sum({table.total})" if table.total else "null"


def _greatest(table: Table) -> str:
    return f"max({table.key[0]})" if table.column(table.key[0]).kind is Kind.ID else "null"
