"""Who may read a message, and who may decide about one.  Pure."""

from __future__ import annotations

from phanky.identity import Identity
from phanky.ledger import DeliveryEntry


def sees_all(identity: Identity) -> bool:
    """Leaders and departments: they read every message and decide about those in doubt."""
    return identity.units is None and identity.role.sees_all


def may_read(identity: Identity, entry: DeliveryEntry) -> bool:
    """Whether a message names nobody but whom the reader may see: all units that it was made of are the reader's.

    What its recipient is called does not count: somebody may be called like a unit.
    """
    if sees_all(identity):
        return True
    if entry.kind != "unit":
        return False
    if entry.units is None:
        return identity.units is None
    return all(identity.may_see(unit) for unit in entry.units)
