"""Reads large and key customers through the release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

import pyarrow as pa

from dashboard.address import Address
from dashboard.cases.fields import months_before
from dashboard.large import statements
from dashboard.large.asking import EVERYONE, KEY, LARGE, Asked, ask, periods_of
from dashboard.large.values import Customer, Kind, Large, Load
from dashboard.view import View
from semantic import Span

ROWS = 20
_MONTHS_OF_LOAD = 12
_ALL = 10_000_000
_COMPARED = {"last": 0, "before": 1, "year_before": 12}
_CUSTOMER = tuple(field.name for field in fields(Customer))


def read_large(view: View, address: Address) -> Large:
    """The page's values; UsageError for what the address asks and there is not."""
    asked = read_asked(view, address)
    rows = listed(view, asked, (asked.page - 1) * ROWS, asked.page * ROWS).to_pylist()
    return Large(
        asked=asked,
        periods=periods_of(view.months),
        units=view.units,
        groups=_groups(view),
        verdicts={code: label for (word_set, code), label in view.words.labels.items() if word_set == "verdict"},
        threshold_kwh=view.settings.large_customer_kwh,
        whole_kwh=rows[0]["whole_kwh"],
        kinds=_kinds(rows[0]),
        customers=tuple(_customer(row) for row in rows if row["customer_id"] is not None),
        before=months_before(asked.period.months[-1], 1),
        year_before=months_before(asked.period.months[-1], 12),
        loads=_loads(view, asked),
    )


def list_version(view: View) -> str:
    """A newly imported list of key customers changes the page, whatever release is in service."""
    return view.key_customers[0]


def read_asked(view: View, address: Address) -> Asked:
    """The question of an address; UsageError for what it asks and there is not."""
    view.month  # noqa: B018  # says so where nothing is judged yet
    return ask(address, periods_of(view.months), view.units, _groups(view))


def listed(view: View, asked: Asked, first: int = 0, last: int = _ALL) -> pa.Table:
    """Customers as asked for, greatest first, from one place to another; totals beside each, alone if there is none."""
    months = {f"month_{place}": _first_day(month) for place, month in enumerate(asked.period.months)}
    return view.release.select(
        statements.customers(asked.kind, tuple(months)), {**months, **_values(view, asked, first, last)}
    )


def _first_day(month: str) -> date:
    """As a date: compared with anything else, every row of the table would be turned into it first."""
    return date.fromisoformat(f"{month}-01")


def _values(view: View, asked: Asked, first: int, last: int) -> dict[str, Any]:
    kept, last_month = view.key_customers[1], asked.period.months[-1]
    return {
        **{name: _first_day(months_before(last_month, count)) for name, count in _COMPARED.items()},
        "unit": asked.unit,
        "group": asked.group,
        "large_kwh": view.settings.large_customer_kwh,
        "key_customers": kept["MA_KHANG"].to_pylist(),
        "key_reasons": kept["LY_DO"].to_pylist(),
        "key_remarks": kept["GHI_CHU"].to_pylist(),
        "change": asked.change,
        "skipped": first,
        "until": last,
    }


def _groups(view: View) -> tuple[str, ...]:
    return tuple(view.release.listed(statements.GROUPS).column(0).to_pylist())


def _kinds(totals: Mapping[str, Any]) -> dict[str, Kind]:
    return {
        EVERYONE: Kind(totals["everyone_count"], None),
        LARGE: Kind(totals["large_count"], totals["large_share"]),
        KEY: Kind(totals["key_count"], totals["key_share"]),
    }


def _customer(row: Mapping[str, Any]) -> Customer:
    return Customer(**{name: row[name] for name in _CUSTOMER})


def _loads(view: View, asked: Asked) -> tuple[Load, ...]:
    last = asked.period.months[-1]
    months = [month["month"] for month in view.months if month["month"] <= last][-_MONTHS_OF_LOAD:]
    wishes = {"managing_unit_code": asked.unit, "price_group": asked.group}
    filters = {name: value for name, value in wishes.items() if value is not None}
    found = view.release.query(
        ["kwh_total"], ["price_group", "month"], {**filters, "month": Span(months[0], months[-1])}
    ).to_pylist()
    series: dict[str | None, dict[str, Any]] = {}
    for row in found:
        series.setdefault(row["price_group"], dict.fromkeys(months, 0))[row["month"]] = row["kwh_total"]
    loads = [Load(group, tuple(kwh.items())) for group, kwh in series.items()]
    return tuple(sorted(loads, key=lambda load: -load.kwh[-1][1]))
