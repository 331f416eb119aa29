"""Meters of ordinary customers and what was read on them; only non-residential customers have readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.cmis.sample.billing import Billing, Bills
from flows.cmis.sample.blocks import Block, Ints
from flows.cmis.sample.population import Population, ticket
from flows.cmis.sample.randomness import steps_of
from flows.cmis.sample.units import UNITS

IDS_A_CUSTOMER = 16
_IDS_A_PERIOD = 5


@dataclass(frozen=True)
class Register:
    """One register: the metering point it hangs on, BCS, and its per cent of the billed kWh (0: what is left)."""

    point: int
    bcs: str
    share: int


@dataclass(frozen=True)
class Layout:
    """The registers of a customer; the active ones together show what is billed."""

    registers: tuple[Register, ...]
    multiplier: int = 1

    @property
    def points(self) -> int:
        """Number of metering points."""
        return max(register.point for register in self.registers)

    @property
    def tariffs(self) -> tuple[str, ...]:
        """Registers that carry a price, on the first point."""
        return tuple(r.bcs for r in self.registers if r.bcs in ("KT", "BT", "CD", "TD") and r.point == 1)

    def kwh(self, position: int, billed: Ints) -> Ints:
        """What the register at ``position`` shows of the billed kWh."""
        share = self.registers[position].share
        if share:
            return billed * share // 100
        others = [r.share for r in self.registers if r.share and r.bcs in ("KT", "BT", "CD", "TD")]
        return billed - sum((billed * other // 100 for other in others), np.zeros_like(billed))


SINGLE = Layout((Register(1, "KT", 0),))
BY_TIME = Layout(
    (
        Register(1, "BT", 0),
        Register(1, "CD", 20),
        Register(1, "TD", 24),
        Register(1, "SG", 100),
        Register(1, "VC", 30),
    ),
    multiplier=40,
)
ROOFTOP = Layout((Register(1, "KT", 0), Register(1, "KTN", 15)))
TWO_POINTS = Layout((Register(1, "KT", 60), Register(2, "KT", 0)))
LAYOUTS = (SINGLE, BY_TIME, ROOFTOP, TWO_POINTS)

_BY_TIME_FROM = steps_of(15_000)
_ROOFTOP = 8  # of 256
_TWO_POINTS = 5  # of 256


def layouts(population: Population, who: Ints) -> Ints:
    """Index into ``LAYOUTS`` of these customers."""
    habits = ticket(population.habits[who], 40)
    small = np.where(habits < _ROOFTOP, 2, np.where(habits < _ROOFTOP + _TWO_POINTS, 3, 0))
    by_time = (population.level[who] >= _BY_TIME_FROM) & (small == 0)
    return np.where(population.group[who] == 0, 0, np.where(by_time, 1, small))


def points(population: Population, who: Ints, number: int) -> pa.StringArray:
    """MA_DDO of the customers' metering points of this number."""
    return pc.binary_join_element_wise(population.codes.take(pa.array(who)), f"{number:03d}", "")


def readings(billing: Billing) -> Iterator[Block]:
    """Rows of GCS_CHISO, month by month."""
    population = billing.population
    who = population.non_residential
    standing = np.zeros((len(population), max(len(layout.registers) for layout in LAYOUTS)), dtype=np.int64)
    for month in billing.calendar:
        for bills in billing.active(month, who):
            chosen = layouts(population, bills.who)
            for index, layout in enumerate(LAYOUTS):
                yield from _read(population, bills.chosen(np.flatnonzero(chosen == index)), layout, standing)


def _read(population: Population, bills: Bills, layout: Layout, standing: Ints) -> Iterator[Block]:
    owner = {
        "MA_DVIQLY": pa.array([u.code for u in UNITS]).take(pa.array(population.unit[bills.who])),
        "MA_KHANG": population.codes.take(pa.array(bills.who)),
        "LOAI_CHISO": "DDK",
        "HS_NHAN": np.full(len(bills.who), layout.multiplier * 1_000),
        "KY": bills.ky,
        "THANG": bills.month.number,
        "NAM": bills.month.year,
        "NGAY_DKY": bills.first,
        "NGAY_CKY": bills.last,
    }
    for position, register in enumerate(layout.registers):
        kwh = layout.kwh(position, bills.kwh)
        before = standing[bills.who, position]
        standing[bills.who, position] = after = before + kwh * (1_000 // layout.multiplier)
        yield {
            **owner,
            "ID_CHISO": bills.month.id_base + bills.who * IDS_A_CUSTOMER + (bills.ky - 1) * _IDS_A_PERIOD + position,
            "MA_DDO": points(population, bills.who, register.point),
            "BCS": register.bcs,
            "CHISO_CU": before,
            "CHISO_MOI": after,
            "SAN_LUONG": kwh * 1_000,
        }
