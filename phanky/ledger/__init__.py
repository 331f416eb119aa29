"""The ledger: what the company decided (its lists, its users) and what the system did (runs, audit).

SQLite under PHANKY_HOME by default, PostgreSQL in production; the same tables on both.

* :func:`open_ledger` opens it and creates its tables on first use.
* :class:`Ledger` has one method for each thing that is kept; every method is one transaction.
"""

from phanky.ledger.attempts import Limit
from phanky.ledger.delivery import Attempt, DeliveryEntry, DeliveryKey, DeliveryState
from phanky.ledger.entries import AuditNote, ListVersion, Outcome, RunEntry, Source, UserEntry
from phanky.ledger.facade import Ledger, open_ledger
from phanky.ledger.kinds import AGREEMENT_LIST, KEY_CUSTOMER_LIST, RECIPIENT_LIST, KeptList

__all__ = [
    "AGREEMENT_LIST",
    "KEY_CUSTOMER_LIST",
    "RECIPIENT_LIST",
    "Attempt",
    "AuditNote",
    "DeliveryEntry",
    "DeliveryKey",
    "DeliveryState",
    "KeptList",
    "Ledger",
    "Limit",
    "ListVersion",
    "Outcome",
    "RunEntry",
    "Source",
    "UserEntry",
    "open_ledger",
]
