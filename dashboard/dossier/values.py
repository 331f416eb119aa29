"""What the page of one customer shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from dashboard.spans import Span
from dashboard.standing.changes import Judged
from semantic import Receipt, Words

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Month:
    """One month of the customer; what the release has nothing of is None."""

    month: str
    kwh: Decimal | None
    covered_days: int | None
    is_ordinary: bool | None
    is_gap: bool
    lower_kwh: Decimal | None
    upper_kwh: Decimal | None
    verdict: str | None
    reason: str | None
    required_periods: int | None
    actual_periods: int | None
    unit_code: str | None
    book_codes: str | None
    registered_average_kwh: Decimal | None
    agreed_periods: int | None
    agreement_document: str | None
    months_wrong: int | None


@dataclass(frozen=True)
class Summary:
    """The chart in figures."""

    lowest_kwh: Decimal | None
    lowest_month: str | None
    highest_kwh: Decimal | None
    highest_month: str | None
    between_months: int
    above_months: int
    irregular_months: int
    gap_months: int


@dataclass(frozen=True)
class Finding:
    """One kind of finding in months in a row; ``sentence`` is that of the month asked for, else of the last."""

    rule_id: str
    name: str
    severity: str
    span: Span[str]
    sentence: str


@dataclass(frozen=True)
class Standing:
    """One verdict with what it rests on: the row of the mart, its rule, the argument in sentences."""

    row: Row
    rule: Row
    argument: tuple[str, ...]
    months_wrong: int | None

    @property
    def month(self) -> str:
        """The month judged."""
        return str(self.row["month"])


@dataclass(frozen=True)
class Dossier:
    """Everything the page shows of one customer, out of one release.

    Attributes:
        standing: None for a customer that is judged in no month.
        months: all of the release, oldest first; ``shown`` are those of the chart.
        signed: month -> how it was signed off with its quarter and how it is judged now, where these differ.
        annexes: the number of kỳ in the contract's annex where it differs from the book's.
        taken_at, published_at: in the company's time.
    """

    customer: Row
    unit_name: str
    unit_names: Mapping[str, str]
    words: Words
    standing: Standing | None
    months: tuple[Month, ...]
    shown: tuple[Month, ...]
    summary: Summary | None
    findings: tuple[Finding, ...]
    signed: Mapping[str, tuple[Judged, Judged]]
    annexes: tuple[Span[Decimal], ...]
    receipt: Receipt
    taken_at: datetime
    published_at: datetime

    @property
    def judged(self) -> tuple[Month, ...]:
        """The months with a verdict."""
        return tuple(month for month in self.months if month.verdict is not None)
