"""How numbers, shares, dates and months are written for Vietnamese readers; pure functions."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
"""The minus sign: wider than a hyphen, so that −1 is not taken for a dash."""

_GROUPS_AND_DECIMALS = str.maketrans({",": ".", ".": ",", "-": MINUS})


NOTHING = "–"
"""Stands where there is no figure."""


def number(value: Decimal | float | None, places: int | None = None, *, signed: bool = False) -> str:
    """``12345.6`` as ``12.345,6``.

    Args:
        value: any finite number; halves are rounded away from zero.  None shows as :data:`NOTHING`.
        places: decimals to show; None shows those the value has, without trailing zeros.
        signed: put a plus sign before what is above zero, as in a change (+3, −1, 0).
    """
    if value is None:
        return NOTHING
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    shown = _trimmed(exact) if places is None else exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    shown = abs(shown) if shown == 0 else shown
    plus = "+" if signed and shown > 0 else ""
    return plus + f"{shown:,f}".translate(_GROUPS_AND_DECIMALS)


def average(kwh: Decimal | float | None) -> str:
    """The average that judges a customer, with the decimals that it has.

    Rounded to whole kWh, 100.000,33 would read as 100.000 beside a number of kỳ that belongs above 100.000.
    """
    return number(kwh)


def _trimmed(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def share(value: Decimal | float | None, places: int = 1, *, signed: bool = False) -> str:
    """A fraction as a percentage: ``0.9864`` as ``98,6 %``; None shows as :data:`NOTHING`.

    What is not quite 0 or 1 never reads as none or all: ``0.9999`` as ``99,9 %``, so the last case left is seen.
    """
    if value is None:
        return NOTHING
    percent, step = Decimal(str(value)) * 100, Decimal(1).scaleb(-places)
    if 0 < percent < 100:
        percent = min(max(percent, step), 100 - step)
    return number(percent, places, signed=signed) + " %"


def date(value: dt.date) -> str:
    """``24/11/2026``."""
    return f"{value:%d/%m/%Y}"


def moment(value: dt.datetime) -> str:
    """``06:12 24/11/2026``, in whatever time zone ``value`` is in."""
    return f"{value:%H:%M %d/%m/%Y}"


def month(value: str) -> str:
    """``2026-08`` as ``T8/2026``."""
    year, number_of_month = value.split("-")
    return f"T{int(number_of_month)}/{year}"


def months(first: str, last: str) -> str:
    """A span of months: ``T8–T10/2026``, ``T12/2025–T2/2026``, ``T8/2026`` when it is one month."""
    if first == last:
        return month(first)
    same_year = first[:4] == last[:4]
    return f"{month(first).split('/')[0] if same_year else month(first)}–{month(last)}"


def quarter(value: str) -> str:
    """``2026-Q3`` as ``Q3/2026``."""
    year, name = value.split("-")
    return f"{name}/{year}"
