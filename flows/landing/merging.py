"""Bringing one table of a kept snapshot up to what the source holds now.

Changed rows replace those of their keys.  Then every partition is held against what the source itself counts in the
same transaction; one that does not agree (a delete, a change that left no trace in NGAY_SUA) is taken whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flows.cmis.declaration import ROW_NUMBER, Control, Table
from flows.cmis.source import Session
from flows.landing.manifest import LandedFile, Manifest
from flows.landing.partitions import Part, columns_of, read_files, require_equal
from flows.landing.staging import StagedTable, Staging
from phanky.progress import reach
from phanky.settings import Settings


@dataclass(frozen=True)
class Merged:
    """A table of the new state, to be checked under its own name, and what the base does not hold as ``… new``.

    Attributes:
        staged: what a full extraction would have said of it.
        kept: landed files that stand as they did.
        fresh: partitions to be landed.
        extracted: those of ``fresh`` that were taken whole, because merging did not give what the source counts.
    """

    staged: StagedTable
    kept: tuple[LandedFile, ...]
    fresh: tuple[Part, ...]
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
        parts = {name: self._replaced(name) for name in self._touched() - doubtful}
        doubtful = (doubtful | self._disagreeing(parts)) & self._said.keys()
        parts |= {name: self._extracted(name) for name in sorted(doubtful)}
        fresh = tuple(parts[name] for name in sorted(parts.keys() & self._said.keys()))
        kept = tuple(file for name, file in self._base.items() if name in self._said and name not in parts)
        # Rows without a month are in no file; the checks are to see and refuse them.
        self._show((*fresh, *(part for name, part in parts.items() if not name)), kept, doubtful)
        staged = StagedTable(self._table, self._arrived.origin, _together(self._said.values()),
                             sum(said.rows for said in self._said.values()), self._arrived.notes,
                             self._arrived.rejects)  # fmt: skip
        return Merged(staged, kept, fresh, tuple(sorted(doubtful)))

    def _see_base(self) -> None:
        self._connection.execute(f'create view "{self._name} base" as {self._rows(self._base.values())}')

    def _rows(self, files: Iterable[LandedFile]) -> str:
        listed = tuple(files)
        if not listed:
            return f'select {self._columns} from "{self._name} changed" where false'
        return f"select {self._columns} from {read_files(self._ground.settings, listed)}"

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
            select {self._partition} from "{self._name} met" as met semi join (
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
            select {self._partition} from "{self._name} met" as met
            semi join "{self._name} differing" as differing on {self._same_key("met", "differing")}
        """)

    def _names(self, query: str) -> set[str]:
        return {name for (name,) in self._connection.execute(f"select distinct * from ({query})").fetchall()}

    def _replaced(self, name: str) -> Part:
        """Landed rows of a partition whose key did not change, and those that did; read when they are needed."""
        files = [self._base[name]] if name in self._base else []
        relation = f'"{self._name} {name} merged"'
        self._connection.execute(f"""
            create view {relation} as
            select {self._columns} from ({self._rows(files)}) as base
            anti join "{self._name} differing" as differing on {self._same_key("base", "differing")}
            union all
            select {self._columns} from "{self._name} differing" where {self._partition} = '{name}'
        """)
        return Part(name, relation, self._ground.staging.measure(self._table, relation))

    def _disagreeing(self, parts: Mapping[str, Part]) -> set[str]:
        """Partitions that do not hold what the source counts, or that it has and the snapshot has not."""
        held = {name: _counted(file) for name, file in self._base.items()}
        held |= {name: part.held for name, part in parts.items() if part.held is not None}
        names = held.keys() | self._said.keys()
        return {name for name in names if _figures(held.get(name)) != _figures(self._said.get(name))}

    def _extracted(self, name: str) -> Part:
        reach("landing.part", f"{self._name} {name}")
        relation = f"{self._name} {name}"
        arrived = self._ground.staging.take(self._ground.session.part(self._table, name), relation)
        found = self._ground.staging.measure(self._table, f'"{relation}"')
        require_equal(arrived.origin, self._table, said=arrived.control, found=found)
        require_equal(arrived.origin, self._table, said=self._said[name], found=found)
        return Part(name, f'"{relation}"', found)

    def _show(self, shown: tuple[Part, ...], kept: tuple[LandedFile, ...], extracted: Collection[str]) -> None:
        """The whole table under its own name, for the checks, and what of it is new."""
        merged = ", ".join(f"'{part.name}'" for part in shown if part.name not in extracted) or "null"
        new = [f'select {self._columns} from "{self._name} differing" where {self._partition} in ({merged})']
        new += [f"select {self._columns} from {part.rows}" for part in shown if part.name in extracted]
        whole = [self._rows(kept), *(f"select {self._columns} from {part.rows}" for part in shown)]
        for name, parts in ((self._name, whole), (f"{self._name} new", new)):
            rows = " union all ".join(parts)
            self._connection.execute(f'create view "{name}" as select null::bigint as {ROW_NUMBER}, * from ({rows})')


def _counted(file: LandedFile) -> Control:
    return Control(file.rows, None if file.total is None else Decimal(file.total), file.max_id)


def _figures(control: Control | None) -> tuple[object, ...]:
    return () if control is None else (control.rows, control.total or 0, control.max_id)


def _together(parts: Iterable[Control]) -> Control:
    listed = tuple(parts)
    ids = [part.max_id for part in listed if part.max_id is not None]
    totals = [part.total for part in listed if part.total is not None]
    return Control(sum(part.rows for part in listed), sum(totals, Decimal(0)), max(ids, default=None))
