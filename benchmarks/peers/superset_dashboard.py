"""Tổng quan as a dashboard of Superset: the same cards, bars, trends and units over the same mart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from benchmarks.peers.servers import Connection, ServerError
from benchmarks.peers.superset import sqlalchemy_address
from benchmarks.peers.superset_site import USER
from benchmarks.peers.vocabulary import METRICS, SCHEMA

CARDS: Mapping[str, str] = {
    "customers_in_scope": "Thuộc diện xét",
    "customers_too_few": "Thiếu kỳ",
    "customers_too_many": "Thừa kỳ",
    "customers_agreed": "Theo thỏa thuận",
    "customers_not_enough_data": "Chưa đủ dữ liệu",
    "customers_right": "Đúng phân kỳ",
    "share_right": "Tỷ lệ đúng",
}
"""Metric -> what its card is called, on our page and on Superset's."""

_TO_ACT_ON = ["customers_too_few", "customers_too_many", "customers_not_enough_data"]
_SHARE = "share_right"
_COUNTED = f"""
select counted.*, unit.short_name as unit_name
from {SCHEMA}.agg_unit_month as counted
join {SCHEMA}.dim_units as unit on unit.unit_code = counted.unit_code and unit.is_current
join {SCHEMA}.dim_months as judged on judged.month = counted.month and judged.is_judged
"""
_GRID = 12


@dataclass(frozen=True)
class Dashboard:
    """A dashboard that is there.

    Attributes:
        path: of its page.
        charts: how many it has.
    """

    path: str
    charts: int


@dataclass(frozen=True)
class _Chart:
    """A chart and its place: columns of twelve, rows of eight pixels."""

    name: str
    kind: str
    settings: Mapping[str, Any]
    width: int = _GRID
    height: int = 45


def make_dashboard(connection: Connection, postgres: str, month: str) -> Dashboard:
    """Make database, dataset, charts and dashboard through Superset's own interface."""
    dataset = _make_dataset(connection, postgres)
    number = int(connection.post("/api/v1/dashboard/", {"dashboard_title": "Tổng quan", "published": True})["id"])
    charts = [*_cards(month), *_by_unit(month), *_by_month()]
    numbers = [_make_chart(connection, dataset, number, chart) for chart in charts]
    position = json.dumps(_position(charts, numbers))
    connection.put(f"/api/v1/dashboard/{number}", {"position_json": position})
    return Dashboard(f"/superset/dashboard/{number}/", len(charts))


def session_cookie(port: int, password: str) -> tuple[str, str]:
    """Name and value of what a browser keeps after signing in.

    Raises:
        ServerError: nobody is signed in.
    """
    cookies = HTTPCookieProcessor()
    form = urlencode({"username": USER, "password": password}).encode()
    address = f"http://127.0.0.1:{port}"
    with build_opener(cookies).open(Request(f"{address}/login/", data=form)) as answer:
        if "/login" in answer.url:
            raise ServerError("Superset does not take the administrator's password")
    cookie = next(found for found in cookies.cookiejar if found.name == "session")
    return cookie.name, str(cookie.value)


def _make_dataset(connection: Connection, postgres: str) -> int:
    database = {"database_name": SCHEMA, "sqlalchemy_uri": sqlalchemy_address(postgres)}
    made = connection.post("/api/v1/database/", database)["id"]
    dataset = {"database": made, "schema": SCHEMA, "table_name": "standing", "sql": _COUNTED}
    number = int(connection.post("/api/v1/dataset/", dataset)["id"])
    metrics = [
        {"metric_name": name, "verbose_name": title, "expression": METRICS[name]} for name, title in CARDS.items()
    ]
    connection.put(f"/api/v1/dataset/{number}", {"metrics": metrics})
    return number


def _make_chart(connection: Connection, dataset: int, dashboard: int, chart: _Chart) -> int:
    source = {"datasource": f"{dataset}__table", "viz_type": chart.kind}
    body = {
        "slice_name": chart.name,
        "viz_type": chart.kind,
        "datasource_id": dataset,
        "datasource_type": "table",
        "params": json.dumps({**source, **chart.settings}),
        "dashboards": [dashboard],
    }
    return int(connection.post("/api/v1/chart/", body)["id"])


def _cards(month: str) -> Iterator[_Chart]:
    for metric, title in CARDS.items():
        settings = {"metric": metric, "y_axis_format": _format(metric), "header_font_size": 0.4, **_in(month)}
        yield _Chart(title, "big_number_total", settings, width=_GRID if metric == _SHARE else _GRID // 2, height=14)


def _by_unit(month: str) -> Iterator[_Chart]:
    bars = {
        "x_axis": "unit_name",
        "metrics": _TO_ACT_ON,
        "groupby": [],
        "orientation": "horizontal",
        "stack": "Stack",
        "row_limit": 100,
        **_in(month),
    }
    yield _Chart("Khách hàng cần xử lý theo đơn vị", "echarts_timeseries_bar", bars)
    table = {
        "query_mode": "aggregate",
        "groupby": ["unit_name"],
        "metrics": [*_TO_ACT_ON, _SHARE],
        "column_config": {_SHARE: {"d3NumberFormat": _format(_SHARE)}},
        "row_limit": 100,
        **_in(month),
    }
    yield _Chart("Đơn vị", "table", table)


def _by_month() -> Iterator[_Chart]:
    of_time = {"x_axis": "month_date", "time_grain_sqla": "P1M", "groupby": [], "row_limit": 1000}
    share = {**of_time, "metrics": [_SHARE], "y_axis_format": _format(_SHARE), "truncateYAxis": True}
    yield _Chart("Diễn biến theo tháng: tỷ lệ đúng", "echarts_timeseries_line", share, height=25)
    wrong = {**of_time, "metrics": _TO_ACT_ON[:2], "stack": "Stack"}
    yield _Chart("Diễn biến theo tháng: sai phân kỳ", "echarts_timeseries_bar", wrong, height=25)


def _format(metric: str) -> str:
    return ".1%" if metric == _SHARE else ",d"


def _in(month: str) -> dict[str, Any]:
    simple = {"expressionType": "SIMPLE", "clause": "WHERE"}
    return {"adhoc_filters": [{**simple, "subject": "month", "operator": "==", "comparator": month}]}


def _position(charts: Sequence[_Chart], numbers: Sequence[int]) -> dict[str, Any]:
    """The grid as Superset keeps it: charts beside each other until a row is full."""
    placed: dict[str, Any] = {}
    rows: dict[str, list[str]] = {}
    filled = _GRID
    for chart, number in zip(charts, numbers, strict=True):
        filled = chart.width if filled + chart.width > _GRID else filled + chart.width
        row = f"ROW-{len(rows) + 1 if filled == chart.width else len(rows)}"
        rows.setdefault(row, []).append(f"CHART-{number}")
        meta = {"chartId": number, "width": chart.width, "height": chart.height, "sliceName": chart.name}
        placed[f"CHART-{number}"] = _node("CHART", f"CHART-{number}", [], ["ROOT_ID", "GRID_ID", row], meta)
    meta = {"background": "BACKGROUND_TRANSPARENT"}
    placed |= {row: _node("ROW", row, held, ["ROOT_ID", "GRID_ID"], meta) for row, held in rows.items()}
    placed["GRID_ID"] = _node("GRID", "GRID_ID", list(rows), ["ROOT_ID"], {})
    placed["ROOT_ID"] = _node("ROOT", "ROOT_ID", ["GRID_ID"], [], {})
    return {"DASHBOARD_VERSION_KEY": "v2", **placed}


def _node(kind: str, name: str, children: Sequence[str], parents: Sequence[str], meta: Mapping[str, Any]) -> Any:
    return {"type": kind, "id": name, "children": list(children), "parents": list(parents), "meta": dict(meta)}
