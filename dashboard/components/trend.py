"""Months beside each other: the share right as a line, the wrong ones as columns under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.verdicts import legend
from dashboard.figures.shareline import floor_of, share_line
from dashboard.standing.values import Month
from dashboard.texts import standing as texts
from phanky import vietnamese as vi

_SHOWN = ("thieu_ky", "thua_ky")
_MOST_MONTHS = 24


def trend(found: Sequence[Month], chosen: str, labels: Mapping[str, str]) -> list[Component]:
    """The charts of the last 24 months and their summaries."""
    months = found[-_MOST_MONTHS:]
    told, counted = texts.trend_told(months), texts.counts_told(months)
    return [
        html.P([html.Span(className="line-sample"), texts.SHARE_RIGHT], className="legend-line"),
        _picture([_line(months)], told),
        legend(_SHOWN, labels),
        _picture([_columns(months, chosen), _axis(months)], counted),
        html.P(f"{told} {counted}", className="summary"),
    ]


def trend_table(found: Sequence[Month], labels: Mapping[str, str], address: Address) -> Component:
    """The same as figures, each month with a link to it."""
    heads = [texts.MONTH, *(labels[verdict] for verdict in _SHOWN), texts.SHARE_RIGHT]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    rows = [_row(month, address) for month in reversed(found[-_MOST_MONTHS:])]
    return html.Details([html.Summary(texts.AS_TABLE), html.Table([head, html.Tbody(rows)])], className="as-table")


def _picture(strips: list[Component], told: str) -> Component:
    return html.Div(strips, className="trend", role="img", **{"aria-label": told})  # type: ignore[arg-type]


def _line(months: Sequence[Month]) -> Component:
    shares = [month.counts.share_right for month in months]
    floor = floor_of(shares)
    scale = html.Span([html.Span(vi.share(1.0, 0)), html.Span(vi.share(floor, 0))], className="scale")
    picture = html.Img(src=share_line(shares), alt="")
    return html.Div([scale, html.Div(picture, className="plot")], className="strip line")


def _columns(months: Sequence[Month], chosen: str) -> Component:
    most = max((month.counts.wrong for month in months), default=0) or 1
    scale = html.Span([html.Span(vi.number(most)), html.Span("0")], className="scale")
    columns = [_column(month, most, is_chosen=month.month == chosen) for month in months]
    return html.Div([scale, html.Div(columns, className="plot")], className="strip counts")


def _column(month: Month, most: int, *, is_chosen: bool) -> Component:
    # The last is drawn at the bottom.
    pieces = [
        html.Span(className=f"fill {verdict}", style={"height": f"{100 * amount / most:.1f}%"})
        for verdict in reversed(_SHOWN)
        if (amount := month.counts.of(verdict))
    ]
    return html.Span(pieces, className="chosen" if is_chosen else "", title=texts.month_told(month))


def _axis(months: Sequence[Month]) -> Component:
    """Quarter ends alone: what a phone has room for."""
    names = [_name(month.month) for month in months]
    return html.Div([html.Span(className="scale"), html.Div(names, className="plot")], className="strip names")


def _name(month: str) -> Component:
    number = int(month[5:])
    shown = texts.short_month(month) if number % 3 == 0 else ""
    return html.Span(shown, className="minor" if number % 6 else "")


def _row(month: Month, address: Address) -> Component:
    link = html.A(vi.month(month.month), href=address.at(address.path, thang=month.month).href)
    figures: list[Any] = [vi.number(month.counts.of(verdict)) for verdict in _SHOWN]
    cells = [html.Td(figure) for figure in (*figures, vi.share(month.counts.share_right))]
    return html.Tr([html.Th(link, scope="row"), *cells])
