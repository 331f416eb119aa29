"""What a message is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Counts:
    """Customers of one month by verdict; ``share_right`` is between 0 and 1, None when nobody can be judged."""

    in_scope: int
    too_few: int
    too_many: int
    agreed: int
    not_enough_data: int
    share_right: float | None


@dataclass(frozen=True)
class Case:
    """One customer with the wrong number of kỳ."""

    customer_id: str
    customer_name: str
    average_kwh: Decimal | None
    actual_periods: int
    required_periods: int
    basis: str = "thuc_te"
    wrong_since_month: str | None = None


@dataclass(frozen=True)
class Change:
    """What differs from the release that the recipient's last message spoke of.

    Attributes:
        since: the day of that release's data.
        month: the newest month that it judged.
        is_same_release: nothing was published since.
        too_few, too_many: by how much the counts moved.
        new, settled, changed: customers: wrong only now, wrong only then, wrong in both but in another way.
        new_cases: the most pressing of the new ones, worst first.
        settled_cases: code and name of the largest of the settled ones.
        corrected: quarter that was signed off, with the customers whose verdict in it was changed by corrections since.
    """

    since: date
    too_few: int
    too_many: int
    new: int
    settled: int
    changed: int = 0
    month: str | None = None
    is_same_release: bool = False
    new_cases: tuple[Case, ...] = ()
    settled_cases: tuple[tuple[str, str], ...] = ()
    corrected: tuple[tuple[str, int], ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing changed that the message tells."""
        counted = (self.new, self.settled, self.changed, self.too_few, self.too_many)
        return not (any(counted) or self.corrected)


@dataclass(frozen=True)
class Warned:
    """One customer that is expected to cross a threshold."""

    customer_id: str
    customer_name: str
    direction: str
    threshold_kwh: Decimal
    average_kwh: Decimal
    expected_average_kwh: Decimal
    hit_rate: Decimal | None
    past_hits: int
    past_warnings: int


@dataclass(frozen=True)
class Crossing:
    """How many customers are expected to cross a threshold, and the surest of them."""

    count: int
    target_month: str | None = None
    surest: tuple[Warned, ...] = ()


@dataclass(frozen=True)
class UnitLine:
    """One unit in a list of units."""

    name: str
    counts: Counts


@dataclass(frozen=True)
class Figures:
    """Everything a message says.

    Attributes:
        month: the newest judged month, ``2026-10``; ``window_first`` is the first of its window.
        quarter: the last closed quarter with its share right, or None when there is none yet.
        pressing: the most pressing customers, worst first.
        units: for whoever looks at several, worst first.
        change: None when the recipient got no message before.
        crossing: None when the release foretells nothing.
        words: (word set, code) -> label.
    """

    name: str
    taken_at: datetime
    as_of: date
    month: str
    window_first: str
    is_provisional: bool
    counts: Counts
    quarter: str | None = None
    quarter_share_right: float | None = None
    pressing: tuple[Case, ...] = ()
    units: tuple[UnitLine, ...] = ()
    change: Change | None = None
    crossing: Crossing | None = None
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    timezone: str = "Asia/Ho_Chi_Minh"

    @property
    def local_taken_at(self) -> datetime:
        """When CMIS was read, as clocks there show it."""
        return self.taken_at.astimezone(ZoneInfo(self.timezone))

    @property
    def data_day(self) -> date:
        """The day of the data.

        An as-of date in the past (an old snapshot judged again) is older data, however late it was taken.
        """
        return min(self.as_of, self.local_taken_at.date())


@dataclass(frozen=True)
class Edition:
    """For whom and for which day a message is.

    Attributes:
        link: leads to the list behind it.
        is_late: sent after its time.
    """

    kind: Literal["unit", "company"]
    recipient: str
    business_date: date
    link: str
    hint: str = field(default="Xem")
    is_late: bool = False


def marker(edition: Edition) -> str:
    """The text by which a sent message is found again: equal for equal kind, recipient and day."""
    key = f"{edition.kind}|{edition.recipient}|{edition.business_date.isoformat()}"
    return f"#PK-{edition.business_date:%Y%m%d}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
