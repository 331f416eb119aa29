"""From an address to a question.  What the address asks and there is not is left out, and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.address import Address
from dashboard.cases.fields import BY_NAME, LARGEST_FIRST
from dashboard.cases.folding import words_of
from dashboard.cases.options import Month, Options
from dashboard.cases.question import Filters
from dashboard.texts import cases as texts

PATH = "/danh-sach"
UNIT, VERDICT, PRICE_GROUP, MONTH, QUARTER = "don-vi", "ket-luan", "nhom-gia", "thang", "quy"
REQUIRED, ACTUAL, FINDING, SINCE, SEARCH = "ky-phai", "ky-dang", "phat-hien", "sai-tu", "tim"
SORT, PAGE = "xep", "trang"
ALL, WRONG = "tat_ca", "sai"
"""Values of ``ket-luan``: every verdict, and those that somebody has to act on, which is what no value means."""

_LONGEST_SEARCH = 100
_MOST_PAGES = 1_000_000


@dataclass(frozen=True)
class Asked:
    """A question.

    Attributes:
        month: the judged month.
        search: as it was typed.
        sort: a column's name in the address, ``-`` before it for greatest first.
        page: from 1 on.
        notices: what was left out, as sentences.
    """

    filters: Filters
    month: Month
    search: str | None = None
    sort: str = LARGEST_FIRST
    page: int = 1
    notices: tuple[str, ...] = ()

    def limited(self, verdicts: frozenset[str]) -> Asked:
        """The same question about these verdicts alone."""
        return replace(self, filters=self.filters.only(verdicts))


def ask(options: Options, address: Address) -> Asked:
    """The question that an address means."""
    reading = _Reading(address)
    month, quarter = reading.month(options.months)
    periods = {str(count): str(count) for count in options.periods}
    months = {month.month: month.month for month in options.months}
    search = (address.one(SEARCH) or "").strip()[:_LONGEST_SEARCH]
    filters = Filters(
        month=month.month,
        quarter=quarter,
        units=reading.among(UNIT, options.units, texts.UNIT),
        verdicts=reading.verdicts(options),
        price_groups=reading.among(PRICE_GROUP, options.price_groups, texts.PRICE_GROUP),
        required=tuple(map(int, reading.among(REQUIRED, periods, texts.REQUIRED))),
        actual=tuple(map(int, reading.among(ACTUAL, periods, texts.ACTUAL))),
        findings=reading.among(FINDING, options.findings, texts.FINDING),
        since=reading.among(SINCE, months, texts.SINCE),
        words=words_of(search),
    )
    return Asked(filters, month, search or None, reading.sort(), reading.page(), tuple(reading.notices))


class _Reading:
    """An address being read; ``notices`` says what of it was left out."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self.notices: list[str] = []

    def among(self, name: str, known: Mapping[str, str], what: str) -> tuple[str, ...]:
        """The values of a filter that there are; several stand in several parameters or between commas."""
        found: list[str] = []
        for value in filter(None, self._address.all(name)):
            for part in (value,) if value in known else value.split(","):
                if part in known:
                    found.append(part)
                else:
                    self.notices.append(texts.unknown(what, part))
        return tuple(dict.fromkeys(found))

    def verdicts(self, options: Options) -> tuple[str, ...]:
        """The verdicts asked for; empty: all of them."""
        given = self._address.all(VERDICT)
        if ALL in given:
            return ()
        found = self.among(VERDICT, options.verdicts, texts.VERDICT) if WRONG not in given else ()
        return found or tuple(code for code in options.verdicts if code in options.wrong)

    def month(self, months: tuple[Month, ...]) -> tuple[Month, str | None]:
        """The month asked for, by itself or as the last judged one of a quarter; the newest where there is none."""
        wish = self._address.one(MONTH) or self._address.one(QUARTER)
        for month in months:
            if wish in {None, month.month}:
                return month, None
            if wish == month.quarter:
                return month, wish
        self.notices.append(texts.unknown(texts.MONTH, wish or ""))
        return months[0], None

    def sort(self) -> str:
        """The order asked for."""
        wish = self._address.one(SORT)
        if wish is None:
            return LARGEST_FIRST
        if wish.removeprefix("-") in BY_NAME:
            return wish
        self.notices.append(texts.unknown(texts.SORT, wish))
        return LARGEST_FIRST

    def page(self) -> int:
        """The page asked for; the first when it is no number."""
        wish = self._address.one(PAGE) or ""
        return min(max(int(wish), 1), _MOST_PAGES) if wish.isascii() and wish.isdigit() and len(wish) <= 9 else 1
