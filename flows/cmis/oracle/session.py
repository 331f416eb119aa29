"""One state of CMIS on Oracle: its tables held against the declaration, and read whole or by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from flows.cmis.declaration import Control, Table
from flows.cmis.oracle import statements
from flows.cmis.oracle.errors import CmisError
from flows.cmis.oracle.mapping import Located
from flows.cmis.oracle.process import ReadingProcess
from flows.cmis.oracle.shapes import Shape, shape_of
from flows.cmis.oracle.shaping import shaped
from flows.cmis.oracle.statements import Condition, Filters
from flows.cmis.source import Extract
from phanky.errors import InputError, Place
from phanky.progress import reach

_NOT_THERE = frozenset({"ORA-00942", "ORA-01031", "ORA-04063"})
WHOLE = "all"


class OracleSession:
    """A :class:`flows.cmis.source.Session` over a reading process.

    Raises:
        InputError: a table or column that must be there is not, or has a type that cannot hold what is declared.
        SourceError: as Oracle, the way to it, or the clock has it.
    """

    def __init__(
        self, process: ReadingProcess, located: tuple[Located, ...], filters: Filters, notes: tuple[str, ...] = ()
    ) -> None:
        self._process = process
        self._filters = filters
        self._notes = list(notes)
        self._shapes: dict[str, Shape] = {}
        for one in located:
            self._look_at(one)

    @property
    def moment(self) -> datetime:
        """The server's SYSDATE just before the transaction began."""
        found: datetime = self._process.opening["moment"]
        return found

    def tables(self) -> tuple[Table, ...]:
        """Tables that are there, in the order of ``TABLES``."""
        return tuple(shape.located.table for shape in self._shapes.values())

    def whole(self, table: Table) -> Extract:
        """All rows that the filters leave."""
        return self._extract(self._shapes[table.name])

    def parts(self, table: Table) -> dict[str, Control]:
        """Controls by billing month, or of the whole; a part without rows is not named."""
        shape = self._shapes[table.name]
        if not table.monthly:
            control = self._control(shape)
            return {WHOLE: control} if control.rows else {}
        found = self._process.ask(statements.controls_by_month(shape, self._filters), shape.located.relation)
        parts = {_month(shape, year, month): _control(shape, counted) for year, month, *counted in found}
        return dict(sorted(parts.items()))

    def part(self, table: Table, partition: str) -> Extract:
        """All rows of one billing month, or the whole."""
        shape = self._shapes[table.name]
        if partition == WHOLE:
            return self._extract(shape)
        year, month = (int(part) for part in partition.split("-"))
        return self._extract(shape, statements.of_month(shape, year, month))

    def changed(self, table: Table, since: datetime) -> Extract | None:
        """Rows changed, or made, at or after ``since``."""
        shape = self._shapes[table.name]
        return self._extract(shape, statements.since(shape, since)) if shape.stamps else None

    def pulse(self) -> list[list[Any]]:
        """Rows and last stamps of each table."""
        return [
            [name, *self._process.ask(statements.pulse(shape, self._filters), shape.located.relation)[0]]
            for name, shape in self._shapes.items()
        ]

    def _look_at(self, one: Located) -> None:
        reach("oracle.describe", f"{one.relation} {self._process.pid}")
        try:
            described = self._process.describe(statements.describe(one), one.relation)
        except CmisError as error:
            if error.code not in _NOT_THERE:
                raise
            if one.table.required:
                raise InputError(
                    f"thiếu bảng bắt buộc {one.table.name}: không có bảng {one.relation} hoặc tài khoản không được đọc",
                    Place(one.relation),
                    f"Nhờ DBA chạy GRANT SELECT ON {one.relation} TO tài khoản đọc, hoặc sửa tệp ánh xạ.",
                ) from error
            self._notes.append(f"{one.relation}: không có hoặc không được đọc, bỏ qua vì không bắt buộc")
            return
        self._shapes[one.table.name] = shape_of(one, described)

    def _extract(self, shape: Shape, *conditions: Condition) -> Extract:
        # The count is asked first: the driver's connection is busy while rows come.
        control = self._control(shape, *conditions)
        table = shape.located.table
        return Extract(
            table=table,
            origin=shape.located.relation,
            batches=pa.RecordBatchReader.from_batches(table.extract_schema, self._batches(shape, conditions)),
            control=_given(control),
            notes=(*(self._notes if table.name == next(iter(self._shapes)) else ()), *shape.notes),
        )

    def _control(self, shape: Shape, *conditions: Condition) -> Control:
        reach("oracle.count", f"{shape.located.relation} {self._process.pid}")
        statement = statements.control(shape, self._filters, *conditions)
        return _control(shape, self._process.ask(statement, shape.located.relation)[0])

    def _batches(self, shape: Shape, conditions: tuple[Condition, ...]) -> Iterator[pa.RecordBatch]:
        relation, rows = shape.located.relation, 0
        statement = statements.rows(shape, self._filters, *conditions)
        reach("oracle.read", f"{relation} {self._process.pid}")
        for batch in self._process.read(statement, shape.schema, shape.rows_per_batch, relation):
            yield shaped(batch, shape, rows + 1)
            rows += batch.num_rows
            reach("oracle.batch", f"{relation} {self._process.pid}")
        reach("oracle.end", f"{relation} {self._process.pid}")


def _control(shape: Shape, counted: list[Any]) -> Control:
    rows, total, greatest = counted
    has_total = shape.located.table.total is not None
    return Control(
        int(rows),
        Decimal(total if total is not None else 0) if has_total else None,
        None if greatest is None else int(greatest),
    )


def _month(shape: Shape, year: Decimal | None, month: Decimal | None) -> str:
    if year is None or month is None:
        raise InputError(
            "ô bắt buộc để trống", Place(shape.located.relation, column="NAM, THANG"), "Sửa ở CMIS rồi chạy lại."
        )
    return f"{int(year):04d}-{int(month):02d}"


def _given(control: Control) -> Callable[[], Control]:
    return lambda: control
