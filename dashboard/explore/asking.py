"""From an address to a question of the semantic layer, which itself says what does not exist or go together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.address import EMBEDDED, Address
from dashboard.texts import explore as texts
from phanky.errors import UsageError
from semantic import Dimension, Query, Release, Span

PATH = "/kham-pha"
METRIC, BY, FIRST, LAST, SCOPE = "chi-so", "theo", "tu", "den", "pham-vi"
MONTH, QUARTER = "thang", "quy"
"""A single one, as other pages name it: both the first and the last."""

WHOLE_COMPANY = "toan-cong-ty"
MOST_SPLITS = 2
USUAL = ("customers_wrong", "unit_code")
_OWN = frozenset({METRIC, BY, FIRST, LAST, MONTH, QUARTER, SCOPE, EMBEDDED})
_SHORT = {"unit_code": "don-vi", "verdict": "ket-luan", "price_group": "nhom-gia"}


@dataclass(frozen=True)
class Asked:
    """What an address asks for, not yet checked.

    Attributes:
        by: at most two dimensions, or month and quarter.
        first, last: month or quarter; None: from the first, up to the last one.
        filters: dimension -> texts of which one has to match.
        everyone: figures of the whole company, which everyone may see by unit and month.
    """

    metric: str
    by: tuple[str, ...]
    first: str | None = None
    last: str | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everyone: bool = False


def parameter(dimension: str) -> str:
    """How an address names the filter by a dimension."""
    return _SHORT.get(dimension, dimension.replace("_", "-"))


def read_asked(address: Address, dimensions: Collection[str]) -> Asked:
    """What the address asks for; UsageError for a filter that there is not."""
    named = {parameter(dimension): dimension for dimension in dimensions}
    given = {name: tuple(filter(None, address.all(name))) for name, _ in address.filters if name not in _OWN}
    if wrong := [name for name in given if name not in named]:
        raise UsageError(texts.no_such_filter(wrong[0][:40], ", ".join(named)))
    metric, single = address.one(METRIC), address.one(MONTH) or address.one(QUARTER)
    by = tuple(filter(None, address.all(BY)))
    return Asked(
        metric=metric or USUAL[0],
        by=by if metric is not None or by else USUAL[1:],
        first=address.one(FIRST) or single,
        last=address.one(LAST) or single,
        filters={named[name]: values for name, values in given.items() if values},
        everyone=address.one(SCOPE) == WHOLE_COMPANY,
    )


def question(asked: Asked, release: Release, months: Sequence[Mapping[str, Any]], limit: int | None = None) -> Query:
    """The question; UsageError for what cannot be one.

    Args:
        asked: what an address asks for.
        release: knows the dimensions.
        months: of the release, oldest first.
        limit: so many rows at most.
    """
    if len(asked.by) > MOST_SPLITS:
        raise UsageError(texts.too_many_splits(MOST_SPLITS))
    filters: dict[str, Any] = {
        name: [_value(release.dimensions[name], text) for text in values] for name, values in asked.filters.items()
    }
    span = _span(asked, months)
    if span is not None:
        filters["month"] = span
    in_order = any(name in ("month", "quarter") for name in asked.by)
    order = [] if in_order or not asked.by else [f"-{asked.metric}"]
    return Query.of([asked.metric], asked.by, filters, order, limit, everyone=asked.everyone)


def _value(dimension: Dimension, text: str) -> Any:
    return None if text == texts.NONE else dimension.parse(text)


def _span(asked: Asked, months: Sequence[Mapping[str, Any]]) -> Span | None:
    if asked.first is None and asked.last is None:
        return None
    first = _months_of(asked.first, months)[0] if asked.first else str(months[0]["month"])
    last = _months_of(asked.last, months)[-1] if asked.last else str(months[-1]["month"])
    if first > last:
        raise UsageError(texts.reversed_span(first, last))
    return Span(first, last)


def _months_of(name: str, months: Sequence[Mapping[str, Any]]) -> list[str]:
    found = [str(month["month"]) for month in months if name in (month["month"], month["quarter"])]
    if not found:
        raise UsageError(texts.no_such_period(name[:20], str(months[0]["month"]), str(months[-1]["month"])))
    return found
