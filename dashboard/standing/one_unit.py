"""What the page of one unit shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.address import Address
from dashboard.standing import parts, reading
from dashboard.standing.cases import oldest_cases
from dashboard.standing.values import Case, Headline, Month, Weight
from dashboard.view import View
from semantic.naming import require_known

_OLDEST = 10


@dataclass(frozen=True)
class Inside:
    """What only those see to whom the unit is open."""

    weight: Weight
    oldest: tuple[Case, ...]
    price_groups: tuple[parts.PriceGroup, ...]
    periods: tuple[parts.Periods, ...]
    findings: tuple[parts.Finding, ...]


@dataclass(frozen=True)
class OneUnit:
    """The page; ``rank`` is among ``ranked`` units, None when nobody can be judged."""

    code: str
    name: str
    labels: Mapping[str, str]
    head: Headline
    months: tuple[Month, ...]
    rank: int | None
    ranked: int
    inside: Inside | None


def read_unit(view: View, address: Address) -> OneUnit:
    """The page as somebody sees it; UsageError for a unit or a month that there is not."""
    code = require_known("đơn vị", address.part("unit"), view.unit_names)
    month = reading.month_asked(view, address)
    found = reading.months(view, (code,))
    head = reading.headline(view, found, month, (code,))
    units = reading.units_of(view, month, head.closed.month if head.closed is not None else None)
    return OneUnit(
        code=code,
        name=view.unit_names[code],
        labels=reading.verdict_labels(view),
        head=head,
        months=found,
        rank=next((unit.rank for unit in units if unit.code == code), None),
        ranked=sum(unit.rank is not None for unit in units),
        inside=_inside(view, month, code) if view.identity.may_see(code) else None,
    )


def _inside(view: View, month: str, code: str) -> Inside:
    return Inside(
        weight=reading.weight(view, month, (code,)),
        oldest=oldest_cases(view, month, most=_OLDEST, unit=code),
        price_groups=parts.price_groups(view, month, code),
        periods=parts.periods(view, month, code),
        findings=parts.findings(view, month, code),
    )
