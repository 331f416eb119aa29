"""Bills of ordinary customers, and the corrections made to some of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from flows.cmis.sample.blocks import Block, Flags, Ints
from flows.cmis.sample.books import Books
from flows.cmis.sample.months import Calendar, Month, Period, day_number, periods_of
from flows.cmis.sample.population import Population, ticket
from flows.cmis.sample.randomness import Stream, below, draw
from flows.cmis.sample.units import UNITS

IDS_A_CUSTOMER = 8
_KINDS = pa.array(["TD", "TC", "VC"])
_TD, _TC, _VC = range(3)
_COMBINED = 12  # of 256 non-residential customers: active and reactive energy on one bill
_REACTIVE = 10  # of 256: a bill of reactive energy each month
_CORRECTED = 2_000  # one customer in so many, each month
_SECONDS = 1_000_000


@dataclass(frozen=True)
class Bills:
    """Bills of one kỳ of one month; arrays of one length, ``who`` indexes the population."""

    month: Month
    ky: int
    who: Ints
    book: Ints
    first: Ints
    last: Ints
    kind: Ints
    kwh: Ints

    @property
    def ids(self) -> Ints:
        """ID_HDON."""
        slot = (self.ky - 1) * 2 + (self.kind == _VC)
        ids: Ints = self.month.id_base + self.who * IDS_A_CUSTOMER + slot
        return ids

    def chosen(self, which: Ints | Flags) -> Bills:
        """Those of the bills, by position or mask."""
        arrays = {name: getattr(self, name)[which] for name in ("who", "book", "first", "last", "kind", "kwh")}
        return replace(self, **arrays)


@dataclass(frozen=True)
class Billing:
    """Makes bills month by month, from the customers' consumption and the number of kỳ of their books."""

    population: Population
    books: Books
    calendar: Calendar

    def active(self, month: Month, who: Ints) -> Iterator[Bills]:
        """Bills of active energy of these customers, kỳ by kỳ; of the open month only what has been read."""
        book = self.books.book(month.ordinal, who)
        count = self.books.periods(book)
        kwh = self.population.kwh(month, who)
        for periods in (periods_of(month, n) for n in (1, 2, 3)):
            here = np.flatnonzero(count == len(periods))
            for period in periods:
                if self.calendar.is_read(month, period):
                    yield self._bills(month, period, who[here], book[here], kwh[here])

    def month(self, month: Month) -> Iterator[Block]:
        """Rows of HDN_HDON."""
        for bills in self.active(month, self.population.present):
            yield self._block(bills)
            yield self._block(self._reactive(bills))

    def corrections(self, month: Month) -> Iterator[Block]:
        """Rows of HDN_HDON_DC for bills of ``month``, made on the tenth of the month after."""
        made_on = month.plus(1).day(10)
        if made_on > self.calendar.as_of:
            return
        who = self._corrected(month)
        for bills in self.active(month, who):
            if bills.ky == 1 and len(bills.who):
                yield from self._corrections(bills)

    def _bills(self, month: Month, period: Period, who: Ints, book: Ints, kwh: Ints) -> Bills:
        start = day_number(month.first)
        first = np.maximum(self.population.joined[who], start + period.first - 1)
        last = np.minimum(self.population.left[who] - 1, start + period.last - 1)
        # Shares by day, each the difference of two rounded-down sums: the kỳ of a month add up exactly.
        used = kwh * (last - start + 1) // month.days - kwh * (first - start) // month.days
        combined = ticket(self.population.habits[who], 24) < _COMBINED
        kind = np.where((self.population.group[who] > 0) & combined, _TC, _TD)
        return Bills(month, period.ky, who, book, first, last, kind, used).chosen(first <= last)

    def _reactive(self, bills: Bills) -> Bills:
        habits = ticket(self.population.habits[bills.who], 32)
        here = bills.chosen(np.flatnonzero((self.population.group[bills.who] > 0) & (habits < _REACTIVE)))
        return replace(here, kind=np.full(len(here.who), _VC), kwh=here.kwh * 3 // 10)

    def _corrected(self, month: Month) -> Ints:
        who = self.population.non_residential
        bits = draw(self.population.seed, Stream.CORRECTION, len(self.population), month.ordinal)
        chosen: Ints = who[below(bits[who], _CORRECTED) == 0]
        return chosen

    def _corrections(self, bills: Bills) -> Iterator[Block]:
        way = bills.who % 3
        added, returned, anew = (bills.chosen(np.flatnonzero(way == k)) for k in range(3))
        yield self._correction(added, "TT", added.kwh // 20, 0)
        yield self._correction(returned, "TH", -(returned.kwh // 20), 0)
        yield self._correction(anew, "HB", -anew.kwh, 0)
        yield self._correction(anew, "LL", anew.kwh * 9 // 10, 1)

    def _block(self, bills: Bills) -> Block:
        return {
            "ID_HDON": bills.ids,
            **self._owner(bills),
            "MA_SOGCS": self.books.codes.take(pa.array(bills.book)),
            "KY": bills.ky,
            "THANG": bills.month.number,
            "NAM": bills.month.year,
            "NGAY_DKY": bills.first,
            "NGAY_CKY": bills.last,
            "LOAI_HDON": _KINDS.take(pa.array(bills.kind)),
            "DIEN_TTHU": bills.kwh * 1_000,
        }

    def _correction(self, bills: Bills, way: str, kwh: Ints, place: int) -> Block:
        made = bills.month.plus(1)
        at = day_number(made.day(10)) * 86_400 * _SECONDS + 9 * 3_600 * _SECONDS
        return {
            "ID_HDON_DC": bills.ids * 2 + place,
            **self._owner(bills),
            "ID_HDON": bills.ids,
            "LOAI_DCHINH": way,
            "LOAI_HDON": _KINDS.take(pa.array(bills.kind)),
            "DIEN_TTHU": kwh * 1_000,
            "KY": bills.ky,
            "THANG": made.number,
            "NAM": made.year,
            "NGAY_TAO": np.full(len(bills.who), at),
        }

    def _owner(self, bills: Bills) -> dict[str, pa.Array]:
        return {
            "MA_DVIQLY": pa.array([u.code for u in UNITS]).take(pa.array(self.population.unit[bills.who])),
            "MA_KHANG": self.population.codes.take(pa.array(bills.who)),
        }
