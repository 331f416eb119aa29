"""The sample as a source of CMIS data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from flows.cmis.declaration import TABLES
from flows.cmis.sample.billing import Billing
from flows.cmis.sample.blocks import Block, Row, Writer, extract
from flows.cmis.sample.books import Books
from flows.cmis.sample.cases import awkward_rows
from flows.cmis.sample.masterdata import MasterData
from flows.cmis.sample.months import Calendar
from flows.cmis.sample.population import populate
from flows.cmis.sample.readings import readings
from flows.cmis.source import Extract
from phanky.errors import UsageError

GENERATOR_VERSION = 1
"""Raised whenever the same parameters would give other rows than before."""

SMALLEST = 100

Blocks = Callable[[], Iterator[Block]]


@dataclass(frozen=True, kw_only=True)
class SampleSource:
    """Invented customers, books, readings and bills; equal parameters give equal tables.

    Attributes:
        as_of: the day on which the data is taken; the last closed month is the one before its month.
        customers: ordinary customers (at least 100); those of the awkward cases come on top.
        months: closed billing months.
        seed: of all random numbers; with the default even a small sample has wrong numbers of kỳ in many units.
    """

    as_of: date
    customers: int = 2_000
    months: int = 24
    seed: int = 25

    def __post_init__(self) -> None:
        """Refuse sizes for which there is no sample."""
        if self.customers < SMALLEST or self.months < 1:
            raise UsageError(
                f"Dữ liệu mẫu: {self.customers} khách hàng × {self.months} tháng là quá ít. "
                f"Chọn từ {SMALLEST} khách hàng và 1 tháng trở lên."
            )

    @property
    def name(self) -> str:
        """``sample``."""
        return "sample"

    @property
    def baseline(self) -> str:
        """One baseline for every size, seed and first month, so that they never block each other.

        The months move on with ``as_of``; without the first one in it, a new month would look like lost bills.
        """
        first = self._calendar.closed_months[0]
        return f"sample-{self.customers}-{self.months}-{self.seed}-{first.year}{first.number:02d}"

    def fingerprint(self) -> str:
        """Hash of the parameters and of the generator's version."""
        text = f"{GENERATOR_VERSION}|{self.customers}|{self.months}|{self.as_of.isoformat()}|{self.seed}"
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def _calendar(self) -> Calendar:
        return Calendar(self.as_of, self.months)

    @contextmanager
    def opened(self) -> Iterator[Iterator[Extract]]:
        """All tables, made while they are read."""
        yield iter(self._extracts())

    def _extracts(self) -> Iterator[Extract]:
        blocks = self._blocks()
        awkward = awkward_rows(self._calendar)
        for table in TABLES:
            produce = _Production(blocks[table.name], awkward.get(table.name, []), table.monthly)
            yield extract(table, produce)

    def _blocks(self) -> dict[str, Blocks]:
        """What makes the ordinary rows of each table."""
        calendar = self._calendar
        population = populate(self.customers, self.seed, self.as_of)
        books = Books(population)
        master = MasterData(population, books, calendar)
        billing = Billing(population, books, calendar)
        return {
            "D_DVI_QLY": master.units,
            "D_SOGCS": lambda: iter([books.catalogue()]),
            "GCS_LICHGCS": lambda: (books.schedule(month, calendar) for month in calendar),
            "HDG_KHACH_HANG": master.customers,
            "HDG_HOP_DONG": master.contracts,
            "HDG_PHU_LUC_HD": master.annexes,
            "HDG_DIEM_DO": master.points,
            "HDG_DDO_SOGCS": master.point_books,
            "HDG_BBAN_APGIA": master.prices,
            "HDG_QHE_DDO": master.relations,
            "GCS_CHISO": lambda: readings(billing),
            "HDN_HDON": lambda: (block for month in calendar for block in billing.month(month)),
            "HDN_HDON_DC": lambda: (block for month in calendar for block in billing.corrections(month)),
        }


@dataclass(frozen=True)
class _Production:
    """The rows of one table: ordinary blocks in order, each month followed by the awkward rows of that month."""

    blocks: Blocks
    awkward: list[Row]
    monthly: bool

    def __call__(self, writer: Writer) -> Iterator[pa.RecordBatch]:
        waiting = self._by_month()
        current: tuple[object, object] | None = None
        for block in self.blocks():
            month = (block["NAM"], block["THANG"]) if self.monthly else None
            if current is not None and month != current:
                yield from writer.rows(waiting.pop(current, []))
            current = month
            yield from writer.block(block)
        for rows in waiting.values():
            yield from writer.rows(rows)

    def _by_month(self) -> dict[tuple[object, object] | None, list[Row]]:
        found: dict[tuple[object, object] | None, list[Row]] = {}
        for row in self.awkward:
            found.setdefault((row["NAM"], row["THANG"]) if self.monthly else None, []).append(row)
        return found
