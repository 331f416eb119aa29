"""What the page Dữ liệu shows, as values."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.data.reconciliation import Reconciliation, read_reconciliation
from dashboard.data.shelved import Shelved, read_shelf
from dashboard.view import View
from phanky.identity import Role
from phanky.ledger import AuditNote, RunEntry
from semantic import Receipt

_RUNS, _AUDIT = 20, 30


@dataclass(frozen=True)
class Operations:
    """What concerns the whole installation: for those who see every unit.

    Attributes:
        audit: for leaders alone; None for others.
        prefect_url: where the flows are watched; None: nowhere.
    """

    shelf: tuple[Shelved, ...]
    runs: tuple[RunEntry, ...]
    audit: tuple[AuditNote, ...] | None
    prefect_url: str | None


@dataclass(frozen=True)
class Data:
    """The page.

    Attributes:
        operations: None for whoever sees some units only.
    """

    receipt: Receipt
    zone: ZoneInfo
    reconciliation: Reconciliation | None
    operations: Operations | None


def read_data(view: View, address: Address) -> Data:
    """The release in service, what the reader may know of the installation, and the reconciliation."""
    return Data(
        receipt=view.release.receipt,
        zone=ZoneInfo(view.settings.timezone),
        reconciliation=read_reconciliation(view, address),
        operations=read_operations(view),
    )


def _sees_all(view: View) -> bool:
    return view.identity.units is None and view.identity.role.sees_all


def read_operations(view: View) -> Operations | None:
    """What changes without a new release; None for whoever sees some units only."""
    if not _sees_all(view):
        return None
    records = view.records
    reads_audit = records is not None and view.identity.role is Role.LEADER
    return Operations(
        shelf=read_shelf(view),
        runs=tuple(records.last_runs(_RUNS)) if records is not None else (),
        audit=tuple(records.audit(_AUDIT)) if records is not None and reads_audit else None,
        prefect_url=view.settings.prefect_url,
    )
