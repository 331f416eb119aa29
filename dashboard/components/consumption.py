"""Months of a customer as columns against the thresholds, with the same in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.dossier.values import Dossier, Month
from dashboard.figures.thresholds import Chart, Column, chart
from dashboard.texts import customer as texts
from phanky import vietnamese as vi

_HIDDEN: dict[str, Any] = {"aria-hidden": "true"}


def consumption(values: Dossier) -> list[Component]:
    """The chart, its legend, its summary and its table."""
    if values.summary is None:
        return [html.P(texts.NO_BILLS, className="nothing")]
    row = values.standing.row if values.standing is not None else {}
    drawn = chart(values.shown, row.get("average_kwh"))
    told = texts.summary(values.shown, values.summary)
    plot = html.Div(
        [_axis(drawn), html.Div([_column(column, drawn, row) for column in drawn.columns], className="months")],
        className="thresholds",
        role="img",
        **{"aria-label": told},  # type: ignore[arg-type]
    )
    return [plot, _legend(values, drawn), html.P(told, className="summary"), _table(values.shown)]


def _axis(drawn: Chart) -> Component:
    marks = [
        html.Span(
            [html.Span(vi.number(kwh)) for kwh in reversed(mark.kwh)],
            className="mark",
            style={"bottom": f"{mark.percent}%"},
        )
        for mark in drawn.marks
    ]
    return html.Div(html.Div(marks, className="area"), className="axis", **_HIDDEN)


def _column(column: Column, drawn: Chart, verdict: Mapping[str, Any]) -> Component:
    month = column.month
    inside = bool(verdict) and verdict["window_first_month"] <= month.month <= verdict["month"]
    parts = [
        _line("zero", drawn.zero),
        _bar(column),
        _line("lower", column.lower),
        _line("upper", column.upper),
        _line("average", drawn.average if inside else None),
        _above(column),
    ]
    kind = "month inside" if inside else "month"
    return html.Div(
        [html.Div(parts, className="area"), *_ticks(month.month)], className=kind, title=texts.column(month)
    )


def _line(name: str, percent: float | None) -> Component | None:
    return None if percent is None else html.Span(className=f"line {name}", style={"bottom": f"{percent}%"})


def _bar(column: Column) -> Component | None:
    if column.height is None:
        return html.Span(className="gap", style={"bottom": f"{column.bottom}%"}) if column.month.is_gap else None
    kind = "used" if column.month.is_ordinary is not False else "used irregular"
    return html.Span(className=kind, style={"bottom": f"{column.bottom}%", "height": f"{column.height}%"})


def _above(column: Column) -> Component | None:
    flag = _flag(column.month)
    top = column.bottom + (column.height or 0)
    return html.Span(flag, className="flag", style={"bottom": f"{top}%"}) if flag is not None else None


def _flag(month: Month) -> str | None:
    return "!" if month.is_ordinary is False else None


def _ticks(month: str) -> list[Component]:
    number = int(month[5:])
    year = month[:4] if number == 1 else None
    return [
        html.Span(str(number), className="tick" if number % 3 == 1 else "tick minor"),
        html.Span(year, className="year"),
    ]


def _legend(values: Dossier, drawn: Chart) -> Component:
    has_irregular = any(month.is_ordinary is False for month in values.shown)
    keys = [
        ("key inside", texts.IN_WINDOW, values.standing is not None),
        ("key", texts.OTHER_MONTH, True),
        ("key line", texts.THRESHOLD, True),
        ("key average", texts.AVERAGE_LINE, drawn.average is not None),
        ("key irregular", texts.IRREGULAR, has_irregular),
        ("key gap", texts.GAP, any(month.is_gap for month in values.shown)),
    ]
    shown = [html.Li([html.Span(className=kind, **_HIDDEN), text]) for kind, text, is_there in keys if is_there]
    return html.Ul(shown, className="legend")


def _table(months: tuple[Month, ...]) -> Component:
    heads = (texts.MONTH_HEADING, texts.KWH_HEADING, texts.DAYS_HEADING, texts.LIMITS_HEADING)
    rows = [
        html.Tr(
            [
                html.Th(vi.month(month.month), scope="row"),
                html.Td(vi.number(month.kwh)),
                html.Td([vi.number(month.covered_days), _flag(month) and " !"]),
                html.Td(texts.limits(month.lower_kwh, month.upper_kwh)),
            ]
        )
        for month in reversed(months)
    ]
    table = html.Table([html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])), html.Tbody(rows)])
    return html.Details([html.Summary(texts.AS_TABLE), html.Div(table, className="scroll")])
