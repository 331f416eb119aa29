"""How good such warnings were in the closed quarters, beside the simplest one.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.notices import nothing
from dashboard.outlook.asking import LOWER, UPPER
from dashboard.outlook.choosing import threshold_shown
from dashboard.outlook.values import Outlook, Quality
from dashboard.texts import outlook as texts
from phanky import vietnamese as vi

OURS, SIMPLEST = "cung_ky", "ba_thang"


def quality(values: Outlook) -> Component:
    """Precision and recall at both thresholds, of ours and of "same as the last three months"."""
    quarters = sorted({one.quarter for one in values.qualities if one.quarter is not None})
    if not quarters:
        return html.Section([html.H2(texts.QUALITY), nothing(texts.NO_QUALITY)], className="panel")
    whole = [one for one in values.qualities if one.quarter is None]
    told = [_told(values, whole, threshold) for threshold in (LOWER, UPPER)]
    return html.Section(
        [
            html.H2(texts.QUALITY),
            html.P(texts.compared(quarters[0], quarters[-1]), className="summary"),
            *(part for part in told if part is not None),
            _table(values, whole),
            html.Details(
                [html.Summary(texts.BY_QUARTER), _table(values, (q for q in values.qualities if q.quarter is not None))]
            ),
            html.P(texts.SHARES, className="remark"),
        ],
        className="panel outlook-quality",
    )


def _told(values: Outlook, whole: list[Quality], threshold: str) -> Component | None:
    """In a sentence, and as a warning where ours is not better."""
    ours, simplest = (
        next((one for one in whole if (one.threshold, one.method) == (threshold, method)), None)
        for method in (OURS, SIMPLEST)
    )
    if ours is None or simplest is None:
        return None
    kwh = threshold_shown(values.horizon, threshold)
    if (ours.balance or 0) <= (simplest.balance or 0):
        return html.P(texts.not_better(kwh), className="notice warn")
    return html.P(texts.better(kwh, *(vi.share(s, 0) for s in _shares(ours, simplest))))


def _shares(ours: Quality, simplest: Quality) -> tuple[float | None, ...]:
    return ours.recall, simplest.recall, ours.precision, simplest.precision


def _table(values: Outlook, rows: Iterable[Quality]) -> Component:
    heads = [texts.THRESHOLD, texts.METHOD, texts.PREDICTED, texts.HAPPENED, texts.HITS, texts.PRECISION, texts.RECALL]
    head = html.Thead(html.Tr([html.Th(name, scope="col", className=_look(at)) for at, name in enumerate(heads)]))
    body = html.Tbody([_row(values, one) for one in rows])
    # Wider than a phone: it can be reached and scrolled with the keyboard.
    reached: dict[str, Any] = {"tabIndex": 0, "role": "region", "aria-label": texts.QUALITY}
    return html.Div(html.Table([head, body]), className="scroll", **reached)


def _look(at: int) -> str | None:
    return "text" if at < 2 else None


def _row(values: Outlook, one: Quality) -> Component:
    kwh = threshold_shown(values.horizon, one.threshold)
    first = f"{vi.quarter(one.quarter)} · {kwh}" if one.quarter is not None else kwh
    method = values.labels.get(("forecast_method", one.method), one.method)
    counts = [vi.number(count) for count in (one.predicted, one.happened, one.hits)]
    shares = [vi.share(share, 0) for share in (one.precision, one.recall)]
    cells = [html.Td(method, className="text"), *(html.Td(cell) for cell in (*counts, *shares))]
    return html.Tr(
        [html.Th(first, scope="row", className="text"), *cells], className="ours" if one.method == OURS else ""
    )
