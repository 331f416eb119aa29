"""Customers and metering points of the awkward cases; every method adds rows to the sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flows.cmis.sample.cases.sheet import Bill, Book, Kwh, Sheet, Span
from flows.cmis.sample.months import READING_DAYS, Month

Monthly = Kwh | Callable[[Month], Kwh | None]
"""kWh of each month; None: no bill in that month."""


def but(usual: Kwh, others: Mapping[Month, Kwh | None]) -> Callable[[Month], Kwh | None]:
    """``usual`` in every month that ``others`` does not name."""
    return lambda month: others.get(month, usual)


@dataclass(frozen=True)
class Customer:
    """A customer; ``since`` and ``until`` are the defaults of its contracts, points and bills."""

    sheet: Sheet
    code: str
    name: str
    unit: str
    since: date
    until: date | None
    organisation: bool

    def version(self, since: date, until: date | None = None, *, name: str = "", unit: str = "") -> None:
        """A row of HDG_KHACH_HANG."""
        self.sheet.add(
            "HDG_KHACH_HANG",
            MA_DVIQLY=unit or self.unit,
            MA_KHANG=self.code,
            TEN_KHANG=name or self.name,
            LOAI_KHANG="1" if self.organisation else "0",
            MA_KHTT=self.code,
            NGAY_HLUC=since,
            NGAY_HHLUC=until,
        )

    def contract(
        self,
        suffix: str,
        *,
        kind: str = "HDNSH",
        until: date | None = None,
        registered: Kwh | None = None,
        agreed: int | None = None,
    ) -> None:
        """A contract with one annex; ``suffix`` tells several contracts of a customer apart."""
        number = f"HD{self.code}{suffix}"
        self.sheet.add(
            "HDG_HOP_DONG",
            MA_DVIQLY=self.unit,
            MA_HDONG=number,
            MA_KHANG=self.code,
            MA_LOAIHD=kind,
            HLUC_TUNGAY=self.since,
            HLUC_DENNGAY=until or self.until,
        )
        self.sheet.add(
            "HDG_PHU_LUC_HD",
            MA_HDONG=number,
            SO_KY=agreed,
            NGAY_GCS=READING_DAYS[agreed] if agreed else None,
            A_TBINH=None if registered is None else Decimal(registered),
            NGAY_HLUC=self.since,
            NGAY_HHLUC=self.until,
        )

    def point(self, book: Book | None, number: str = "001", *, groups: tuple[str, ...] = ("SXBT",)) -> Point:
        """A metering point that stands in ``book`` and is priced by ``groups`` (several: a mixed price)."""
        point = self.bare_point(number)
        point.belongs(self, self.since, self.until)
        if book is not None:
            point.stands(book, self.since, self.until)
        point.price(groups, self.since)
        return point

    def bare_point(self, number: str = "001") -> Point:
        """A metering point without rows, for cases that write its versions one by one."""
        return Point(self, f"{self.code}{number}")

    def bills(self, kwh: Monthly, book: Book) -> None:
        """The bills of every month, one a kỳ of the book; kWh shared out evenly, the last kỳ takes the rest."""
        for month in self.sheet.calendar.closed_months:
            amount = kwh(month) if callable(kwh) else kwh
            if amount is not None:
                self.month(month, amount, book)

    def month(self, month: Month, kwh: Kwh, book: Book) -> list[Bill]:
        """The bills of one month, cut to the days on which the customer is there."""
        spans = [cut for span in book.spans(month) for cut in self._cut(span)]
        if not spans:
            return []
        part = Decimal(kwh) // len(spans)
        parts = [part] * (len(spans) - 1) + [Decimal(kwh) - part * (len(spans) - 1)]
        return [self.bill(month, str(amount), book, span=span) for span, amount in zip(spans, parts, strict=True)]

    def bill(self, month: Month, kwh: Kwh, book: Book | None, *, span: Span | None = None, kind: str = "TD") -> Bill:
        """One bill; without a span it is the only kỳ and covers the month."""
        unit, issued = book.unit if book else self.unit, self.sheet.calendar.is_closed(month)
        bill = Bill(self.sheet.next_id(month), unit, self.code, month, kind, issued)
        if bill.issued:
            self.sheet.add(
                "HDN_HDON",
                ID_HDON=bill.id,
                MA_DVIQLY=unit,
                MA_KHANG=self.code,
                MA_SOGCS=book.code if book else None,
                **_period(month, span),
                LOAI_HDON=kind,
                DIEN_TTHU=Decimal(kwh),
            )
        return bill

    def agrees(self, periods: int, since: date, until: date | None = None) -> None:
        """A written agreement on the number of kỳ, in the list that the company keeps."""
        self.sheet.add(
            "AGREEMENTS",
            MA_KHANG=self.code,
            SO_KY=periods,
            SO_VBAN=f"TT-{self.code[-2:]}/{since.year}-{periods}",
            TU_NGAY=since,
            DEN_NGAY=until,
        )

    def _cut(self, span: Span) -> list[Span]:
        first = max(span.first, self.since)
        last = min(span.last, self.until - timedelta(days=1)) if self.until else span.last
        return [Span(span.ky, first, last)] if first <= last else []


@dataclass(frozen=True)
class Point:
    """A metering point."""

    customer: Customer
    code: str

    def belongs(self, owner: Customer, since: date, until: date | None = None) -> None:
        """A row of HDG_DIEM_DO."""
        self.customer.sheet.add(
            "HDG_DIEM_DO",
            MA_DVIQLY=owner.unit,
            MA_DDO=self.code,
            MA_KHANG=owner.code,
            MA_CAPDA="1",
            CSUAT=Decimal(400),
            SO_PHA="3",
            LOAI_DDO="1",
            NGAY_HLUC=since,
            NGAY_HHLUC=until,
        )

    def stands(self, book: Book, since: date, until: date | None = None) -> None:
        """A row of HDG_DDO_SOGCS."""
        self.customer.sheet.add(
            "HDG_DDO_SOGCS",
            MA_DVIQLY=book.unit,
            MA_SOGCS=book.code,
            MA_DDO=self.code,
            MA_KHANG=self.customer.code,
            NGAY_HLUC=since,
            NGAY_HHLUC=until,
        )

    def price(self, groups: tuple[str, ...], since: date, *, register: str = "KT", valid: int = 1) -> None:
        """Rows of HDG_BBAN_APGIA, one a group."""
        for place, group in enumerate(groups, start=1):
            self.customer.sheet.add(
                "HDG_BBAN_APGIA",
                MA_DDO=self.code,
                LOAI_BCS=register,
                MA_NHOMNN=group,
                MA_NGIA="A",
                NGAY_HLUC=since,
                SO_THUTU=place,
                TRANG_THAI=valid,
            )

    def reading(self, month: Month, register: str, kwh: Kwh) -> None:
        """A periodic reading (DDK) of the whole month."""
        if self.customer.sheet.calendar.is_closed(month):
            self.customer.sheet.add(
                "GCS_CHISO",
                ID_CHISO=self.customer.sheet.next_id(month),
                MA_DVIQLY=self.customer.unit,
                MA_DDO=self.code,
                MA_KHANG=self.customer.code,
                BCS=register,
                LOAI_CHISO="DDK",
                CHISO_CU=Decimal(0),
                CHISO_MOI=Decimal(kwh),
                HS_NHAN=Decimal(1),
                SAN_LUONG=Decimal(kwh),
                **_period(month, None),
            )


def _period(month: Month, span: Span | None) -> dict[str, object]:
    days = span or Span(1, month.first, month.last)
    return {"KY": days.ky, "THANG": month.number, "NAM": month.year, "NGAY_DKY": days.first, "NGAY_CKY": days.last}
