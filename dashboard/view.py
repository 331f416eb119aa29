"""What a page reads through: one release within one scope, and the words around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

import pyarrow as pa

from phanky.errors import UsageError
from phanky.identity import Identity
from phanky.ledger import KEY_CUSTOMER_LIST, AuditNote, DeliveryEntry, DeliveryKey, RunEntry
from phanky.settings import Settings
from semantic import Release, Words

KeyCustomers = tuple[str, pa.Table]
"""The version of the company's list of key customers, and its rows."""


def no_key_customers() -> KeyCustomers:
    """The list of a company that has none."""
    return "", KEY_CUSTOMER_LIST.schema.empty_table()


Preview = Callable[[Identity, date], Sequence[tuple[str, tuple[str, ...]]]]
"""The messages of a day as they would be now, as far as somebody may see them: recipient and parts."""


class Deliveries(Protocol):
    """What pages read of messages, and the two things that a person may decide about one."""

    def of_day(self, business_date: date) -> list[DeliveryEntry]:
        """All of one business date."""

    def last(self, limit: int) -> list[DeliveryEntry]:
        """The newest day's first."""

    def find(self, identity: str) -> DeliveryEntry:
        """The one with this id; UsageError when there is none."""

    def confirm(self, key: DeliveryKey, who: str) -> DeliveryEntry:
        """It arrived; UsageError when there is no doubt about it."""

    def resend(self, key: DeliveryKey, who: str) -> DeliveryEntry:
        """It did not; UsageError when it was sent, or is about to be."""


class Records(Protocol):
    """What pages read of the ledger: that the system ran, and what was done in it."""

    @property
    def deliveries(self) -> Deliveries:
        """Messages and what became of them; they know no scope either."""

    def last_runs(self, limit: int) -> list[RunEntry]:
        """Runs, the newest first."""

    def audit(self, limit: int) -> list[AuditNote]:
        """Entries of the audit log, the newest first."""


@dataclass(frozen=True)
class View:
    """One request's view of the data; every figure of a page comes from the same release.

    Attributes:
        release: opened for ``identity``; closed by whoever opened it.
        now: aware time of the request.
        read_key_customers: the list in force; it names customers of every unit, so pages show those of its rows alone
            whose customers the release has.
        records: of the ledger; they know no scope, so a page shows them to those who see every unit alone.
        preview: makes messages that are not sent yet; None: it cannot be done here.
    """

    release: Release
    identity: Identity
    settings: Settings
    now: datetime
    read_key_customers: Callable[[], KeyCustomers] = no_key_customers
    records: Records | None = None
    preview: Preview | None = None

    @cached_property
    def key_customers(self) -> KeyCustomers:
        """The list of key customers, read once."""
        return self.read_key_customers()

    @cached_property
    def words(self) -> Words:
        """Labels of verdicts, reasons and bases."""
        return Words.from_rows(self.release.rows("dim_words").to_pylist())

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Unit code -> its name of today, in order of code."""
        rows = self.release.rows("dim_units", ["unit_code", "short_name"], {"is_current": True}).to_pylist()
        return {row["unit_code"]: row["short_name"] for row in rows}

    @cached_property
    def units(self) -> dict[str, str]:
        """Those of :attr:`unit_names` that the identity may see customers of."""
        return {code: name for code, name in self.unit_names.items() if self.identity.may_see(code)}

    @cached_property
    def months(self) -> tuple[dict[str, Any], ...]:
        """The judged months, oldest first: month, quarter, is_quarter_end, is_provisional, is_last_judged."""
        return tuple(self.release.rows("dim_months", where={"is_judged": True}).to_pylist())

    @property
    def month(self) -> str:
        """The newest judged month; UsageError when nothing is judged yet."""
        if not self.months:
            raise UsageError("Bản phát hành chưa có tháng nào đã xét.")
        return str(self.months[-1]["month"])

    @cached_property
    def closed(self) -> dict[str, Any] | None:
        """The last month of the newest quarter that is judged to its end and no longer provisional."""
        found = [month for month in self.months if month["is_quarter_end"] and not month["is_provisional"]]
        return found[-1] if found else None
