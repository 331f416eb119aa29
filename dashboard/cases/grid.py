"""The list as one long table for desks: AG Grid reads from the server what is scrolled to.

Everything that it sends came from a browser: it is checked by type and by membership before anything is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import dash_ag_grid
from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component
from flask import abort

from dashboard.access import UnfitError, guarded, number, optional, text
from dashboard.address import Address
from dashboard.cases.asking import PATH, Asked, ask
from dashboard.cases.fields import BY_NAME, FIELDS, Field, heading
from dashboard.cases.folding import words_of
from dashboard.cases.options import read_options
from dashboard.cases.rows import count, page
from dashboard.cases.table import shown
from dashboard.cases.values import Cases
from dashboard.texts.grid import WORDS
from dashboard.view import View
from phanky.errors import PhankyError
from phanky.identity import Identity

GRID_ID, WHERE_ID = "bang-cuon", "bang-cuon-dia-chi"
_BLOCK, _LARGEST_BLOCK = 100, 500
_SEARCHED = frozenset({"ma", "ten"})
_NUMBERS = frozenset({"kwh", "int"})
_PIXELS_A_CHARACTER = 9


@dataclass(frozen=True)
class Wanted:
    """What the table asks for: rows, their order (None: that of the address), and words to look for."""

    start: int
    end: int
    sort: str | None
    words: tuple[str, ...]


def grid(cases: Cases, address: Address) -> Component:
    """The table, empty: it asks for its rows itself."""
    where: dict[str, Any] = {"data-address": address.href}
    month = cases.asked.filters.month
    table = dash_ag_grid.AgGrid(
        id=GRID_ID,
        rowModelType="infinite",
        columnDefs=[_column(field, month) for field in FIELDS],
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True, "minWidth": 70},
        dashGridOptions={
            "cacheBlockSize": _BLOCK,
            "maxBlocksInCache": 50,
            "infiniteInitialRowCount": min(cases.count, _BLOCK),
            "multiSortKey": "ctrl",
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "localeText": WORDS,
        },
        className="ag-theme-quartz case-grid",
        style={"height": "70vh"},
    )
    return html.Div([html.Div(id=WHERE_ID, hidden=True, **where), table])


def add_callbacks(app: Dash, view_of: Callable[[], View]) -> None:
    """Answer what the table asks for."""

    @app.callback(
        Output(GRID_ID, "getRowsResponse"),
        Input(GRID_ID, "getRowsRequest"),
        State(WHERE_ID, "data-address"),
        prevent_initial_call=True,
    )
    @guarded(optional(rows_wanted), optional(text))
    def _rows(_identity: Identity, wanted: Wanted | None, where: str | None) -> Any:
        return no_update if wanted is None else _answer(view_of, wanted, where)


def rows_wanted(value: object) -> Wanted:
    """What the table asks for, checked; UnfitError for what it never sends."""
    if not isinstance(value, Mapping):
        raise UnfitError("rows")
    start, end = number(value.get("startRow")), number(value.get("endRow"))
    if not start < end <= start + _LARGEST_BLOCK:
        raise UnfitError("rows")
    return Wanted(start, end, _sort(value.get("sortModel")), _words(value.get("filterModel")))


def rows_response(view: View, wanted: Wanted, address: Address) -> dict[str, Any]:
    """The rows as the table takes them: texts as readers write them."""
    asked = _narrowed(ask(read_options(view), address), wanted)
    rows = page(view.release, asked.filters, asked.sort, wanted.start, wanted.end - wanted.start)
    return {"rowData": [_row(row) for row in rows], "rowCount": count(view.release, asked.filters)}


def _answer(view_of: Callable[[], View], wanted: Wanted, where: str | None) -> dict[str, Any]:
    try:
        return rows_response(view_of(), wanted, Address.parse(PATH, (where or "").partition("?")[2]))
    except PhankyError:
        # The page around the table says what is wrong as soon as it is looked at again.
        abort(503)


def _narrowed(asked: Asked, wanted: Wanted) -> Asked:
    words = tuple(dict.fromkeys((*asked.filters.words, *wanted.words)))
    return replace(asked, filters=replace(asked.filters, words=words), sort=wanted.sort or asked.sort)


def _row(row: Mapping[str, Any]) -> dict[str, str]:
    values = {field.name: shown(field, row[field.key]) for field in FIELDS}
    return {**values, "verdict": row["verdict"]}


def _column(field: Field, month: str) -> dict[str, Any]:
    renderer = {"ma": "PhankyCustomer", "ket-luan": "PhankyVerdict"}.get(field.name)
    is_number = field.kind in _NUMBERS
    return {
        "field": field.name,
        "headerName": heading(field, month),
        "width": max(field.width, 10) * _PIXELS_A_CHARACTER + 24,
        "type": "rightAligned" if is_number else None,
        "pinned": "left" if field.name == "ma" else None,
        "cellRenderer": renderer,
        "filter": "agTextColumnFilter" if field.name in _SEARCHED else False,
        "floatingFilter": field.name in _SEARCHED,
        "filterParams": {"filterOptions": ["contains"], "maxNumConditions": 1},
    }


def _sort(model: object) -> str | None:
    """The first column of a sort: the others would only order what is equal in it."""
    if model is None or model == []:
        return None
    if not isinstance(model, list) or len(model) > len(FIELDS) or not all(isinstance(part, Mapping) for part in model):
        raise UnfitError("sort")
    column, direction = model[0].get("colId"), model[0].get("sort")
    if not isinstance(column, str) or column not in BY_NAME or direction not in ("asc", "desc"):
        raise UnfitError("sort")
    return f"-{column}" if direction == "desc" else column


def _words(model: object) -> tuple[str, ...]:
    if model is None:
        return ()
    if not isinstance(model, Mapping) or not set(model) <= _SEARCHED:
        raise UnfitError("filter")
    return tuple(word for part in model.values() for word in words_of(_typed(part)))


def _typed(part: object) -> str:
    if not isinstance(part, Mapping) or part.get("type") != "contains" or part.get("filterType") != "text":
        raise UnfitError("filter")
    return text(part.get("filter"))
