"""How much of a whole the first few hold: each column stands on those before it.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from phanky import vietnamese as vi

_TOPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0)
_STEPS = 5


@dataclass(frozen=True)
class Step:
    """One column: its own part of the whole, and that of all down to it."""

    place: int
    own: float
    so_far: float
    told: str


def pareto(steps: Sequence[Step], summary: str) -> Component:
    """The chart; ``summary`` is what it says."""
    top = next((top for top in _TOPS if top >= steps[-1].so_far), 1.0)
    spoken: dict[str, Any] = {"role": "img", "aria-label": summary}
    return html.Div(
        [_scale(top), html.Div([_column(step, top) for step in steps], className="pareto-columns")],
        className="pareto",
        **spoken,
    )


def _scale(top: float) -> Component:
    lines = [top * step / _STEPS for step in range(_STEPS, -1, -1)]
    return html.Div([html.Span(vi.share(line, 0)) for line in lines], className="pareto-scale")


def _column(step: Step, top: float) -> Component:
    before = max(step.so_far - step.own, 0.0)
    return html.Div(
        [
            html.Span(className="own", style={"height": _percent(step.own, top)}),
            html.Span(className="before", style={"height": _percent(before, top)}),
            html.Span(str(step.place), className="place"),
        ],
        className="pareto-column",
        title=step.told,
    )


def _percent(part: float, top: float) -> str:
    return f"{min(max(part / top, 0), 1) * 100:.2f}%"
