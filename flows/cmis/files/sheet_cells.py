"""A cell of an XLSX sheet as text: a number cell is unambiguous, a text cell may not be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flows.cmis.declaration import Kind
from flows.cmis.files.faults import shown

SheetValue = int | float | str | bool | time | date | datetime | timedelta
"""What the reader gives; an empty cell is ''."""

_DAYS = (Kind.DATE, Kind.MOMENT)
_EXACT_BELOW = 2.0**53
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_COMMA_DECIMALS = re.compile(r"-?[0-9]*,[0-9]+")
_AMBIGUOUS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")


class CellError(ValueError):
    """The cell cannot be read; the message (Vietnamese) says why."""


def column_texts(kind: Kind, values: Sequence[SheetValue]) -> tuple[list[str], dict[int, str]]:
    """The cells of one column as text in the point style; and by index what is wrong with those that are none."""
    is_plain = kind is not Kind.QUANTITY
    texts, wrong = [], {}
    for i, value in enumerate(values):
        # Most cells are text that stays as it is: they should cost next to nothing.
        if is_plain and isinstance(value, str):
            texts.append(value)
            continue
        try:
            texts.append(cell_text(kind, value))
        except CellError as error:
            texts.append("")
            wrong[i] = str(error)
    return texts, wrong


def cell_text(kind: Kind, value: SheetValue) -> str:
    """One cell as text in the point style; an empty cell is ''.

    Raises:
        CellError: the cell's own type contradicts the column's kind, or two readings are possible.
    """
    if isinstance(value, str):
        return _quantity(value.strip()) if kind is Kind.QUANTITY else value
    if isinstance(value, bool):
        raise CellError(f"ô kiểu đúng/sai ({str(value).upper()})")
    if isinstance(value, int | float):
        return _number(kind, float(value))
    if isinstance(value, date) and kind in _DAYS:
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, date):
        raise CellError(f"ô kiểu ngày ({value}); Excel có thể đã tự đổi, định dạng cột thành Text")
    raise CellError(f"ô kiểu giờ ({value})")


def _number(kind: Kind, value: float) -> str:
    is_whole = value.is_integer() and abs(value) < _EXACT_BELOW
    if kind in _DAYS:
        raise CellError(f"'{value:g}' là ô số, định dạng ô thành ngày")
    if kind is Kind.CODE and not is_whole:
        raise CellError(f"'{value!r}' là ô số, mã phải là chữ; định dạng cột thành Text")
    if is_whole:
        return str(int(value))
    shortest = repr(value)
    return format(Decimal(shortest), "f") if "e" in shortest else shortest


def _quantity(text: str) -> str:
    if _AMBIGUOUS.fullmatch(text):
        raise CellError(f"{shown(text)} là ô chữ, không rõ '.' hay ',' là dấu nghìn; đổi thành ô số")
    if _GROUPED.fullmatch(text) or _COMMA_DECIMALS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return text
