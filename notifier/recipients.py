"""Who gets a message: the list that the company keeps or, without one, every unit and the company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from phanky.identity import Identity, Role
from phanky.ledger import RECIPIENT_LIST, Ledger
from phanky.settings import Settings

OUTBOX = "outbox"

Kind = Literal["company", "unit"]


@dataclass(frozen=True)
class Recipient:
    """Someone who gets the daily message.

    Attributes:
        name: unlike any other's; with kind and day it names the delivery.
        role: what the recipient is in the company.
        units: whose customers the message may name; None: every unit's.
        channel: ``outbox``, ``console`` or ``http``.
        address: on that channel.
        mute_from, mute_to: no message from one to the other, both included; an end that is not there is open.
    """

    name: str
    role: Role
    units: frozenset[str] | None
    channel: str = OUTBOX
    address: str = ""
    mute_from: date | None = None
    mute_to: date | None = None

    @property
    def kind(self) -> Kind:
        """Whether the message is the company's or that of units."""
        return "company" if self.units is None else "unit"

    @property
    def identity(self) -> Identity:
        """As whom the figures are read."""
        return Identity(name=self.name, units=self.units, role=self.role)

    def is_muted(self, day: date) -> bool:
        """Whether no message goes out that day."""
        if self.mute_from is None and self.mute_to is None:
            return False
        return (self.mute_from or date.min) <= day <= (self.mute_to or date.max)


def listed_recipients(ledger: Ledger) -> tuple[Recipient, ...] | None:
    """Those of the list in force, by name; None when the company keeps none."""
    _, table = ledger.lists.rows(RECIPIENT_LIST)
    return tuple(_listed(table.to_pylist())) or None


def default_recipients(settings: Settings, units: Iterable[str]) -> tuple[Recipient, ...]:
    """The company, then each unit, all to the file outbox."""
    company = settings.company_code
    return (
        Recipient(company, Role.LEADER, None, OUTBOX, company),
        *(Recipient(unit, Role.DIRECTOR, frozenset({unit}), OUTBOX, unit) for unit in units),
    )


def _listed(rows: Iterable[dict[str, Any]]) -> Iterator[Recipient]:
    for row in rows:
        units = row["DON_VI"]
        yield Recipient(
            name=row["TEN"],
            role=Role(row["VAI_TRO"]),
            units=None if units is None else frozenset(code.strip() for code in units.split(",")),
            channel=row["KENH"],
            address=row["DIA_CHI"] or row["TEN"],
            mute_from=row["TAM_NGUNG_TU"],
            mute_to=row["TAM_NGUNG_DEN"],
        )
