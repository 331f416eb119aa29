"""What the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dashboard.outlook.asking import Asked

ROWS = 50


@dataclass(frozen=True)
class Horizon:
    """From which month what is foretold, and the thresholds of the foretold month."""

    month: str
    target_month: str
    lower_kwh: Decimal
    upper_kwh: Decimal


@dataclass(frozen=True)
class Warned:
    """One customer expected to cross a threshold."""

    customer_id: str
    customer_name: str
    unit_code: str
    threshold: str
    direction: str
    threshold_kwh: Decimal
    periods_now: int
    periods_then: int
    actual_periods: int | None
    average_kwh: Decimal
    expected_average_kwh: Decimal
    expected_kwh: Decimal
    source: str
    step: Decimal | None
    past_warnings: int
    past_hits: int
    hit_rate: Decimal | None


@dataclass(frozen=True)
class Quality:
    """What was foretold by one method for one threshold, beside what happened.

    Attributes:
        quarter: None: all closed quarters that are compared, together.
        balance: precision and recall in one: twice the hits over what was foretold and what happened.
    """

    quarter: str | None
    threshold: str
    method: str
    predicted: int
    happened: int
    hits: int
    precision: float | None
    recall: float | None
    balance: float | None


@dataclass(frozen=True)
class Outlook:
    """The page.

    Attributes:
        counts: (threshold, direction) -> customers, of the unit that is asked for.
        count: customers that all filters leave.
        sources: how a month to come was made -> the word for it.
    """

    asked: Asked
    horizon: Horizon | None
    units: Mapping[str, str]
    counts: Mapping[tuple[str, str], int]
    count: int
    warned: tuple[Warned, ...]
    qualities: tuple[Quality, ...]
    labels: Mapping[tuple[str, str], str]
