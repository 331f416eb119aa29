"""A row of small columns, one a month, beside what they are of.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from phanky import vietnamese as vi


def monthly(label: Any, months: Sequence[tuple[str, Decimal]], summary: str) -> Component:
    """One row: the label, a column for each month up to the greatest of them, the last month's figure."""
    highest = max((kwh for _, kwh in months), default=Decimal(0))
    spoken: dict[str, Any] = {"role": "img", "aria-label": summary}
    columns = [_column(month, kwh, highest) for month, kwh in months]
    return html.Li(
        [
            html.Span(label, className="monthly-label"),
            html.Div(columns, className="monthly-columns", **spoken),
            html.Span(f"{vi.number(months[-1][1], 0)} kWh", className="number"),
        ],
        className="monthly",
    )


def _column(month: str, kwh: Decimal, highest: Decimal) -> Component:
    height = max(kwh / highest * 100, Decimal(0)) if highest > 0 else Decimal(0)
    return html.Span(title=f"{vi.month(month)}: {vi.number(kwh, 0)} kWh", style={"height": f"{height:.1f}%"})
