"""The answer: its chart, its table, and where it comes from.  Pure."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.charts import Mark, bars, columns, scrolled, shades
from dashboard.components.notices import nothing
from dashboard.explore.picking import Chart, pick, sides
from dashboard.explore.routes import CSV, EXCEL
from dashboard.explore.values import Answered, Choices, Explored, figure, with_unit, words
from dashboard.texts import explore as texts

_ROWS = 200
_LINKS = {"unit_code": "/don-vi", "managing_unit_code": "/don-vi", "customer_id": "/khach-hang"}


def answer_parts(values: Explored, answered: Answered, address: Address) -> list[Component]:
    """The sections of an answer."""
    if not answered.rows:
        return [html.Section([nothing(texts.NOTHING)], className="panel")]
    kind = pick(values.asked.by, answered.rows, is_cut=answered.is_cut)
    parts = [_chart(values, answered, kind), _downloads(address)]
    if kind is not Chart.FIGURE:
        parts.append(_table(values, answered, address, is_open=kind is Chart.NONE))
    return [*parts, _sql(answered)]


def _chart(values: Explored, answered: Answered, kind: Chart) -> Component:
    metric = answered.metric
    told = html.P(texts.covered(answered.months, answered.marts, answered.release_id), className="remark")
    shown: list[Any] = [html.Header([html.H2(metric.label), html.Span(metric.unit, className="remark")])]
    if kind is Chart.FIGURE:
        shown.append(html.P(with_unit(metric, answered.rows[0][-1]), className="figure"))
    elif kind is not Chart.NONE:
        summary = _summary(values, answered)
        shown += [html.P(summary, className="summary"), _drawn(values, answered, kind, summary)]
    meaning = html.P(f"{texts.MEANING}: {metric.description}", className="remark")
    return html.Section([*shown, meaning, told], className="panel")


def _drawn(values: Explored, answered: Answered, kind: Chart, summary: str) -> Component:
    if kind is Chart.HEAT:
        return _heat(values, answered, summary)
    marks = [_mark(words(values.choices, values.asked.by, row), answered, row[-1]) for row in answered.rows]
    return columns(marks, summary) if kind is Chart.COLUMNS else bars(marks, summary)


def _heat(values: Explored, answered: Answered, summary: str) -> Component:
    by, choices = values.asked.by, values.choices
    (down, downs), (across, acrosses) = sides(by, answered.rows)
    found = {(row[down], row[across]): row[-1] for row in answered.rows}
    rows = [
        (
            choices.word(by[down], one),
            [_mark(choices.word(by[across], other), answered, found.get((one, other))) for other in acrosses],
        )
        for one in downs
    ]
    return shades(choices.label(by[down]), [choices.word(by[across], other) for other in acrosses], rows, summary)


def _mark(label: str, answered: Answered, value: Any) -> Mark:
    return Mark(label, None if value is None else float(value), figure(answered.metric, value))


def _summary(values: Explored, answered: Answered) -> str:
    known = [row for row in answered.rows if row[-1] is not None]
    metric = answered.metric
    if not known:
        return texts.NOTHING

    def _told(row: tuple[Any, ...]) -> tuple[str, str]:
        return words(values.choices, values.asked.by, row), with_unit(metric, row[-1])

    most, least = max(known, key=lambda row: row[-1]), min(known, key=lambda row: row[-1])
    return (
        texts.one(metric.label, *_told(most))
        if len(known) == 1
        else texts.highest(metric.label, *_told(most), *_told(least))
    )


def _downloads(address: Address) -> Component:
    links = [
        html.A(text, href=Address(path, address.filters).href, className="button quiet", download="")
        for path, text in ((EXCEL, texts.EXCEL), (CSV, texts.CSV))
    ]
    return html.Div(links, className="actions")


def _table(values: Explored, answered: Answered, address: Address, *, is_open: bool) -> Component:
    by, choices, metric = values.asked.by, values.choices, answered.metric
    heads = [html.Th(choices.label(name), scope="col", className="text") for name in by]
    rows = [
        html.Tr([*_keys(choices, by, row, address), html.Td(figure(metric, row[-1]))]) for row in answered.rows[:_ROWS]
    ]
    is_cut = answered.is_cut or len(answered.rows) > _ROWS
    cut = html.P(texts.cut(len(rows)), className="notice warn") if is_cut else None
    table = html.Table([html.Thead(html.Tr([*heads, html.Th(metric.label, scope="col")])), html.Tbody(rows)])
    shown = html.Details([html.Summary(texts.table(len(rows))), cut, scrolled(table, texts.TABLE)], open=is_open)
    return html.Section(shown, className="panel")


def _keys(choices: Choices, by: tuple[str, ...], row: tuple[Any, ...], address: Address) -> list[Component]:
    cells: list[Component] = []
    for name, value in zip(by, row, strict=False):
        word = choices.word(name, value)
        linked = name in _LINKS and value is not None
        cells.append(
            html.Td(html.A(word, href=address.at(f"{_LINKS[name]}/{value}").href) if linked else word, className="text")
        )
    return cells


def _sql(answered: Answered) -> Component:
    return html.Section(
        html.Details([html.Summary(texts.SQL), html.Pre(answered.sql, className="sql", tabIndex="0")]),
        className="panel",
    )
