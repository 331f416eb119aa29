"""Catalogue and contract rows of ordinary customers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.cmis.sample.blocks import Block, Flags, Ints
from flows.cmis.sample.books import Books, half_year
from flows.cmis.sample.groups import GROUPS, RESIDENTIAL, SXBT
from flows.cmis.sample.months import READING_DAYS, Calendar, Month, day_number
from flows.cmis.sample.population import ORIGIN, Population, ticket
from flows.cmis.sample.randomness import amounts
from flows.cmis.sample.readings import LAYOUTS, layouts, points
from flows.cmis.sample.units import COMPANY, UNITS

_MIXED = 26  # of 256 producers: half of the kWh at the residential price


@dataclass(frozen=True)
class MasterData:
    """Rows of the tables that have no billing month."""

    population: Population
    books: Books
    calendar: Calendar

    def units(self) -> Iterator[Block]:
        """D_DVI_QLY."""
        yield {
            "MA_DVIQLY": pa.array([unit.code for unit in UNITS]),
            "TEN_DVIQLY": pa.array([unit.name for unit in UNITS]),
            "MA_DVICTREN": COMPANY,
        }

    def customers(self) -> Iterator[Block]:
        """HDG_KHACH_HANG."""
        who = self.population.present
        group = self.population.group[who]
        numbers = pc.utf8_lpad(pa.array(who + 1).cast(pa.string()), 6, "0")
        labels = pa.array([g.label for g in GROUPS]).take(pa.array(group))
        yield {
            **self._owner(who),
            "TEN_KHANG": pc.binary_join_element_wise(labels, numbers, " "),
            "LOAI_KHANG": _text(group > 0, "1", "0"),
            "MA_KHTT": self.population.codes.take(pa.array(who)),
            **self._life(who),
        }

    def contracts(self) -> Iterator[Block]:
        """HDG_HOP_DONG."""
        who = self.population.present
        yield {
            **self._owner(who),
            "MA_HDONG": self._contract(who),
            "MA_LOAIHD": _text(self.population.group[who] > 0, "HDNSH", "HDSH"),
            "HLUC_TUNGAY": self.population.joined[who],
            "HLUC_DENNGAY": self.population.ended(who),
        }

    def annexes(self) -> Iterator[Block]:
        """HDG_PHU_LUC_HD: of non-residential customers, a row whenever the agreed number of kỳ changed."""
        for who, since, until, month in self._versions():
            agreed = self.books.agreed(month, who)
            registered = amounts(self.population.usual_steps(self.books.reviewed(month, who), who))
            yield {
                "MA_HDONG": self._contract(who),
                "SO_KY": agreed,
                "NGAY_GCS": pa.array(list(READING_DAYS.values())).take(pa.array(agreed - 1)),
                "A_TBINH": np.maximum(registered, 1) * 1_000,
                "NGAY_HLUC": since,
                "NGAY_HHLUC": until,
            }

    def points(self) -> Iterator[Block]:
        """HDG_DIEM_DO."""
        for who, number in self._points():
            business = self.population.group[who] > 0
            yield {
                **self._owner(who),
                "MA_DDO": points(self.population, who, number),
                "MA_CAPDA": _text(layouts(self.population, who) == 1, "2", "1"),
                "CSUAT": (1 + amounts(self.population.level[who]) // 200) * 1_000,
                "SO_PHA": _text(business, "3", "1"),
                "LOAI_DDO": "1",
                **self._life(who),
            }

    def point_books(self) -> Iterator[Block]:
        """HDG_DDO_SOGCS: a row whenever the point moved to another book."""
        residential = self.population.present[self.population.group[self.population.present] == 0]
        life = self._life(residential)
        yield self._in_book(residential, 1, life["NGAY_HLUC"], life["NGAY_HHLUC"], ORIGIN.ordinal)
        for who, since, until, month in self._versions():
            count = _points_of(self.population, who)
            for number in (1, 2):
                here = count >= number
                yield self._in_book(who[here], number, since[here], until[here], month[here])

    def prices(self) -> Iterator[Block]:
        """HDG_BBAN_APGIA."""
        for who, number in self._points():
            chosen = layouts(self.population, who)
            for index, layout in enumerate(LAYOUTS):
                here = who[chosen == index]
                for bcs in layout.tariffs:
                    yield from self._price(here, number, bcs)

    def relations(self) -> Iterator[Block]:
        """HDG_QHE_DDO: the second point of a customer is added to the first."""
        who = self.population.non_residential
        who = who[_points_of(self.population, who) > 1]
        yield {
            "MA_DDO_CHINH": points(self.population, who, 1),
            "MA_DDO_PHU": points(self.population, who, 2),
            "LOAI_QHE": "40",
            "NGAY": self.population.joined[who],
        }

    def _points(self) -> Iterator[tuple[Ints, int]]:
        who = self.population.present
        yield who, 1
        yield who[_points_of(self.population, who) > 1], 2

    def _price(self, who: Ints, number: int, bcs: str) -> Iterator[Block]:
        group = self.population.group[who]
        mixed = who[(group == SXBT) & (ticket(self.population.habits[who], 48) < _MIXED)]
        codes = pa.array([g.code for g in GROUPS]).take(pa.array(group))
        for these, names, place in ((who, codes, 1), (mixed, RESIDENTIAL.code, 2)):
            yield {
                "MA_DDO": points(self.population, these, number),
                "LOAI_BCS": bcs,
                "MA_NHOMNN": names,
                "MA_NGIA": "A",
                "NGAY_HLUC": self.population.joined[these],
                "SO_THUTU": place,
                "TRANG_THAI": 1,
            }

    def _versions(self) -> Iterator[tuple[Ints, Ints, Ints, Ints]]:
        """Who, from, until (empty: still) and the month that tells the book, for every stretch in one book."""
        population = self.population
        who = population.non_residential
        since = population.joined[who]
        current = np.full(len(who), ORIGIN.ordinal)
        for month in self._reviews():
            first = day_number(month.first)
            alive = (since < first) & (population.left[who] > first)
            changed = alive & (self.books.book(month.ordinal, who) != self.books.book(current, who))
            yield who[changed], since[changed], np.full(int(changed.sum()), first), current[changed]
            since = np.where(changed, first, since)
            current = np.where(alive, month.ordinal, current)
        yield who, since, population.ended(who), current

    def _reviews(self) -> Iterator[Month]:
        last = int(half_year(self.calendar.open_month.ordinal))
        for ordinal in range(ORIGIN.ordinal + 6, last + 1, 6):
            yield Month(ordinal)

    def _in_book(self, who: Ints, number: int, since: Ints, until: Ints, month: Ints | int) -> Block:
        return {
            **self._owner(who),
            "MA_SOGCS": self.books.codes.take(pa.array(self.books.book(month, who))),
            "MA_DDO": points(self.population, who, number),
            "NGAY_HLUC": since,
            "NGAY_HHLUC": until,
        }

    def _owner(self, who: Ints) -> dict[str, pa.Array]:
        return {
            "MA_DVIQLY": pa.array([u.code for u in UNITS]).take(pa.array(self.population.unit[who])),
            "MA_KHANG": self.population.codes.take(pa.array(who)),
        }

    def _life(self, who: Ints) -> dict[str, Ints]:
        return {"NGAY_HLUC": self.population.joined[who], "NGAY_HHLUC": self.population.ended(who)}

    def _contract(self, who: Ints) -> pa.StringArray:
        return pc.binary_join_element_wise("HD", self.population.codes.take(pa.array(who)), "")


def _points_of(population: Population, who: Ints) -> Ints:
    return np.array([layout.points for layout in LAYOUTS])[layouts(population, who)]


def _text(which: Flags, yes: str, no: str) -> pa.StringArray:
    return pa.array([no, yes]).take(pa.array(which.astype(np.int64)))
