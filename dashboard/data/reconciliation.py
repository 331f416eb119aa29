"""CMIS's bills beside ours, by unit and month, with what explains the difference.  SQL over the release alone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboard.address import Address
from dashboard.view import View
from phanky.errors import UsageError

MART = "agg_reconciliation"
UNIT, MONTH = "don-vi", "thang"

_SUMS = """
    coalesce(sum(bills), 0) AS bills, coalesce(sum(customers), 0) AS customers, coalesce(sum(kwh), 0) AS kwh,
    coalesce(sum(bills) FILTER (is_counted), 0) AS counted_bills,
    coalesce(sum(customers) FILTER (is_counted), 0) AS counted_customers,
    coalesce(sum(kwh) FILTER (is_counted), 0) AS counted_kwh,
    coalesce(sum(kwh) FILTER (NOT is_counted), 0) AS other_kwh,
    counted_kwh / nullif(sum(kwh), 0) AS counted_share
"""
_OF_UNITS = f"FROM phanky.marts.{MART} WHERE list_contains($units, unit_code)"
_MONTHS = f"SELECT DISTINCT month {_OF_UNITS} ORDER BY month DESC"
_TOTAL = f"SELECT '' AS key, {_SUMS} {_OF_UNITS} AND month = $month"
_BY_UNIT = f"SELECT unit_code AS key, {_SUMS} {_OF_UNITS} AND month = $month GROUP BY ALL ORDER BY other_kwh DESC, key"
_BY_MONTH = f"SELECT month AS key, {_SUMS} {_OF_UNITS} GROUP BY ALL ORDER BY key DESC"
_REASONS = f"""
    SELECT
        found.reason AS code, coalesce(word.label_vi, found.reason) AS label, word.meaning_vi AS meaning,
        found.is_counted, found.bills, found.customers, found.kwh,
        found.kwh / nullif(sum(found.kwh) OVER (), 0) AS share
    FROM (
        SELECT reason, is_counted, sum(bills) AS bills, sum(customers) AS customers, sum(kwh) AS kwh
        {_OF_UNITS} AND month = $month
        GROUP BY ALL
    ) AS found
    LEFT JOIN phanky.marts.dim_words AS word ON word.word_set = 'reconciliation' AND word.code = found.reason
    ORDER BY found.is_counted DESC, abs(found.kwh) DESC, word.rank
"""


@dataclass(frozen=True)
class Compared:
    """CMIS's live bills of one unit and month, and what of them the figures hold.

    Attributes:
        key: unit code or month; empty for the total.
        other_kwh: what the figures do not hold; ``counted_share`` is the rest of 1, None without energy.
    """

    key: str
    bills: int
    customers: int
    kwh: Decimal
    counted_bills: int
    counted_customers: int
    counted_kwh: Decimal
    other_kwh: Decimal
    counted_share: float | None


@dataclass(frozen=True)
class Reason:
    """Bills of one reason; ``share`` is of all energy that CMIS has billed."""

    code: str
    label: str
    meaning: str | None
    is_counted: bool
    bills: int
    customers: int
    kwh: Decimal
    share: float | None


@dataclass(frozen=True)
class Reconciliation:
    """One month of the units that may be seen, or the months of one of them.

    Attributes:
        unit: code of the unit that was chosen; None: all.
        units: code -> name of those that can be chosen.
        months: that can be chosen, the newest first.
        is_judged: whether the month has verdicts: later ones are counted in no figure.
        rows: a unit each, or of one unit a month each.
    """

    month: str
    unit: str | None
    units: dict[str, str]
    months: tuple[str, ...]
    is_judged: bool
    total: Compared
    rows: tuple[Compared, ...]
    reasons: tuple[Reason, ...]


def read_reconciliation(view: View, address: Address) -> Reconciliation | None:
    """As the address asks; None when the release has none or it has no bill.

    Raises:
        UsageError: a unit that is not there or may not be seen, or a month without bills.
    """
    if MART not in view.release.receipt.mart_names:
        return None
    unit = _unit(view, address)
    months = tuple(row["month"] for row in _rows(view, _MONTHS, {"units": list(view.units)}))
    if not months:
        return None
    month = _month(view, address, months)
    of_units = {"units": [unit] if unit else list(view.units)}
    of_month = of_units | {"month": month}
    return Reconciliation(
        month=month,
        unit=unit,
        units=view.units,
        months=months,
        is_judged=any(judged["month"] == month for judged in view.months),
        total=Compared(**_rows(view, _TOTAL, of_month)[0]),
        rows=tuple(Compared(**row) for row in _rows(view, *((_BY_MONTH, of_units) if unit else (_BY_UNIT, of_month)))),
        reasons=tuple(Reason(**row) for row in _rows(view, _REASONS, of_month)),
    )


def _rows(view: View, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = view.release.select(sql, parameters).to_pylist()
    return rows


def _unit(view: View, address: Address) -> str | None:
    asked = address.one(UNIT)
    if asked is not None and asked not in view.units:
        raise UsageError(f"Không có đơn vị “{asked}” trong phạm vi của anh/chị.")
    # Whoever sees one unit alone has its months to look at, not a table of one line.
    return asked or (next(iter(view.units)) if len(view.units) == 1 else None)


def _month(view: View, address: Address, months: tuple[str, ...]) -> str:
    asked = address.one(MONTH)
    if asked is not None and asked not in months:
        raise UsageError(f"Không có hóa đơn tháng “{asked}”. Chọn tháng khác.")
    judged = next((month["month"] for month in reversed(view.months) if month["month"] in months), months[0])
    return asked or str(judged)
