"""What is asked of the list: values that were checked, and the SQL conditions that they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dashboard.cases.folding import begins_a_word

Values = tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True)
class Filters:
    """Which rows; what is empty does not limit.

    Attributes:
        month: the judged month, always one.
        quarter: set when the month was asked for as that of a quarter.
        units: that managed the customer on the month's last day.
        findings: rules of which the customer has a finding in the month.
        since: wrong without a break since this month.
        words: each begins a word of the customer's name or its code.
    """

    month: str
    quarter: str | None = None
    units: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    price_groups: tuple[str, ...] = ()
    required: tuple[int, ...] = ()
    actual: tuple[int, ...] = ()
    findings: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def only(self, verdicts: frozenset[str]) -> Filters:
        """The same with these verdicts alone."""
        asked = self.verdicts or tuple(sorted(verdicts))
        # Nobody has the verdict "none of them": an empty choice would mean all.
        return replace(self, verdicts=tuple(code for code in asked if code in verdicts) or ("",))


@dataclass(frozen=True)
class Conditions:
    """SQL with the values of its ``?``."""

    sql: str
    values: tuple[str | int, ...]


def conditions(filters: Filters) -> Conditions:
    """What has to hold; every name in it is written here, every value is bound."""
    found = list(_conditions(filters))
    return Conditions(
        " AND ".join(condition.sql for condition in found),
        tuple(value for condition in found for value in condition.values),
    )


def _conditions(filters: Filters) -> Iterator[Conditions]:
    yield Conditions("v.month = ?", (filters.month,))
    limited: tuple[tuple[str, Values], ...] = (
        ("v.unit_code", filters.units),
        ("v.verdict", filters.verdicts),
        ("v.price_groups", filters.price_groups),
        ("v.required_periods", filters.required),
        ("v.actual_periods", filters.actual),
        ("v.wrong_since_month", filters.since),
    )
    for column, values in limited:
        if values:
            yield Conditions(f"{column} IN ({_places(values)})", tuple(values))
    if filters.findings:
        has_one = (
            "v.customer_id IN (SELECT customer_id FROM phanky.marts.fct_rule_results"
            f" WHERE month = ? AND rule_id IN ({_places(filters.findings)}))"
        )
        yield Conditions(has_one, (filters.month, *filters.findings))
    if filters.words:
        yield Conditions(begins_a_word("c.search_text", filters.words), filters.words)


def _places(values: Values) -> str:
    return ", ".join("?" * len(values))
