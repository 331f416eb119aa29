"""What a table looks like over there, held against its declaration: what is fetched, and as which type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from flows.cmis.declaration import Column, Kind
from flows.cmis.oracle.mapping import Located
from phanky.errors import InputError, Place

_TEXTS = frozenset({"DB_TYPE_VARCHAR", "DB_TYPE_CHAR", "DB_TYPE_NVARCHAR", "DB_TYPE_NCHAR"})
_NUMBERS = frozenset({"DB_TYPE_NUMBER"})
_TIMES = frozenset({"DB_TYPE_DATE", "DB_TYPE_TIMESTAMP"})
_ALLOWED: dict[Kind, tuple[frozenset[str], str]] = {
    Kind.CODE: (_TEXTS | _NUMBERS, "VARCHAR2, CHAR hoặc NUMBER"),
    Kind.TEXT: (_TEXTS | _NUMBERS, "VARCHAR2, CHAR hoặc NUMBER"),
    Kind.ID: (_NUMBERS, "NUMBER"),
    Kind.WHOLE: (_NUMBERS, "NUMBER"),
    Kind.QUANTITY: (_NUMBERS, "NUMBER"),
    Kind.DATE: (_TIMES, "DATE hoặc TIMESTAMP"),
    Kind.MOMENT: (_TIMES, "DATE hoặc TIMESTAMP"),
}
_ANY_WHOLE = pa.decimal128(38, 0)
_ANY_QUANTITY = pa.decimal128(38, 10)
_NUMBER_WIDTH = 40
_MOST_BATCH_BYTES = 8_000_000
_FEWEST_ROWS, _MOST_ROWS = 200, 20_000
CHANGED, CREATED = "NGAY_SUA", "NGAY_TAO"
UNIT = "MA_DVIQLY"


@dataclass(frozen=True)
class Fetched:
    """One declared column that is there: ``expression`` gives it, ``arrow_type`` is what the driver makes of it."""

    column: Column
    expression: str
    arrow_type: pa.DataType
    width: int


@dataclass(frozen=True)
class Shape:
    """One table as it will be read.

    Attributes:
        fetched: the declared columns that it has; the others are empty.
        stamps: which of NGAY_SUA and NGAY_TAO it has.
        has_unit: whether its rows can be told apart by MA_DVIQLY.
    """

    located: Located
    fetched: tuple[Fetched, ...]
    stamps: tuple[str, ...]
    has_unit: bool
    notes: tuple[str, ...] = ()

    @property
    def schema(self) -> pa.Schema:
        """What the driver is asked for."""
        return pa.schema([pa.field(f.column.name, f.arrow_type) for f in self.fetched])

    @property
    def rows_per_batch(self) -> int:
        """So many that a batch stays below some eight megabytes even with every text at its longest."""
        return max(_FEWEST_ROWS, min(_MOST_ROWS, _MOST_BATCH_BYTES // sum(f.width for f in self.fetched)))


def shape_of(located: Located, described: Sequence[Mapping[str, Any]]) -> Shape:
    """Hold a description (name, type, precision, scale, size of each column) against the declaration.

    Raises:
        InputError: a column that must be there is not, or is of a type that cannot hold what is declared.
    """
    there = {str(found["name"]).upper(): found for found in described}
    table = located.table
    missing = [c for c in table.columns if not c.optional and located.there(c.name) not in there]
    if missing:
        wanted = "; ".join(f"{located.there(c.name)} ({_ALLOWED[c.kind][1]})" for c in missing)
        raise InputError(
            f"thiếu cột, cần {wanted}; bảng có các cột {', '.join(there)}",
            Place(located.relation, column=", ".join(located.there(c.name) for c in missing)),
            "Sửa tên cột trong tệp ánh xạ (PHANKY_ORACLE_MAPPING_FILE), hoặc nhờ DBA tạo view có đủ cột.",
        )
    fetched = tuple(
        _fetched(located, c, there[located.there(c.name)]) for c in table.columns if located.there(c.name) in there
    )
    known = {located.there(c.name) for c in table.columns} | table.ignored
    strange = [name for name in there if name not in known]
    notes = (f"{located.relation}: bỏ qua cột lạ {', '.join(strange)}",) if strange else ()
    stamps = tuple(name for name in (CHANGED, CREATED) if there.get(name, {}).get("type") in _TIMES)
    return Shape(located, fetched, stamps, located.there(UNIT) in there, notes)


def _fetched(located: Located, column: Column, found: Mapping[str, Any]) -> Fetched:
    name, kind = located.there(column.name), str(found["type"])
    allowed, wanted = _ALLOWED[column.kind]
    if kind not in allowed:
        raise InputError(
            f"cần kiểu {wanted}, CMIS có {kind.removeprefix('DB_TYPE_')}",
            Place(located.relation, column=name),
            "Nhờ DBA tạo view trả về đúng kiểu rồi ghi tên view vào tệp ánh xạ.",
        )
    if kind in _TIMES:
        return Fetched(column, name, pa.timestamp("us"), 8)
    if column.kind in (Kind.CODE, Kind.TEXT):
        if kind in _NUMBERS:
            return Fetched(column, f"TO_CHAR({name})", pa.string(), _NUMBER_WIDTH)
        return Fetched(column, name, pa.string(), max(int(found["size"] or 0), _NUMBER_WIDTH))
    return Fetched(column, name, _number(column, found), 16)


def _number(column: Column, found: Mapping[str, Any]) -> pa.DataType:
    # Only a scale that the server itself declares is trusted; a NUMBER without one may hold anything.
    precision, scale = found["precision"] or 0, found["scale"]
    if column.kind is Kind.QUANTITY:
        fits = 0 < precision <= 18 and scale is not None and 0 <= scale <= 3 and precision - scale <= 15
        return column.arrow_type if fits else _ANY_QUANTITY
    return pa.int64() if 0 < precision <= 18 and scale == 0 else _ANY_WHOLE
