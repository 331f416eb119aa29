"""Who may read a message, and who may decide about one.  Pure."""

from __future__ import annotations

from collections.abc import Mapping

from phanky.identity import Identity
from phanky.ledger import DeliveryEntry

Units = Mapping[str, frozenset[str] | None]
"""Recipient -> the units that the message was made of; None: every unit."""


def sees_all(identity: Identity) -> bool:
    """Leaders and departments: they read every message and decide about those in doubt."""
    return identity.units is None and identity.role.sees_all


def may_read(identity: Identity, entry: DeliveryEntry, units: Units) -> bool:
    """Whether a message holds nothing but what the reader may see, or was sent to the reader.

    Args:
        identity: the reader.
        entry: the message.
        units: of the recipients on the list in force when it was made; empty without a list, where a unit's message
            goes to the unit's code.
    """
    if sees_all(identity):
        return True
    if entry.kind == "unit" and entry.recipient in units and entry.recipient == identity.name:
        return True
    made_of = units.get(entry.recipient) if units else frozenset({entry.recipient})
    is_of_units = entry.kind == "unit" and bool(made_of)
    return is_of_units and made_of is not None and all(identity.may_see(unit) for unit in made_of)
