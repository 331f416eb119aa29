"""The reading books of the units, and which book a customer's meters stand in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from flows.cmis.sample.blocks import Block, Ints
from flows.cmis.sample.months import READING_DAYS, Calendar, Month, day_number, periods_of
from flows.cmis.sample.population import LARGE_STEPS, ORIGIN, Population, ticket
from flows.cmis.sample.units import UNITS, spread


@dataclass(frozen=True)
class BookKind:
    """Books that are read alike; one book for every ``size`` customers of the unit."""

    suffix: str
    label: str
    periods: int
    kind: str
    size: int


KINDS = (
    BookKind("SH", "Sổ sinh hoạt", 1, "KH", 600),
    BookKind("N1", "Sổ ngoài sinh hoạt 1 kỳ", 1, "KH", 2_500),
    BookKind("N2", "Sổ ngoài sinh hoạt 2 kỳ", 2, "KH", 25_000),
    BookKind("N3", "Sổ ngoài sinh hoạt 3 kỳ", 3, "KH", 25_000),
    BookKind("TP", "Sổ trạm phân phối", 3, "TP", 1_000_000),
    BookKind("DN", "Sổ đầu nguồn", 1, "DN", 1_000_000),
)
_TP, _DN = 4, 5
_HALF_YEAR = 6
_DILIGENT = 180  # of 256: their book is put right at the beginning of each half-year
_MISFILED = 2  # of 256: stand in a book with another number of kỳ
_BOUNDARY = 1  # of 256


@dataclass(frozen=True)
class Books:
    """All books of ordinary customers, ordered by unit, kind and number."""

    population: Population

    @cached_property
    def _counts(self) -> Ints:
        sizes = np.array([kind.size for kind in KINDS])
        counts: Ints = 1 + np.array(spread(len(self.population)))[:, None] // sizes
        return counts

    @cached_property
    def _starts(self) -> Ints:
        flat = self._counts.ravel()
        return (np.cumsum(flat) - flat).reshape(self._counts.shape)

    @cached_property
    def _places(self) -> list[tuple[int, int, int]]:
        return [(u, k, n) for u, row in enumerate(self._counts) for k, count in enumerate(row) for n in range(count)]

    @cached_property
    def units(self) -> pa.StringArray:
        """MA_DVIQLY by book."""
        return pa.array([UNITS[u].code for u, _, _ in self._places])

    @cached_property
    def codes(self) -> pa.StringArray:
        """MA_SOGCS by book."""
        return pa.array([f"{UNITS[u].code}-{KINDS[k].suffix}-{n + 1:02d}" for u, k, n in self._places])

    @cached_property
    def _periods(self) -> Ints:
        return np.array([KINDS[k].periods for _, k, _ in self._places])

    def catalogue(self) -> Block:
        """Rows of D_SOGCS."""
        kinds = [KINDS[k] for _, k, _ in self._places]
        return {
            "MA_DVIQLY": self.units,
            "MA_SOGCS": self.codes,
            "TEN_SOGCS": pa.array([f"{KINDS[k].label} số {n + 1}" for _, k, n in self._places]),
            "SO_KY": self._periods,
            "NGAY_GHI": pa.array([READING_DAYS[kind.periods] for kind in kinds]),
            "LOAI_SOGCS": pa.array([kind.kind for kind in kinds]),
            "TINH_TRANG": 1,
        }

    def schedule(self, month: Month, calendar: Calendar) -> Block:
        """Rows of GCS_LICHGCS for one month."""
        rows = [(b, p) for b, count in enumerate(self._periods) for p in periods_of(month, int(count))]
        where = pa.array([b for b, _ in rows])
        return {
            "MA_DVIQLY": self.units.take(where),
            "MA_SOGCS": self.codes.take(where),
            "KY": np.array([p.ky for _, p in rows]),
            "THANG": month.number,
            "NAM": month.year,
            "NGAY_DKY": np.array([day_number(month.day(p.first)) for _, p in rows]),
            "NGAY_CKY": np.array([day_number(month.day(p.last)) for _, p in rows]),
            "TRANG_THAI": pa.array(["THD" if calendar.is_read(month, p) else "HHCX" for _, p in rows]),
        }

    def book(self, ordinal: Ints | int, who: Ints) -> Ints:
        """Index of the book in which these customers stand during a month (by ``Month.ordinal``)."""
        kind = self._kind(ordinal, who)
        unit = self.population.unit[who]
        book: Ints = self._starts[unit, kind] + who % self._counts[unit, kind]
        return book

    def periods(self, book: Ints) -> Ints:
        """SO_KY of these books."""
        found: Ints = self._periods[book]
        return found

    def reviewed(self, ordinal: Ints | int, who: Ints) -> Ints:
        """Ordinal of the month in whose light the books of a month were chosen."""
        joined = half_year(_joined_month(self.population.joined[who]))
        diligent = ticket(self.population.habits[who], 0) < _DILIGENT
        latest = np.where(diligent, np.maximum(half_year(ordinal), joined), joined)
        return np.maximum(latest, ORIGIN.ordinal)

    def agreed(self, ordinal: Ints | int, who: Ints) -> Ints:
        """Number of kỳ that the expected consumption asks for, as the contract's annex says."""
        steps = self.population.usual_steps(self.reviewed(ordinal, who), who)
        return 1 + (steps >= LARGE_STEPS[0]).astype(np.int64) + (steps > LARGE_STEPS[1])

    def _kind(self, ordinal: Ints | int, who: Ints) -> Ints:
        habits = self.population.habits[who]
        agreed = self.agreed(ordinal, who)
        kind = np.where(ticket(habits, 8) < _MISFILED, agreed % 3 + 1, agreed)
        kind = np.where(ticket(habits, 16) < _BOUNDARY, np.where(who % 2 == 0, _TP, _DN), kind)
        return np.where(self.population.group[who] == 0, 0, kind)


def half_year(ordinal: Ints | int) -> Ints | int:
    """Ordinal of the first month of the half-year."""
    return ordinal // _HALF_YEAR * _HALF_YEAR


def _joined_month(days: Ints) -> Ints:
    months: Ints = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return months
