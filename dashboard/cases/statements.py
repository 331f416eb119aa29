"""The SELECTs of the list, put together from the columns of :mod:`dashboard.cases.fields`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dashboard.cases.fields import BY_NAME
from dashboard.cases.question import Conditions, Filters, conditions

_MART = "phanky.marts.fct_reading_period_compliance AS v"
# Who was never judged is left out before names are read: nine of ten customers are residential.
_JOINS: Mapping[str, str] = {
    "c": "LEFT JOIN phanky.marts.dim_customers AS c"
    " ON c.customer_id = v.customer_id AND c.first_judged_month IS NOT NULL",
    "u": "LEFT JOIN phanky.marts.dim_units AS u ON u.unit_code = v.unit_code AND u.is_current",
    "w": "LEFT JOIN phanky.marts.dim_words AS w ON w.word_set = 'verdict' AND w.code = v.verdict",
    "b": "LEFT JOIN phanky.marts.dim_words AS b ON b.word_set = 'basis' AND b.code = v.basis",
    "r": "LEFT JOIN phanky.marts.dim_rules AS r ON r.rule_id = v.rule_id",
}


def counting(filters: Filters) -> Conditions:
    """How many rows."""
    wanted = conditions(filters)
    return Conditions(f"SELECT count(*) AS n FROM {_joined(_MART, wanted.sql)} WHERE {wanted.sql}", wanted.values)


def selecting(
    filters: Filters,
    outputs: Mapping[str, str],
    order: Sequence[str],
    limit: int | None = None,
    offset: int = 0,
) -> Conditions:
    """The rows.

    Args:
        filters: checked values.
        outputs: key -> SQL.
        order: as :func:`ordering` writes it; ties are broken by the code, so that pages never overlap.
        limit: how many rows; None: all.
        offset: how many to leave out.
    """
    wanted = conditions(filters)
    listed = ", ".join(f"{sql} AS {key}" for key, sql in outputs.items())
    ordered = ", ".join((*order, "v.customer_id"))
    asked = f"WHERE {wanted.sql} ORDER BY {ordered}"
    if limit is None:
        return Conditions(f"SELECT {listed} FROM {_joined(_MART, listed, asked)} {asked}", wanted.values)
    # Names are joined to the rows of the page, not to all those among which it is chosen.
    page = f"(SELECT v.* FROM {_joined(_MART, asked)} {asked} LIMIT {limit:d} OFFSET {offset:d}) AS v"
    text = f"SELECT {listed} FROM {_joined(page, listed, ordered)} ORDER BY {ordered}"
    return Conditions(text, wanted.values)


def ordering(sort: str) -> str:
    """SQL of a sort as the address has it: ``-binh-quan``; KeyError for what is no column."""
    field = BY_NAME[sort.removeprefix("-")]
    return f"{field.order or field.sql} {'DESC' if sort.startswith('-') else 'ASC'} NULLS LAST"


def _joined(rows: str, *parts: str) -> str:
    needed = (join for alias, join in _JOINS.items() if any(re.search(rf"\b{alias}\.", part) for part in parts))
    return " ".join((rows, *needed))
