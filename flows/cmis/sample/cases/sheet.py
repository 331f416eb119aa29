"""The rows of the awkward cases as they are collected: catalogue rows and corrections; customers stand on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from flows.cmis.sample.blocks import Row
from flows.cmis.sample.months import READING_DAYS, Calendar, Month, periods_of

HOME = "PC02AA"
"""The unit of a case, unless it says otherwise."""

Kwh = int | str
"""kWh as a case writes them: a whole number, or text with decimals."""

_FIRST_ID = 900_000_000  # above the ids of ordinary customers' bills


@dataclass(frozen=True)
class Span:
    """A kỳ with its days, both included."""

    ky: int
    first: date
    last: date


Spans = Callable[[Month], tuple[Span, ...]]


def monthly(periods: int) -> Spans:
    """The usual kỳ of a book that is read ``periods`` times a month."""
    return lambda month: tuple(Span(p.ky, month.day(p.first), month.day(p.last)) for p in periods_of(month, periods))


@dataclass(frozen=True)
class Book:
    """A reading book; ``spans`` gives the kỳ of a month."""

    unit: str
    code: str
    spans: Spans


@dataclass(frozen=True)
class Bill:
    """A bill; ``issued`` is false when its month lies outside the sample, so that no row was added."""

    id: int
    unit: str
    customer: str
    month: Month
    kind: str
    issued: bool


class Sheet:
    """Collects rows, table by table."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.rows: dict[str, list[Row]] = {}
        self._books: dict[tuple[str, str], Book] = {}
        self._ids: Counter[Month] = Counter()

    def ago(self, months: int) -> Month:
        """The month that lies ``months`` before the last closed one."""
        return self.calendar.ago(months)

    def add(self, table: str, **columns: object) -> None:
        """One row."""
        self.rows.setdefault(table, []).append(columns)

    def next_id(self, month: Month) -> int:
        """An id that no other row of the month has."""
        self._ids[month] += 1
        return month.id_base + _FIRST_ID + self._ids[month]

    def book(
        self,
        code: str,
        periods: int,
        *,
        unit: str = HOME,
        kind: str = "KH",
        active: int = 1,
        spans: Spans | None = None,
        scheduled: bool = True,
    ) -> Book:
        """A book of its own; ``spans`` tells its kỳ where they were not always the usual ones."""
        book = Book(unit, code, spans or monthly(periods))
        self.add(
            "D_SOGCS",
            MA_DVIQLY=unit,
            MA_SOGCS=code,
            TEN_SOGCS=f"Sổ {code}",
            SO_KY=periods,
            NGAY_GHI=READING_DAYS[periods],
            LOAI_SOGCS=kind,
            TINH_TRANG=active,
        )
        for month in self.calendar if scheduled else ():
            self._schedule(book, month)
        return book

    def plain_book(self, periods: int, unit: str = HOME) -> Book:
        """The book that the cases of a unit share, read ``periods`` times a month."""
        code = f"{unit}-99N{periods}"
        if (unit, code) not in self._books:
            self._books[unit, code] = self.book(code, periods, unit=unit)
        return self._books[unit, code]

    def correct(self, bill: Bill, way: str, kwh: Kwh, made: Month | None = None) -> None:
        """A correction (LOAI_DCHINH ``way``, signed kWh) of ``bill``, made in its month unless said otherwise."""
        month = made or bill.month
        if not bill.issued:
            return
        self.add(
            "HDN_HDON_DC",
            ID_HDON_DC=self.next_id(month) * 2,
            MA_DVIQLY=bill.unit,
            MA_KHANG=bill.customer,
            ID_HDON=bill.id,
            LOAI_DCHINH=way,
            LOAI_HDON=bill.kind,
            DIEN_TTHU=Decimal(kwh),
            KY=1,
            THANG=month.number,
            NAM=month.year,
            NGAY_TAO=datetime.combine(month.last, time(9)),
        )

    def _schedule(self, book: Book, month: Month) -> None:
        for span in book.spans(month):
            self.add(
                "GCS_LICHGCS",
                MA_DVIQLY=book.unit,
                MA_SOGCS=book.code,
                KY=span.ky,
                THANG=month.number,
                NAM=month.year,
                NGAY_DKY=span.first,
                NGAY_CKY=span.last,
                TRANG_THAI="THD" if span.last < self.calendar.as_of else "HHCX",
            )
