"""A question in words: on the page as chips, in the files as one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.cases import asking
from dashboard.cases.asking import Asked
from dashboard.cases.options import Options
from dashboard.texts import cases as texts
from phanky import vietnamese as vi


@dataclass(frozen=True)
class Told:
    """One filter.

    Attributes:
        name: in the address.
        what: the word for it.
        value: its values in words.
        without: what the address has to say instead, so that it no longer limits.
    """

    name: str
    what: str
    value: str
    without: str | None = None

    @property
    def text(self) -> str:
        """``Đơn vị: Đông Hà``."""
        return f"{self.what}: {self.value}"


def told(options: Options, asked: Asked) -> tuple[Told, ...]:
    """The filters that limit the list, the month apart."""
    return tuple(_told(options, asked))


def in_words(options: Options, asked: Asked) -> str:
    """All of the question in one line: ``T10/2026; Kết luận: Thiếu kỳ, Thừa kỳ``."""
    month = asked.filters.month
    period = texts.in_quarter(asked.filters.quarter, month) if asked.filters.quarter else vi.month(month)
    return "; ".join((period, *(found.text for found in told(options, asked))))


def _told(options: Options, asked: Asked) -> Iterator[Told]:
    filters = asked.filters
    if filters.verdicts:
        labels = ", ".join(options.verdicts.get(code, vi.NOTHING) for code in filters.verdicts)
        yield Told(asking.VERDICT, texts.VERDICT, labels, asking.ALL)
    for name, what, values in (
        (asking.UNIT, texts.UNIT, [options.units[code] for code in filters.units]),
        (asking.PRICE_GROUP, texts.PRICE_GROUP, list(filters.price_groups)),
        (asking.REQUIRED, texts.REQUIRED, [texts.periods(count) for count in filters.required]),
        (asking.ACTUAL, texts.ACTUAL, [texts.periods(count) for count in filters.actual]),
        (asking.FINDING, texts.FINDING, [options.findings[rule] for rule in filters.findings]),
        (asking.SINCE, texts.SINCE, [vi.month(month) for month in filters.since]),
        (asking.SEARCH, texts.SEARCH, [f"“{asked.search}”"] if filters.words and asked.search else []),
    ):
        if values:
            yield Told(name, what, ", ".join(values))
