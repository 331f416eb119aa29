"""How the text of a cell becomes a value: the SQL for whole columns, and the words for one bad cell."""

from __future__ import annotations

import re

from flows.cmis.declaration import Column, Kind
from flows.cmis.files.faults import shown
from flows.cmis.files.header import EXPECTED
from flows.cmis.files.rows import NumberStyle

SQL_TYPES: dict[Kind, str] = {
    Kind.CODE: "VARCHAR",
    Kind.TEXT: "VARCHAR",
    Kind.ID: "BIGINT",
    Kind.WHOLE: "INTEGER",
    Kind.QUANTITY: "DECIMAL(18,3)",
    Kind.DATE: "DATE",
    Kind.MOMENT: "TIMESTAMP",
}

_WHOLE = "-?[0-9]+"
# Zeros after the third decimal say nothing; any other digit there would have to be rounded.
_DECIMALS = "[0-9]{1,3}0*"
_POINT = rf"-?([0-9]+(\.{_DECIMALS})?|\.{_DECIMALS})"
# No group begins with 0: '0.500' is a decimal fraction that came into the wrong kind of file.
_COMMA = rf"-?(([0-9]+|[1-9][0-9]{{0,2}}(\.[0-9]{{3}})+)(,{_DECIMALS})?|,{_DECIMALS})"
_ISO = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_VIETNAMESE = "([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
_MIDNIGHT = r"[ T]0{1,2}:00(:00(\.0+)?)?"
_TIME = r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6}0*)?)?"


def value_sql(column: Column, text: str, style: NumberStyle) -> str:
    """SQL that turns the text expression ``text`` into the column's type; null where it is malformed."""
    match column.kind:
        case Kind.CODE | Kind.TEXT:
            return text
        case Kind.ID | Kind.WHOLE:
            digits = _only(text, _WHOLE)
        case Kind.QUANTITY if style is NumberStyle.COMMA:
            digits = f"replace(replace({_only(text, _COMMA)}, '.', ''), ',', '.')"
        case Kind.QUANTITY:
            digits = _only(text, _POINT)
        case Kind.DATE:
            digits = _iso_date(text)
        case Kind.MOMENT:
            digits = _iso_moment(text)
    return f"try_cast({digits} as {SQL_TYPES[column.kind]})"


def problem(column: Column, text: str | None, style: NumberStyle) -> str:
    """What is wrong with a cell for which ``value_sql`` gave null."""
    if text is None:
        return f"ô bắt buộc để trống, cần {EXPECTED[column.kind]}"
    if column.kind is Kind.QUANTITY:
        return f"{shown(text)} {_quantity_problem(text, style)}"
    if column.kind in (Kind.ID, Kind.WHOLE):
        too_large = re.fullmatch(_WHOLE, text) is not None
        return f"{shown(text)} {'quá lớn' if too_large else 'không phải số nguyên'}"
    if column.kind is Kind.DATE and re.fullmatch(f"({_ISO}|{_VIETNAMESE}){_TIME}", text):
        return f"{shown(text)} có giờ phút, cột này chỉ nhận ngày"
    return f"{shown(text)} không phải ngày có thật, cần {EXPECTED[column.kind]}"


def _only(text: str, pattern: str) -> str:
    return f"case when regexp_full_match({text}, '{pattern}') then {text} end"


def _iso_date(text: str) -> str:
    return (
        f"case when regexp_full_match({text}, '{_ISO}') then {text}"
        f" when regexp_full_match({text}, '{_ISO}{_MIDNIGHT}') then regexp_extract({text}, '{_ISO}')"
        f" when regexp_full_match({text}, '{_VIETNAMESE}({_MIDNIGHT})?')"
        f" then regexp_replace({text}, '{_VIETNAMESE}.*', '\\3-\\2-\\1') end"
    )


def _iso_moment(text: str) -> str:
    return (
        f"case when regexp_full_match({text}, '{_ISO}({_TIME})?') then {text}"
        f" when regexp_full_match({text}, '{_VIETNAMESE}({_TIME})?')"
        f" then regexp_replace({text}, '{_VIETNAMESE}', '\\3-\\2-\\1') end"
    )


def _quantity_problem(text: str, style: NumberStyle) -> str:
    is_comma = style is NumberStyle.COMMA
    pattern = _COMMA if is_comma else _POINT
    if re.fullmatch(pattern, text):
        return "quá lớn, tối đa 15 chữ số phần nguyên"
    if re.fullmatch(pattern.replace(_DECIMALS, "[0-9]+"), text):
        return "có quá 3 chữ số thập phân"
    if is_comma:
        return "không phải số: trong tệp ngăn cách bằng ';' dấu '.' ngăn hàng nghìn, dấu ',' là dấu thập phân"
    return "không phải số: dấu thập phân là '.', không ngăn hàng nghìn"
