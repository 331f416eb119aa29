"""From an address to a question about large customers; everything in it is checked against what there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.address import Address
from dashboard.texts import large as texts
from phanky import vietnamese as vi
from phanky.errors import UsageError

PATH = "/khach-hang-lon"
MONTH, QUARTER, UNIT, GROUP, KIND, CHANGE, PAGE = "thang", "quy", "don-vi", "nhom-gia", "chon", "thay-doi", "trang"

EVERYONE, LARGE, KEY = "tat-ca", "lon", "trong-diem"
KINDS = {EVERYONE: texts.EVERYONE, LARGE: texts.LARGE, KEY: texts.KEY}
CHANGES = (-100, -50, -20, -10, 10, 20, 50)
"""Percent by which a customer's consumption may be thought to change."""

USUAL_CHANGE = -10
_MOST_PAGES = 100_000


@dataclass(frozen=True)
class Period:
    """A judged month, or the judged months of a quarter; ``name`` as an address writes it."""

    name: str
    months: tuple[str, ...]
    is_provisional: bool = False

    @property
    def is_quarter(self) -> bool:
        """Whether it is a quarter."""
        return "Q" in self.name

    @property
    def shown(self) -> str:
        """As readers write it."""
        return vi.quarter(self.name) if self.is_quarter else vi.month(self.name)


@dataclass(frozen=True)
class Asked:
    """What is asked for: customers of ``kind`` in a period, and what ``change`` percent of each would do."""

    period: Period
    unit: str | None
    group: str | None
    kind: str
    change: int
    page: int


def periods_of(months: Sequence[dict[str, Any]]) -> tuple[Period, ...]:
    """Judged months and quarters, newest first."""
    newest = list(reversed(months))
    single = [Period(month["month"], (month["month"],), month["is_provisional"]) for month in newest]
    quarters = dict.fromkeys(month["quarter"] for month in newest)
    return (*single, *(_quarter(name, months) for name in quarters))


def ask(address: Address, periods: Sequence[Period], units: Collection[str], groups: Collection[str]) -> Asked:
    """The question of an address; UsageError for what there is not."""
    return Asked(
        period=_period(address.one(MONTH) or address.one(QUARTER), periods),
        unit=_among("đơn vị", address.one(UNIT), units),
        group=_among("nhóm giá", address.one(GROUP), groups),
        kind=_among("loại khách hàng", address.one(KIND), KINDS) or EVERYONE,
        change=_change(address.one(CHANGE)),
        page=_page(address.one(PAGE)),
    )


def _quarter(name: str, months: Sequence[dict[str, Any]]) -> Period:
    own = [month for month in months if month["quarter"] == name]
    return Period(name, tuple(month["month"] for month in own), any(month["is_provisional"] for month in own))


def _period(name: str | None, periods: Sequence[Period]) -> Period:
    if name is None:
        return periods[0]
    found = next((period for period in periods if period.name == name), None)
    if found is None:
        months = [period.name for period in periods if not period.is_quarter]
        raise UsageError(texts.no_such_period(name[:20], months[-1], months[0]))
    return found


def _among(what: str, name: str | None, known: Collection[str]) -> str | None:
    if name is None or name in known:
        return name
    raise UsageError(texts.no_such(what, name[:40]))


def _change(name: str | None) -> int:
    offered = {str(change): change for change in CHANGES}
    if name is None:
        return USUAL_CHANGE
    if name not in offered:
        raise UsageError(texts.no_such_change(name[:20], ", ".join(offered)))
    return offered[name]


def _page(name: str | None) -> int:
    if name is None:
        return 1
    if not (name.isascii() and name.isdecimal() and 1 <= int(name[:9]) <= _MOST_PAGES):
        raise UsageError(texts.no_such_page(name[:20]))
    return int(name[:9])
