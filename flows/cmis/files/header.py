"""Which column of a file is which declared column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.cmis.declaration import Column, Kind, Table
from flows.cmis.files.faults import shown
from flows.cmis.files.price_rows import PRICE_STRING, columns_given_by, may_carry_price_strings
from phanky.errors import InputError, Place

EXPECTED: dict[Kind, str] = {
    Kind.CODE: "mã, dạng chữ",
    Kind.TEXT: "chữ",
    Kind.ID: "số nguyên",
    Kind.WHOLE: "số nguyên",
    Kind.QUANTITY: "số, tối đa 3 chữ số thập phân",
    Kind.DATE: "ngày yyyy-MM-dd hoặc dd/MM/yyyy",
    Kind.MOMENT: "ngày giờ yyyy-MM-dd HH:mm:ss",
}
"""What a column should hold, in the reader's words."""

_NAMED_AT_MOST = 10


@dataclass(frozen=True)
class Header:
    """``columns[i]``: the declared name of the file's i-th column, or None when it is not read."""

    columns: tuple[str | None, ...]
    notes: tuple[str, ...] = ()

    @property
    def batch_names(self) -> tuple[str, ...]:
        """A name for every column of the file; those that are not read get one that nobody declares."""
        return tuple(name or f"_{i}" for i, name in enumerate(self.columns))


def plain(name: str) -> str:
    """``MA_SOGCS``, ``maSogcs`` and ``ma_sogcs`` are one name."""
    return name.strip().replace("_", "").casefold()


def readable_columns(table: Table) -> dict[str, str]:
    """Plain name -> declared name of every column that a file of ``table`` may bring."""
    names = [*table.column_names, *([PRICE_STRING] if may_carry_price_strings(table) else [])]
    return {plain(name): name for name in names}


def match_header(names: Sequence[str], table: Table, origin: str, row: int | None = 1) -> Header:
    """Match the names in a file, in any order and either spelling, with the declaration.

    Raises:
        InputError: a name occurs twice, or a column that may not be absent is.
    """
    place = Place(origin, row)
    _refuse_repeated(names, place)
    readable = readable_columns(table)
    columns = tuple(readable.get(plain(name)) for name in names)
    _require_columns(columns, table, place, names)
    return Header(columns, _notes(names, columns, table, origin))


def _refuse_repeated(names: Sequence[str], place: Place) -> None:
    counts = Counter(plain(name) for name in names if name.strip())
    for name in names:
        if counts[plain(name)] > 1:
            raise InputError(
                f"cột có {counts[plain(name)]} lần trong dòng tiêu đề",
                Place(place.origin, place.row, name.strip()),
                "Chỉ giữ lại một cột.",
            )


def _require_columns(columns: Sequence[str | None], table: Table, place: Place, names: Sequence[str]) -> None:
    excused = columns_given_by(columns)
    missing = [c for c in table.columns if not c.optional and c.name not in columns and c.name not in excused]
    if missing:
        wanted = "; ".join(_wanted(column) for column in missing)
        raise InputError(
            f"thiếu cột, cần {wanted}; tệp có các cột {_listed(names)}",
            Place(place.origin, place.row, ", ".join(column.name for column in missing)),
            "Xuất lại bảng với đủ cột.",
        )


def _wanted(column: Column) -> str:
    return f"{column.name} ({EXPECTED[column.kind]}{', có thể để trống' if column.nullable else ''})"


def _notes(names: Sequence[str], columns: Sequence[str | None], table: Table, origin: str) -> tuple[str, ...]:
    ignored = {plain(name) for name in table.ignored}
    pairs = zip(names, columns, strict=True)
    unknown = [name for name, column in pairs if column is None and plain(name) not in ignored]
    return (f"{origin}: bỏ qua cột lạ {_listed(unknown)}",) if unknown else ()


def _listed(names: Sequence[str]) -> str:
    more = f" và {len(names) - _NAMED_AT_MOST} cột khác" if len(names) > _NAMED_AT_MOST else ""
    return ", ".join(shown(name.strip()) for name in names[:_NAMED_AT_MOST]) + more
