"""What the wrong customers weigh, as names and values."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.standing.values import Month, Weight
from dashboard.texts import standing as texts
from phanky import vietnamese as vi


def weight_pairs(weight: Weight, month: Month) -> Component:
    """Energy, age, and what came and went in the month."""
    energy = texts.kwh_wrong(vi.number(weight.kwh_wrong, 0), vi.share(weight.share_kwh_wrong))
    shown = [
        (texts.KWH_WRONG, energy),
        (texts.MEDIAN, texts.long(weight.months_wrong_median)),
        (texts.OLDEST, texts.long(weight.months_wrong_oldest)),
        (texts.NEWLY_WRONG, vi.number(month.newly_wrong)),
        (texts.SETTLED, vi.number(month.newly_settled)),
    ]
    return html.Dl([part for name, value in shown for part in (html.Dt(name), html.Dd(value))], className="pairs")
