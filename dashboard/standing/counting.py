"""The metrics that count customers by verdict, and a row of them as a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.standing.values import Counts

COUNTED: Mapping[str, str] = {
    "customers_in_scope": "in_scope",
    "customers_right": "right",
    "customers_too_few": "too_few",
    "customers_too_many": "too_many",
    "customers_agreed": "agreed",
    "customers_not_enough_data": "not_enough_data",
    "customers_wrong": "wrong",
    "share_right": "share_right",
}
"""Metric -> the field of :class:`Counts` that shows it."""


def counts(row: Mapping[str, Any]) -> Counts:
    """From an answer; where nobody is counted a count is 0."""
    share = row["share_right"]
    whole = {field: int(row[metric] or 0) for metric, field in COUNTED.items() if metric != "share_right"}
    return Counts(**whole, share_right=share)
