"""A cell of an XLSX sheet as text: a number cell is unambiguous, a text cell may not be."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flows.cmis.declaration import Kind
from flows.cmis.files.faults import shown

SheetValue = int | float | str | bool | time | date | datetime | timedelta
"""What the reader gives; an empty cell is ''."""

_EXACT_BELOW = 2.0**53
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_COMMA_DECIMALS = re.compile(r"-?[0-9]*,[0-9]+")
_AMBIGUOUS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")


class CellError(ValueError):
    """The cell cannot be read; the message (Vietnamese) says why."""


def cell_text(kind: Kind, value: SheetValue) -> str | None:
    """The cell as text in the point style, or None when it is empty.

    Raises:
        CellError: the cell's own type contradicts the column's kind, or two readings are possible.
    """
    match value:
        case "":
            return None
        case str():
            return _quantity(value.strip()) if kind is Kind.QUANTITY else value
        case bool():
            raise CellError(f"ô kiểu đúng/sai ({str(value).upper()})")
        case int() | float():
            return _number(kind, float(value))
        case date() if kind in (Kind.DATE, Kind.MOMENT):
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case date():
            raise CellError(f"ô kiểu ngày ({value}); Excel có thể đã tự đổi, định dạng cột thành Text")
    raise CellError(f"ô kiểu giờ ({value})")


def _number(kind: Kind, value: float) -> str:
    is_whole = value.is_integer() and abs(value) < _EXACT_BELOW
    if kind in (Kind.DATE, Kind.MOMENT):
        raise CellError(f"'{value:g}' là ô số, định dạng ô thành ngày")
    if kind is Kind.CODE and not is_whole:
        raise CellError(f"'{value!r}' là ô số, mã phải là chữ; định dạng cột thành Text")
    return str(int(value)) if is_whole else format(Decimal(repr(value)), "f")


def _quantity(text: str) -> str:
    if _AMBIGUOUS.fullmatch(text):
        raise CellError(f"{shown(text)} là ô chữ, không rõ '.' hay ',' là dấu nghìn; đổi thành ô số")
    if _GROUPED.fullmatch(text) or _COMMA_DECIMALS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return text
