"""What stands around every page: name, menu, who is signed in, how old the data are.  Values in, components out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.access.addresses import SIGN_OUT
from dashboard.address import Address
from dashboard.pages.contract import Page
from dashboard.texts import shell as texts
from phanky import vietnamese as vi

_IN_BAR = 4


@dataclass(frozen=True)
class Served:
    """Of which release the figures are.

    Attributes:
        taken_at: aware time at which the data were taken from CMIS.
        warning: why a newer release is not shown; None: this is the newest.
    """

    release_id: str
    source: str
    taken_at: datetime
    warning: str | None


@dataclass(frozen=True)
class Around:
    """What the frame shows.

    Attributes:
        menu: the pages that this reader is offered.
        title: of the page shown.
        asked: the address as the browser wrote it, by which it knows its answer.
        can_sign_out: not where the portal or the machine itself says who asks.
        state: equal as long as nothing newer is served; the browser compares it.
        served: None as long as there is no release, or none can be read.
    """

    company: str
    menu: Sequence[Page]
    address: Address
    title: str
    asked: str
    reader: str
    scope: str
    can_sign_out: bool
    state: str
    now: datetime
    timezone: str
    served: Served | None = None


def framed(around: Around, content: Any) -> Component:
    """A page within the frame; in a frame of the portal only the page and the age of its data."""
    main = html.Main(
        [_freshness(around), *_as_list(content)],
        id="noi-dung",
        **{  # type: ignore[arg-type]  # Dash takes data-* by name
            "data-asked": around.asked,
            "data-state": around.state,
            "data-title": f"{around.title} · {texts.TITLE}",
        },
    )
    told = html.Div(id="told", className="unseen", **{"aria-live": "polite"})  # type: ignore[arg-type]
    if around.address.is_embedded:
        return html.Div([_cut_off(), main, told], className="frame embedded")
    parts = [
        html.A(texts.SKIP, href="#noi-dung", className="skip"),
        _top(around),
        _side(around),
        html.Div([_cut_off(), main], className="body"),
        _bar(around),
        told,
    ]
    return html.Div(parts, className="frame")


def _as_list(content: Any) -> list[Any]:
    return list(content) if isinstance(content, list | tuple) else [content]


def _cut_off() -> Component:
    return html.P(texts.CUT_OFF, className="notice warn when-cut-off", role="status")


def _top(around: Around) -> Component:
    home = html.A(
        [html.Span(className="logo", **_HIDDEN), html.Span([html.B(texts.TITLE), html.Span(around.company)])],
        href=around.address.at("/").href,
        className="brand",
    )
    return html.Header([home, _account(around)], className="top")


def _account(around: Around) -> Component:
    items: list[Any] = [html.P([html.B(around.reader), html.Span(around.scope)], className="who"), *_tools()]
    if around.can_sign_out:
        leave = html.Button([_icon("out"), texts.SIGN_OUT], type="submit", className="item")
        items.append(html.Form(leave, action=SIGN_OUT, method="post"))
    shown = [_icon("person"), html.Span(around.reader, className="name")]
    summary = html.Summary(shown, **{"aria-label": texts.ACCOUNT})  # type: ignore[arg-type]
    return html.Details([summary, html.Div(items, className="drop")], className="menu account")


def _tools() -> list[Component]:
    return [
        html.Button([_icon("theme"), texts.THEME], type="button", className="item", **{"data-does": "theme"}),  # type: ignore[arg-type]
        html.Button([_icon("print"), texts.PRINT], type="button", className="item", **{"data-does": "print"}),  # type: ignore[arg-type]
    ]


def _side(around: Around) -> Component:
    links = [_link(around, page, "item") for page in around.menu]
    docs = html.A([_icon("book"), texts.DOCS], href="/docs/", className="item docs")
    return html.Nav([*links, docs], className="side", **{"aria-label": texts.MENU})  # type: ignore[arg-type]


def _bar(around: Around) -> Component:
    """For thumbs: the first pages, and the rest behind one more."""
    first, rest = around.menu[:_IN_BAR], around.menu[_IN_BAR:]
    hidden_one = any(_is_current(around, page) for page in rest)
    docs = html.A([_icon("book"), texts.DOCS], href="/docs/", className="item")
    more = html.Details(
        [
            html.Summary([_icon("more"), html.Span(texts.MORE)], className="current" if hidden_one else ""),
            html.Div([*[_link(around, page, "item") for page in rest], docs], className="drop"),
        ],
        className="menu",
    )
    links = [_link(around, page, "", short=True) for page in first]
    return html.Nav([*links, more], className="bar", **{"aria-label": texts.MENU})  # type: ignore[arg-type]


def _link(around: Around, page: Page, kind: str, *, short: bool = False) -> Component:
    current: dict[str, Any] = {"aria-current": "page"} if _is_current(around, page) else {}
    name = page.short or page.name if short else page.name
    href = around.address.at(page.path).href
    return html.A([_icon(page.icon or ""), html.Span(name)], href=href, className=kind, **current)


def _is_current(around: Around, page: Page) -> bool:
    path = around.address.path
    return path == page.path or (page.path != "/" and path.startswith(f"{page.path}/"))


_HIDDEN: dict[str, Any] = {"aria-hidden": "true"}


def _icon(name: str) -> Component:
    return html.Span(className=f"icon {name}", **_HIDDEN)


def _freshness(around: Around) -> Component | None:
    served = around.served
    if served is None:
        return None
    old = around.now - served.taken_at
    sample = html.Span(texts.SAMPLE, className="badge") if served.source == "sample" else None
    taken = texts.taken(vi.moment(served.taken_at.astimezone(ZoneInfo(around.timezone))), old)
    line = html.P([sample, html.Span(taken), html.Span(f"{texts.RELEASE} {served.release_id}", className="release")])
    return html.Div([line, *[_warning(text) for text in _warnings(served, old)]], className="freshness")


def _warnings(served: Served, old: timedelta) -> list[str]:
    late = [texts.stale(old)] if old > texts.STALE_AFTER else []
    return late + ([served.warning] if served.warning is not None else [])


def _warning(text: str) -> Component:
    return html.P(text, className="notice warn", role="status")
