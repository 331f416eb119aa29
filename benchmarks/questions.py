"""Twenty questions that readers ask, each as page, digest or staff would: what the semantic layer is measured by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from semantic import Query, Span


@dataclass(frozen=True)
class Question:
    """One question; ``filters`` name months outright, so that another tool needs no rule for them."""

    name: str
    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    filters: tuple[tuple[str, Any], ...] = ()
    order: tuple[str, ...] = ()
    limit: int | None = None

    @property
    def query(self) -> Query:
        """As the facade takes it."""
        return Query.of(self.metrics, self.by, dict(self.filters), self.order, self.limit)


_VERDICTS = (
    "customers_in_scope",
    "customers_right",
    "customers_too_few",
    "customers_too_many",
    "customers_agreed",
    "customers_not_enough_data",
)
_CARDS = (*_VERDICTS, "share_right")


def questions(month: str = "2026-10", closed: str = "2026-09", unit_code: str = "PC02AA") -> tuple[Question, ...]:
    """The twenty about one month, the quarter end before it and one unit, in the order in which a day asks them."""
    now, quarter_end, unit = ("month", month), ("month", closed), ("unit_code", unit_code)
    year = ("month", Span(f"{int(month[:4]) - 1}-{int(month[5:]) + 1:02d}", month))
    return (
        Question("cards of the company", _CARDS, filters=(now,)),
        Question("cards of the last closed quarter", _CARDS, filters=(quarter_end,)),
        Question("verdicts by unit", _VERDICTS, ("unit_code",), (now,)),
        Question("units, worst first", ("share_right",), ("unit_code",), (now,), ("share_right",)),
        Question("trend of a year", ("customers_too_few", "customers_too_many"), ("month",), (year,)),
        Question(
            "share right by quarter end", ("share_right",), ("month",), (("month", ("2026-03", "2026-06", "2026-09")),)
        ),
        Question("cards of one unit", _CARDS, filters=(now, unit)),
        Question("trend of one unit", ("customers_too_few", "customers_too_many"), ("month",), (year, unit)),
        Question(
            "verdicts of one unit by price group", ("customers_in_scope",), ("price_group", "verdict"), (now, unit)
        ),
        Question("required against actual", ("customers_in_scope",), ("required_periods", "actual_periods"), (now,)),
        Question(
            "too few by price group", ("customers_too_few",), ("price_group",), (now,), ("-customers_too_few",), 10
        ),
        Question("energy by month", ("kwh_total",), ("month",), (year,)),
        Question("energy of a year by unit", ("kwh_total", "kwh_wrong"), ("unit_code",), (year,), ("-kwh_total",)),
        Question("energy by unit and price group", ("kwh_total",), ("unit_code", "price_group"), (now,)),
        Question("load by price group and month", ("kwh_total",), ("month", "price_group"), (year,)),
        Question(
            "new and settled by unit", ("customers_newly_wrong", "customers_newly_settled"), ("unit_code",), (now,)
        ),
        Question("findings by rule", ("findings",), ("rule_id",), (now,), ("-findings",)),
        Question("findings of one unit by rule", ("findings",), ("rule_id",), (now, unit)),
        Question("largest customers of a year", ("kwh_total",), ("customer_id",), (year,), ("-kwh_total",), 20),
        Question("oldest cases by unit", ("months_wrong_oldest", "months_wrong_median"), ("unit_code",), (now,)),
    )
