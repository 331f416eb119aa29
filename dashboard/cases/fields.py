"""The columns of the list: name in the address, heading, where the value comes from, how it is put in order."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.exports import Column, Kind
from dashboard.texts import cases as texts
from phanky import vietnamese as vi


@dataclass(frozen=True)
class Field:
    """A column.

    Attributes:
        key: of the value in a row.
        name: in the address, behind ``xep=``.
        heading: a month's heading is that of the month itself.
        sql: over the aliases of :mod:`dashboard.cases.statements`.
        order: what it is sorted by; None: the value.
        months_before: of the months of the window: how many before the judged one.
    """

    key: str
    name: str
    heading: str
    kind: Kind
    width: int
    sql: str
    order: str | None = None
    months_before: int | None = None


FIELDS: tuple[Field, ...] = (
    Field("unit_name", "don-vi", texts.UNIT, "text", 16, "coalesce(u.short_name, v.unit_code)", "v.unit_code"),
    Field("customer_id", "ma", texts.CODE, "text", 16, "v.customer_id"),
    Field("customer_name", "ten", texts.CUSTOMER, "text", 36, "c.customer_name", "ltrim(c.search_text)"),
    Field("book_codes", "so", texts.BOOK, "text", 16, "v.book_codes"),
    Field("price_groups", "nhom-gia", texts.PRICE_GROUP, "text", 14, "v.price_groups"),
    Field("kwh_month_1", "thang-truoc-2", "", "kwh", 12, "v.kwh_month_1", months_before=2),
    Field("kwh_month_2", "thang-truoc-1", "", "kwh", 12, "v.kwh_month_2", months_before=1),
    Field("kwh_month_3", "thang-nay", "", "kwh", 12, "v.kwh_month_3", months_before=0),
    Field("average_kwh", "binh-quan", texts.AVERAGE, "kwh", 14, "v.average_kwh"),
    Field("actual_periods", "ky-dang", texts.ACTUAL, "int", 9, "v.actual_periods"),
    Field("required_periods", "ky-phai", texts.REQUIRED, "int", 9, "v.required_periods"),
    Field("verdict_label", "ket-luan", texts.VERDICT, "text", 16, "coalesce(w.label_vi, v.verdict)", "w.rank"),
    Field("wrong_since_month", "sai-tu", texts.SINCE, "month", 10, "v.wrong_since_month"),
)
BY_NAME = {field.name: field for field in FIELDS}
LARGEST_FIRST = "-binh-quan"
"""The order when none is asked for: the largest customers weigh most."""


def heading(field: Field, month: str) -> str:
    """The heading of a column when ``month`` is judged."""
    return field.heading if field.months_before is None else vi.month(months_before(month, field.months_before))


def columns(month: str) -> tuple[Column, ...]:
    """The columns of the files."""
    return tuple(Column(field.key, _unit(field, month), field.kind, field.width) for field in FIELDS)


def months_before(month: str, count: int) -> str:
    """``2026-01`` and 2: ``2025-11``."""
    index = int(month[:4]) * 12 + int(month[5:]) - 1 - count
    return f"{index // 12}-{index % 12 + 1:02d}"


def _unit(field: Field, month: str) -> str:
    return heading(field, month) + (" (kWh)" if field.months_before is not None else "")
