"""What the page Tổng quan shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.address import Address
from dashboard.standing.cases import newest_cases
from dashboard.standing.corrections import corrected_customers, signed_off
from dashboard.standing.reading import Units, headline, month_asked, months, units_of, verdict_labels, weight
from dashboard.standing.values import Case, Headline, Month, Unit, Weight
from dashboard.view import View

_NEW = 8


@dataclass(frozen=True)
class Overview:
    """The page.

    Attributes:
        own: the reader's units; None: the whole company.
        months: of the reader's units, as ``head`` and ``weight``.
        units: of the company, worst first.
        corrected: the newest quarter that was signed off on another release than this one, and how many customers have
            another verdict now (None: nobody can tell); None: there is no such quarter.
    """

    labels: Mapping[str, str]
    own: Mapping[str, str] | None
    head: Headline
    months: tuple[Month, ...]
    units: tuple[Unit, ...]
    weight: Weight
    new: tuple[Case, ...]
    corrected: tuple[str, int | None] | None


def read_overview(view: View, address: Address) -> Overview:
    """The page as somebody sees it; UsageError for a month that was not judged."""
    month, own = month_asked(view, address), _own(view)
    found = months(view, own)
    head = headline(view, found, month, own)
    return Overview(
        labels=verdict_labels(view),
        own={code: view.unit_names[code] for code in own} if own is not None else None,
        head=head,
        months=found,
        units=units_of(view, month, head.closed.month if head.closed is not None else None),
        weight=weight(view, month, own),
        new=newest_cases(view, month, most=_NEW),
        corrected=_corrected(view),
    )


def _corrected(view: View) -> tuple[str, int | None] | None:
    newest = next((signed for signed in signed_off(view) if signed[1] != view.release.id), None)
    return (newest[0], corrected_customers(view, *newest)) if newest is not None else None


def _own(view: View) -> Units | None:
    """Whoever sees all units, or none that there is, looks at the company."""
    return tuple(view.units) or None if view.identity.units is not None else None
