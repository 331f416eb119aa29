"""From an address to a question about warnings; everything in it is checked against what there is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dashboard.address import Address
from dashboard.texts import outlook as texts
from phanky.errors import UsageError

PATH = "/canh-bao"
UNIT, THRESHOLD, DIRECTION, PAGE = "don-vi", "nguong", "huong", "trang"

LOWER, UPPER = "duoi", "tren"
UP, DOWN = "tang", "giam"
_MOST_PAGES = 100_000


@dataclass(frozen=True)
class Asked:
    """Which warnings; None: all."""

    unit: str | None = None
    threshold: str | None = None
    direction: str | None = None
    page: int = 1


def ask(address: Address, units: Collection[str]) -> Asked:
    """The question of an address; UsageError for what there is not."""
    return Asked(
        unit=_among(texts.UNIT, address.one(UNIT), units),
        threshold=_among(texts.THRESHOLD, address.one(THRESHOLD), (LOWER, UPPER)),
        direction=_among(texts.DIRECTION, address.one(DIRECTION), (UP, DOWN)),
        page=_page(address.one(PAGE)),
    )


def _among(what: str, name: str | None, known: Collection[str]) -> str | None:
    if name is None or name in known:
        return name
    raise UsageError(texts.no_such(what, name[:40]))


def _page(name: str | None) -> int:
    if name is None:
        return 1
    if not (name.isascii() and name.isdecimal() and 1 <= int(name[:9]) <= _MOST_PAGES):
        raise UsageError(texts.no_such_page(name[:20]))
    return int(name[:9])
