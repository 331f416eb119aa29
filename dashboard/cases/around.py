"""What stands around the rows: how many, which page, what can be taken away, what to do when there are none.  Pure."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.cases import asking
from dashboard.cases.choosing import GRID
from dashboard.cases.fields import months_before
from dashboard.cases.routes import CSV, EXCEL, PROPOSAL
from dashboard.cases.values import ROWS, Cases
from dashboard.components.notices import nothing
from dashboard.texts import cases as texts

_NOT_TAKEN = frozenset({EMBEDDED, GRID, asking.PAGE, asking.MONTH, asking.QUARTER})


def page_head(cases: Cases) -> Component:
    """The heading: what is listed, and how many."""
    filters = cases.asked.filters
    period = texts.window(months_before(filters.month, 2), filters.month)
    quarter = f"{texts.in_quarter(filters.quarter, filters.month)}, " if filters.quarter else ""
    provisional = f" · {texts.PROVISIONAL}" if cases.asked.month.is_provisional else ""
    told: list[Any] = [html.B(texts.customers(cases.count), className="number"), f" · {quarter}{period}{provisional}"]
    return html.Div([html.H1(texts.NAME), html.P(told, className="lead")], className="page-head")


def notices(cases: Cases) -> list[Component]:
    """What of the address was left out."""
    return [html.P(text, className="notice warn", role="status") for text in cases.asked.notices]


def downloads(cases: Cases, address: Address) -> Component:
    """Files of all rows, not only of this page; the month is named, should a newer one come meanwhile."""
    kept = tuple(pair for pair in address.filters if pair[0] not in _NOT_TAKEN)
    month = cases.asked.filters.quarter or cases.asked.filters.month
    files = ((EXCEL, texts.EXCEL), (CSV, texts.CSV), (PROPOSAL, texts.PROPOSAL))
    links = [_download(Address(path, kept).having(thang=month).href, text) for path, text in files]
    spoken: dict[str, Any] = {"aria-label": texts.TAKE_AWAY}
    status: dict[str, Any] = {
        "data-making": texts.MAKING,
        "data-taking": texts.TAKING,
        "data-done": texts.DONE,
        "data-failed": texts.FAILED,
    }
    told = html.Span(role="status", className="export-status", **status)
    return html.Div([*links, _other_table(address), told], className="actions", role="group", **spoken)


def pager(cases: Cases, address: Address) -> Component | None:
    """Where among all rows these stand, and the way to the others."""
    if cases.count == 0:
        return None
    last = min(cases.first + ROWS - 1, cases.count)
    steps = (
        (texts.FIRST, "«", 1, cases.page > 2),
        (texts.PREVIOUS, "‹", cases.page - 1, cases.page > 1),
        (texts.NEXT, "›", cases.page + 1, cases.page < cases.pages),
        (texts.LAST, "»", cases.pages, cases.page < cases.pages - 1),
    )
    links = [_step(address, name, sign, number) for name, sign, number, is_there in steps if is_there]
    spoken: dict[str, Any] = {"aria-label": texts.PAGES}
    where = f"{texts.range_of(cases.first, last, cases.count)} · {texts.page_of(cases.page, cases.pages)}"
    return html.Nav(
        [html.P(where, className="number"), html.Div(links, className="steps")], className="pager", **spoken
    )


def nobody(cases: Cases, address: Address) -> Component:
    """No row: what might find one."""
    asked = cases.asked
    words = asked.search if asked.filters.words else None
    wider = []
    if asked.filters.verdicts:
        href = address.having(**{asking.VERDICT: asking.ALL}, trang=None).href
        wider.append(html.A(texts.TO_ALL_VERDICTS, href=href, className="button quiet"))
    wider.append(html.A(texts.CLEAR, href=address.at(asking.PATH).href, className="button quiet"))
    return html.Div([nothing(texts.nobody(words)), html.Div(wider, className="actions")])


def _download(href: str, text: str) -> Component:
    marked: dict[str, Any] = {"data-export": "1"}
    return html.A(text, href=href, download="", className="button quiet", **marked)


def _other_table(address: Address) -> Component:
    is_grid = address.one(GRID) == "1"
    href = address.having(bang=None if is_grid else 1, trang=None).href
    return html.A(texts.PLAIN if is_grid else texts.GRID, href=href, className="button quiet for-desks")


def _step(address: Address, name: str, sign: str, number: int) -> Component:
    spoken: dict[str, Any] = {"aria-label": name}
    href = address.having(trang=number if number > 1 else None).href
    return html.A([html.Span(sign), html.Span(name, className="name")], href=href, className="button quiet", **spoken)
