"""The page Tổng quan as a tree of Dash components: values in, components out.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard import texts
from dashboard.figures.units import open_cases_by_unit
from dashboard.overview import Counts, Overview, UnitRow
from phanky import vietnamese as vi

_CHART: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


def overview_page(overview: Overview, *, now: datetime, timezone: str, warning: str | None = None) -> html.Main:
    """The whole page for one release, under a warning if there is one."""
    return html.Main(
        [
            html.P(warning, className="stale", role="status") if warning is not None else None,
            _freshness(overview, now, timezone),
            _headline(overview),
            _cards(overview.latest.counts, overview.labels),
            _chart(overview),
            _table(overview),
            html.Footer(html.A(texts.DOCS, href="/docs/")),
        ],
        id="noi-dung",
    )


def empty_page() -> html.Main:
    """What stands there before the first release."""
    return html.Main(
        [html.H2(texts.EMPTY_TITLE), html.P(texts.EMPTY_REMEDY), html.Pre(texts.EMPTY_COMMAND)],
        id="noi-dung",
        className="notice",
    )


def damaged_page(message: str) -> html.Main:
    """What stands there when the release cannot be read."""
    return html.Main([html.H2(texts.DAMAGED), html.P(message)], id="noi-dung", className="notice")


def _freshness(overview: Overview, now: datetime, timezone: str) -> html.Div:
    old = now - overview.taken_at
    taken = f"Số liệu CMIS đến {vi.moment(overview.taken_at.astimezone(ZoneInfo(timezone)))}, {texts.age(old)}"
    kind = [html.Span(texts.SAMPLE, className="badge")] if overview.source == "sample" else []
    line = html.P([*kind, taken, html.Span(f"{texts.RELEASE} {overview.release_id}", className="release")])
    warning = [html.P(texts.stale(old), className="stale", role="status")] if old > texts.STALE_AFTER else []
    return html.Div([line, *warning], className="freshness")


def _headline(overview: Overview) -> html.Section:
    latest, closed = overview.latest, overview.closed
    now_label = texts.latest_label(latest.month, latest.window_first)
    boxes = [_share(now_label, latest.counts, "now", texts.PROVISIONAL if latest.is_provisional else "")]
    if closed is not None:
        boxes.append(_share(texts.closed_label(closed.quarter), closed.counts, "closed", ""))
    return html.Section([html.H2(texts.SHARE_RIGHT), html.Div(boxes, className="shares")])


def _share(label: str, counts: Counts, kind: str, remark: str) -> html.Div:
    wrong = f"{vi.number(counts.too_few)} thiếu kỳ · {vi.number(counts.too_many)} thừa kỳ"
    return html.Div(
        [
            html.P(label, className="label"),
            html.P(vi.share(counts.share_right), className="figure", title=texts.SHARE_MEANING),
            html.P(wrong, className="remark"),
            html.P(remark, className="remark") if remark else None,
        ],
        className=f"share {kind}",
    )


def _cards(counts: Counts, labels: dict[str, str]) -> html.Section:
    cards = [
        (texts.IN_SCOPE, counts.in_scope, "all"),
        (labels["thieu_ky"], counts.too_few, "thieu_ky"),
        (labels["thua_ky"], counts.too_many, "thua_ky"),
        (labels["thoa_thuan"], counts.agreed, "thoa_thuan"),
        (labels["chua_du_du_lieu"], counts.not_enough_data, "chua_du_du_lieu"),
        (labels["dung"], counts.right, "dung"),
    ]
    return html.Section([html.Dl([_card(*card) for card in cards], className="cards")])


def _card(label: str, count: int, verdict: str) -> html.Div:
    return html.Div([html.Dt([_swatch(verdict), label]), html.Dd(vi.number(count))], className=f"card {verdict}")


def _swatch(verdict: str) -> html.Span:
    attributes: dict[str, Any] = {"aria-hidden": "true"}
    return html.Span(className=f"swatch {verdict}", **attributes)


def _chart(overview: Overview) -> html.Section:
    units = [unit for unit in overview.units if _open(unit)]
    heading = [html.H2(texts.BY_UNIT), html.P(texts.latest_label(overview.latest.month, overview.latest.window_first))]
    if not units:
        return html.Section([*heading, html.P(texts.NO_WRONG)], className="panel")
    figure = open_cases_by_unit(units, overview.labels)
    summary = _summary(units)
    spoken: dict[str, Any] = {"aria-label": f"{texts.BY_UNIT}. {summary}"}
    return html.Section(
        [
            *heading,
            _legend(overview.labels),
            html.Div(
                dcc.Graph(figure=figure, config=_CHART, style={"height": f"{figure['layout']['height']}px"}),
                role="img",
                **spoken,
            ),
            html.P(summary, className="remark"),
        ],
        className="panel",
    )


def _open(unit: UnitRow) -> bool:
    return bool(unit.counts.too_few or unit.counts.too_many or unit.counts.not_enough_data)


def _summary(units: Sequence[UnitRow]) -> str:
    most = max(units, key=lambda unit: unit.counts.too_few + unit.counts.too_many)
    return texts.summary(most.name, vi.number(most.counts.too_few), vi.number(most.counts.too_many))


def _legend(labels: dict[str, str]) -> html.Ul:
    shown = ("thieu_ky", "thua_ky", "chua_du_du_lieu")
    return html.Ul([html.Li([_swatch(verdict), labels[verdict]]) for verdict in shown], className="legend")


def _table(overview: Overview) -> html.Section:
    closed = vi.quarter(overview.closed.quarter) if overview.closed else ""
    return html.Section(
        [
            html.H2(texts.EACH_UNIT),
            html.Table([html.Thead(_heads(overview.labels, closed)), html.Tbody([_row(u) for u in overview.units])]),
        ],
        className="panel",
    )


def _heads(labels: dict[str, str], closed: str) -> html.Tr:
    return html.Tr(
        [
            html.Th(texts.UNIT, scope="col"),
            _th("Số KH xét", wide=True),
            _th("Đúng", wide=True),
            _th(labels["thieu_ky"]),
            _th(labels["thua_ky"]),
            _th(labels["thoa_thuan"], wide=True),
            _th(labels["chua_du_du_lieu"], wide=True),
            _th("Tỷ lệ đúng"),
            _th(closed, wide=True),
        ]
    )


def _row(unit: UnitRow) -> html.Tr:
    counts = unit.counts
    return html.Tr(
        [
            html.Th([unit.name, html.Span(unit.unit_code, className="code")], scope="row"),
            _td(vi.number(counts.in_scope), wide=True),
            _td(vi.number(counts.right), wide=True),
            _td(vi.number(counts.too_few)),
            _td(vi.number(counts.too_many)),
            _td(vi.number(counts.agreed), wide=True),
            _td(vi.number(counts.not_enough_data), wide=True),
            _td(vi.share(counts.share_right)),
            _td(vi.share(unit.closed_share_right), wide=True),
        ]
    )


def _th(text: str, *, wide: bool = False) -> Any:
    return html.Th(text, scope="col", className="wide" if wide else "")


def _td(text: str, *, wide: bool = False) -> Any:
    return html.Td(text, className="wide" if wide else "")
