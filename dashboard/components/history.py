"""The verdicts of a customer as a calendar, a year a row, and in words."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.intervals import folded, when
from dashboard.dossier.values import Dossier, Month
from dashboard.spans import spans
from dashboard.standing.changes import Judged
from dashboard.texts import customer as texts
from phanky import vietnamese as vi
from semantic import Words


def verdict_word(code: str, words: Words) -> Component:
    """Colour, pattern and word."""
    return html.Span([swatch(code), words.label("verdict", code)], className="verdict")


def swatch(code: str) -> Component:
    """Colour and pattern of a verdict."""
    return html.Span(className=f"swatch {code}", **{"aria-hidden": "true"})  # type: ignore[arg-type]


def calendar(values: Dossier, address: Address) -> Component:
    """A cell a month, each of which leads to the argument of its month."""
    years = groupby(values.months, key=lambda month: month.month[:4])
    return html.Div([_year(year, list(months), values, address) for year, months in years], className="calendar")


def told(values: Dossier) -> list[Component]:
    """The same as intervals in words."""
    found = spans(
        (month.month, (month.verdict, texts.judged(month, values.words)) if month.verdict is not None else None)
        for month in values.months
    )
    items = [html.Li([when(span.first, span.last), html.Span(_said(*span.value))]) for span in found]
    return folded(items, "intervals")


def signed(values: Dossier) -> list[Component]:
    """The months whose signed-off verdict is another one than today's, both in words."""
    if not values.signed:
        return []
    items = [_signed(month, *sides, values.words) for month, sides in sorted(values.signed.items())]
    return [html.P(texts.CORRECTED, className="remark"), html.Ul(items, className="intervals corrected")]


def _signed(month: str, then: Judged, now: Judged, words: Words) -> Component:
    return html.Li([html.Span(vi.month(month)), html.Span(texts.corrected(then, now, words))])


def _said(code: str, text: str) -> list[Any]:
    return [swatch(code), " ", text]


def _year(year: str, months: list[Month], values: Dossier, address: Address) -> Component:
    by_number = {int(month.month[5:]): month for month in months}
    cells = [_cell(by_number.get(number), values, address) for number in range(1, 13)]
    return html.Div([html.H3(year), html.Ul(cells)], className="year")


def _cell(month: Month | None, values: Dossier, address: Address) -> Component:
    if month is None:
        return html.Li(**{"aria-hidden": "true"})  # type: ignore[arg-type]
    name = f"T{int(month.month[5:])}"
    marked = f"{name} *" if month.month in values.signed else name
    if month.verdict is None:
        return html.Li(html.Span(marked, className="cell"))
    current: dict[str, Any] = {"aria-current": "true"} if _is_asked(month, values) else {}
    changed = texts.CORRECTED_MARK if month.month in values.signed else ""
    told = f"{vi.month(month.month)}: {texts.judged(month, values.words)}{changed}"
    link = html.A(
        [html.Span(marked), swatch(month.verdict)],
        href=address.having(thang=month.month).href,
        className="cell",
        title=told,
        **{"aria-label": told, **current},
    )
    return html.Li(link)


def _is_asked(month: Month, values: Dossier) -> bool:
    return values.standing is not None and month.month == values.standing.month
