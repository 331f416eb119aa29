"""The marts that metrics add up, made from a few verdicts as the dbt project makes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from flows.publish import MartSpec

Row = dict[str, Any]

_VERDICTS = {
    "dung": "customers_right",
    "thieu_ky": "customers_too_few",
    "thua_ky": "customers_too_many",
    "thoa_thuan": "customers_agreed",
    "chua_du_du_lieu": "customers_not_enough_data",
}
_WRONG = frozenset({"thieu_ky", "thua_ky"})
_COUNTS = ("customers_in_scope", *_VERDICTS.values(), "customers_newly_wrong", "customers_newly_settled")
_MEASURES = (*_COUNTS, "customers_billed", "kwh_total")
_PERIOD = ("month", "month_date", "quarter", "is_quarter_end")
_SEGMENT = (
    "managing_unit_code", "unit_code", "month", "verdict", "reason", "basis", "rule_id", "required_periods",
    "actual_periods", "threshold_periods", "price_group",
)  # fmt: skip

_COUNTED = ", ".join(f"{name} integer" for name in (*_COUNTS, "customers_billed"))
_JUDGED = """
    verdict varchar, reason varchar, basis varchar, rule_id varchar, required_periods integer, actual_periods integer,
    threshold_periods integer, price_group varchar"""
_MONTH = "month varchar, month_date date, quarter varchar, is_quarter_end boolean"
COLUMNS: dict[str, str] = {
    "fct_customer_month": f"""
        customer_id varchar, {_MONTH}, unit_code varchar, managing_unit_code varchar, {_JUDGED}, book_codes varchar,
        {_COUNTED}, months_wrong integer, kwh_total decimal(18,3), kwh_wrong decimal(18,3)""",
    "agg_segment_month": f"""
        managing_unit_code varchar, unit_code varchar, {_MONTH}, {_JUDGED}, {_COUNTED}, kwh_total decimal(18,3),
        kwh_wrong decimal(18,3)""",
    "agg_customer_year": """
        customer_id varchar, managing_unit_code varchar, month varchar, month_date date, customers_billed integer,
        kwh_total decimal(18,3), kwh_wrong decimal(18,3)""",
    "agg_unit_month": f"unit_code varchar, {_MONTH}, is_provisional boolean, {_COUNTED}, kwh_total decimal(18,3)",
    "dim_months": f"{_MONTH}, is_judged boolean, is_last_judged boolean, is_provisional boolean",
}
SPECS = (
    MartSpec("fct_customer_month", "unit", ("customer_id", "month")),
    MartSpec("agg_segment_month", "unit", _SEGMENT),
    MartSpec("agg_customer_year", "unit", ("customer_id", "month")),
    MartSpec("agg_unit_month", "open", ("unit_code", "month")),
    MartSpec("dim_months", "open", ("month",)),
)


def counted(verdicts: Iterable[Row]) -> dict[str, list[Row]]:
    """All of these marts; the months are those of the verdicts."""
    judged = list(verdicts)
    customers = customer_months(judged)
    provisional = {row["month"] for row in judged if row["is_provisional"]}
    units = _added_up(customers, ("unit_code", *_PERIOD), _MEASURES)
    return {
        "fct_customer_month": customers,
        "agg_segment_month": _added_up(customers, (*_SEGMENT, *_PERIOD[1:]), (*_MEASURES, "kwh_wrong")),
        "agg_customer_year": _years(customers),
        "agg_unit_month": [row | {"is_provisional": row["month"] in provisional} for row in units],
        "dim_months": _months(customers, provisional),
    }


def month(name: str, *, is_judged: bool = True, is_last_judged: bool = False, is_provisional: bool = False) -> Row:
    """A row of ``dim_months``."""
    facts = {"is_judged": is_judged, "is_last_judged": is_last_judged, "is_provisional": is_provisional}
    return _period(name) | facts


def customer_months(verdicts: list[Row]) -> list[Row]:
    """Rows of ``fct_customer_month``: a month before is one that ``verdicts`` has."""
    first = min((row["month"] for row in verdicts), default="")
    wrong = {(row["customer_id"], row["month"]) for row in verdicts if row["verdict"] in _WRONG}
    return [_customer_month(row, wrong, is_first=row["month"] == first) for row in verdicts]


def _customer_month(verdict: Row, wrong: set[tuple[str, str]], *, is_first: bool) -> Row:
    is_wrong, was_wrong = (verdict["customer_id"], verdict["month"]) in wrong, _before(verdict) in wrong
    kwh, since = verdict["kwh_month_3"], verdict["wrong_since_month"]
    copied = ("customer_id", *_SEGMENT[:-1], "book_codes")
    return {
        **{name: verdict[name] for name in copied},
        **_period(verdict["month"]),
        "price_group": verdict["price_groups"],
        "customers_in_scope": int(verdict["verdict"] in _VERDICTS),
        **{column: int(verdict["verdict"] == code) for code, column in _VERDICTS.items()},
        "customers_newly_wrong": int(is_wrong and not was_wrong and not is_first),
        "customers_newly_settled": int(was_wrong and not is_wrong),
        "months_wrong": _index(verdict["month"]) - _index(since) + 1 if is_wrong and since else None,
        "customers_billed": int(kwh is not None),
        "kwh_total": kwh or Decimal("0.000"),
        "kwh_wrong": kwh if is_wrong and kwh else Decimal("0.000"),
    }


def _before(verdict: Row) -> tuple[str, str]:
    year, number = divmod(_index(verdict["month"]) - 1, 12)
    return verdict["customer_id"], f"{year}-{number + 1:02d}"


def _index(name: str) -> int:
    return int(name[:4]) * 12 + int(name[5:]) - 1


def _period(name: str) -> Row:
    year, number = int(name[:4]), int(name[5:])
    return {
        "month": name, "month_date": date(year, number, 1), "quarter": f"{year}-Q{(number + 2) // 3}",
        "is_quarter_end": number % 3 == 0,
    }  # fmt: skip


def _added_up(rows: list[Row], keys: tuple[str, ...], measures: tuple[str, ...]) -> list[Row]:
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        sums = found.setdefault(key, dict(zip(keys, key, strict=True)) | dict.fromkeys(measures, 0))
        sums.update({name: sums[name] + row[name] for name in measures})
    return list(found.values())


def _years(customers: list[Row]) -> list[Row]:
    """Twelve months of a customer, at each month that ends twelve of the release's."""
    keys, measures = ("customer_id", "managing_unit_code"), ("customers_billed", "kwh_total", "kwh_wrong")
    found: list[Row] = []
    for name in sorted({row["month"] for row in customers})[11:]:
        last = _index(name)
        within = [row for row in customers if last - 12 < _index(row["month"]) <= last]
        ends = {"month": name, "month_date": _period(name)["month_date"]}
        found += [row | ends for row in _added_up(within, keys, measures)]
    return found


def _months(customers: list[Row], provisional: set[str]) -> list[Row]:
    names = sorted({row["month"] for row in customers})
    return [month(name, is_last_judged=name == names[-1], is_provisional=name in provisional) for name in names]
