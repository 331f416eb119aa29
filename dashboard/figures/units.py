"""Bars by unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.figures.verdicts import LOOKS
from dashboard.overview import UnitRow

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_STACK = {"thieu_ky": "too_few", "thua_ky": "too_many", "chua_du_du_lieu": "not_enough_data"}
_ROW_PX = 30
_MARGIN_PX = 34


def open_cases_by_unit(units: Sequence[UnitRow], labels: Mapping[str, str]) -> dict[str, Any]:
    """Customers to act on, stacked by verdict, one bar a unit, the first unit on top.

    Those judged right are left out: at 98 % of all they would press the rest into the axis.
    """
    names = [unit.name for unit in units]
    return {
        "data": [_trace(verdict, field, units, names, labels[verdict]) for verdict, field in _STACK.items()],
        "layout": _layout(len(units)),
    }


def _trace(verdict: str, field: str, units: Sequence[UnitRow], names: list[str], label: str) -> dict[str, Any]:
    look = LOOKS[verdict]
    return {
        "type": "bar",
        "orientation": "h",
        "name": label,
        "y": names,
        "x": [getattr(unit.counts, field) for unit in units],
        "marker": {
            "color": look.colour,
            "pattern": {
                "shape": look.pattern,
                "fillmode": "overlay",
                "fgcolor": "#ffffff",
                "size": 6,
                "solidity": 0.25,
            },
        },
        "hovertemplate": f"%{{y}}: %{{x:,}} {label.lower()}<extra></extra>",
    }


def _layout(units: int) -> dict[str, Any]:
    axis = {"fixedrange": True, "automargin": True, "tickfont": {"size": 13}}
    return {
        "barmode": "stack",
        "bargap": 0.35,
        "height": units * _ROW_PX + _MARGIN_PX,
        "margin": {"l": 0, "r": 12, "t": 4, "b": 30},
        "separators": ",.",
        "showlegend": False,
        "dragmode": False,
        "font": {"family": FONT},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {**axis, "rangemode": "tozero", "tickformat": ",d", "nticks": 5, "zeroline": False},
        "yaxis": {**axis, "autorange": "reversed", "ticksuffix": "  ", "showgrid": False},
        "hoverlabel": {"font": {"family": FONT, "size": 14}},
    }
