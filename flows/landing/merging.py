"""Bringing one table of a kept snapshot up to what the source holds now.

Changed rows replace those of their keys.  Then every partition is held against what the source itself counts in the
same transaction; one that does not agree (a delete, a change that left no trace in NGAY_SUA) is taken whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flows.cmis.declaration import ROW_NUMBER, Control, Table
from flows.cmis.source import Session
from flows.landing.manifest import LandedFile, Manifest
from flows.landing.partitions import columns_of, read_files, require_equal
from flows.landing.staging import StagedTable, Staging
from phanky.progress import reach
from phanky.settings import Settings


@dataclass(frozen=True)
class Merged:
    """A table of the new state, to be checked under its own name.

    Attributes:
        staged: what a full extraction would have said of it.
        kept: landed files that stand as they did.
        fresh: partitions to be landed, whose rows stand in ``relation``.
        extracted: those of ``fresh`` that were taken whole, because merging did not give what the source counts.
    """

    staged: StagedTable
    kept: tuple[LandedFile, ...]
    fresh: tuple[str, ...]
    relation: str
    extracted: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """What is merged with what: the open transaction, the kept snapshot, the scratch database."""

    session: Session
    base: Manifest
    staging: Staging
    settings: Settings


def merge(ground: Ground, table: Table, since: datetime) -> Merged | None:
    """Merge what changed since a moment of the source's clock; None when the source cannot tell that of this table.

    Raises:
        InputError: what arrived is not what the source counted.
    """
    extract = ground.session.changed(table, since)
    if extract is None:
        return None
    arrived = ground.staging.take(extract, f"{table.name} changed")
    found = ground.staging.measure(table, f'"{table.name} changed"')
    require_equal(arrived.origin, table, said=arrived.control, found=found)
    return _Merging(ground, table, arrived).done()


class _Merging:
    """One table on its way; relations are named after it, with what they hold behind a blank."""

    def __init__(self, ground: Ground, table: Table, arrived: StagedTable) -> None:
        self._ground, self._table, self._arrived = ground, table, arrived
        self._connection = ground.staging.connection
        self._name = table.name
        self._columns = columns_of(table)
        self._base = {file.partition: file for file in ground.base.files_of(table.name)}
        self._said = {name: said for name, said in ground.session.parts(table).items() if said.rows}

    def done(self) -> Merged:
        self._see_base()
        self._find_differing()
        doubtful = self._ambiguous()
        touched = self._touched() - doubtful
        self._replace(touched)
        doubtful |= self._disagreeing(touched)
        self._extract(doubtful & self._said.keys())
        fresh = (touched | doubtful) & self._said.keys()
        kept = tuple(file for name, file in self._base.items() if name in self._said and name not in fresh)
        self._show(kept)
        staged = StagedTable(self._table, self._arrived.origin, _together(self._said.values()),
                             sum(said.rows for said in self._said.values()), self._arrived.notes,
                             self._arrived.rejects)  # fmt: skip
        extracted = tuple(sorted(doubtful & self._said.keys()))
        return Merged(staged, kept, tuple(sorted(fresh)), f"{self._name} merged", extracted)

    def _see_base(self) -> None:
        self._connection.execute(f'create view "{self._name} base" as {self._rows(self._base.values())}')

    def _rows(self, files: Iterable[LandedFile]) -> str:
        """SELECT of landed rows with the partition that they stand in."""
        listed = tuple(files)
        if not listed:
            return f"select {self._columns}, '' as partition from \"{self._name} changed\" where false"
        return (
            f"select {self._columns}, {self._partition} as partition from {read_files(self._ground.settings, listed)}"
        )

    @property
    def _partition(self) -> str:
        # A row without a month stands in a partition that no source has, and the checks refuse it.
        return "coalesce(printf('%04d-%02d', \"NAM\", \"THANG\"), '')" if self._table.monthly else "'all'"

    def _find_differing(self) -> None:
        """Of the changed rows those that are not landed already: the overlap brings back what an earlier run took."""
        self._connection.execute(f"""
            create table "{self._name} met" as
            select base.* from "{self._name} base" as base semi join "{self._name} changed" as changed
                on {self._same_key("base", "changed")}
        """)
        self._connection.execute(f"""
            create table "{self._name} differing" as
            select {self._columns} from "{self._name} changed" except all select {self._columns} from "{self._name} met"
        """)

    def _same_key(self, one: str, other: str) -> str:
        # Only a key with an empty part needs the slower comparison.
        nullable = {column.name for column in self._table.columns if column.nullable}
        return " and ".join(
            f'{one}."{name}" {"is not distinct from" if name in nullable else "="} {other}."{name}"'
            for name in self._table.key
        )

    def _ambiguous(self) -> set[str]:
        """Partitions in which a changed key stands more than once: which of its rows changed, nobody can say."""
        if not self._table.versions:
            return set()
        key = ", ".join(f'"{name}"' for name in self._table.key)
        return self._names(f"""
            select partition from "{self._name} met" as met semi join (
                select {key} from "{self._name} met" group by all having count(*) > 1
                union all
                select {key} from "{self._name} changed" group by all having count(*) > 1
            ) as repeated on {self._same_key("met", "repeated")}
            semi join "{self._name} differing" as differing on {self._same_key("met", "differing")}
        """)

    def _touched(self) -> set[str]:
        return self._names(f"""
            select {self._partition} from "{self._name} differing"
            union
            select partition from "{self._name} met" as met
            semi join "{self._name} differing" as differing on {self._same_key("met", "differing")}
        """)

    def _names(self, query: str) -> set[str]:
        return {name for (name,) in self._connection.execute(f"select distinct * from ({query})").fetchall()}

    def _replace(self, touched: set[str]) -> None:
        files = [self._base[name] for name in sorted(touched) if name in self._base]
        among = ", ".join(f"'{name}'" for name in touched) or "null"
        self._connection.execute(f"""
            create table "{self._name} merged" as
            select {self._columns} from ({self._rows(files)}) as base
            anti join "{self._name} differing" as differing on {self._same_key("base", "differing")}
            union all
            select {self._columns} from "{self._name} differing" where {self._partition} in ({among})
        """)

    def _disagreeing(self, touched: set[str]) -> set[str]:
        """Partitions that do not hold what the source counts, or that it has and the snapshot has not."""
        untouched = [file for name, file in self._base.items() if name not in touched]
        held = {**self._held(f"({self._rows(untouched)})", "partition"),
                **self._held(f'"{self._name} merged"', self._partition)}  # fmt: skip
        names = held.keys() | self._said.keys()
        return {name for name in names if _figures(held.get(name)) != _figures(self._said.get(name))}

    def _held(self, relation: str, partition: str) -> Mapping[str, Control]:
        return self._ground.staging.measure_by(self._table, relation, partition)

    def _extract(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            reach("landing.part", f"{self._name} {name}")
            self._connection.execute(f"delete from \"{self._name} merged\" where {self._partition} = '{name}'")
            relation = f"{self._name} {name}"
            arrived = self._ground.staging.take(self._ground.session.part(self._table, name), relation)
            found = self._ground.staging.measure(self._table, f'"{relation}"')
            require_equal(arrived.origin, self._table, said=arrived.control, found=found)
            require_equal(arrived.origin, self._table, said=self._said[name], found=found)
            self._connection.execute(f'insert into "{self._name} merged" select {self._columns} from "{relation}"')
            self._connection.execute(f'drop table "{relation}"')

    def _show(self, kept: tuple[LandedFile, ...]) -> None:
        """The whole table under its own name, for the checks; what is kept is read where it lies."""
        rows = f'select {self._columns} from "{self._name} merged"'
        if kept:
            rows += f" union all select {self._columns} from {read_files(self._ground.settings, kept)}"
        self._connection.execute(f'create view "{self._name}" as select null::bigint as {ROW_NUMBER}, * from ({rows})')


def _figures(control: Control | None) -> tuple[object, ...]:
    return () if control is None else (control.rows, control.total or 0, control.max_id)


def _together(parts: Iterable[Control]) -> Control:
    listed = tuple(parts)
    ids = [part.max_id for part in listed if part.max_id is not None]
    totals = [part.total for part in listed if part.total is not None]
    return Control(sum(part.rows for part in listed), sum(totals, Decimal(0)), max(ids, default=None))
