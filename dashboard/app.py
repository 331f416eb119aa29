"""The web server: one page over the release in service, its documentation, a health check."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from flask import Flask, Response, jsonify, send_from_directory

from dashboard import texts
from dashboard.page import damaged_page, empty_page, overview_page
from dashboard.reading import docs_folder, read_overview
from dashboard.security import DOCS_PREFIX, guard
from phanky.errors import PhankyError
from phanky.identity import Identity
from phanky.settings import Settings
from semantic import Follower

_POLL_MS = 30_000
_FRAME = """<!DOCTYPE html>
<html lang="vi">
<head>
{%metas%}
<title>{%title%}</title>
{%favicon%}
{%css%}
</head>
<body>
{%app_entry%}
<div hidden>{%config%}{%scripts%}{%renderer%}</div>
</body>
</html>"""
_METAS = [
    {"name": "viewport", "content": "width=device-width, initial-scale=1"},
    {"name": "color-scheme", "content": "light dark"},
]


class _Page(Dash):
    """Dash, with its one English word in Vietnamese."""

    def interpolate_index(self, *, app_entry: str = "", **parts: Any) -> Any:  # type: ignore[override]
        """The page's frame with its parts filled in."""
        translated = app_entry.replace("Loading...", texts.LOADING)
        return super().interpolate_index(app_entry=translated, **parts)  # type: ignore[no-untyped-call]


def create_app(settings: Settings, identity: Identity, releases: Follower) -> Flask:
    """The server for one installation, as seen by ``identity``; each answer comes from one of ``releases`` alone."""
    server: Any = Flask(__name__)
    app = _Page(
        __name__,
        server=server,
        title=f"{texts.PAGE} · {texts.TITLE}",
        update_title="",
        index_string=_FRAME,
        meta_tags=_METAS,
        # Otherwise the page carries its whole layout twice; the only callback's parts are always there.
        suppress_callback_exceptions=True,
    )
    app.layout = lambda: _shell(settings, identity, releases)
    _keep_fresh(app, settings, identity, releases)
    _add_plain_routes(server, settings, releases)
    # Asked for late: only then has every callback told Dash which scripts the page carries.
    guard(server, cache(app.csp_hashes))
    flask: Flask = server
    return flask


def _shell(settings: Settings, identity: Identity, releases: Follower) -> html.Div:
    content, shown = _content(settings, identity, releases)
    return html.Div(
        [
            html.A(texts.SKIP, href="#noi-dung", className="skip"),
            html.Header(html.Div([html.H1(texts.TITLE), html.P(settings.company_name)]), className="top"),
            html.Div(content, id="content"),
            dcc.Store(id="shown-release", data=shown),
            dcc.Interval(id="poll", interval=_POLL_MS),
        ]
    )


def _content(settings: Settings, identity: Identity, releases: Follower) -> tuple[html.Main, str | None]:
    """The page and the id of the release that it shows."""
    served = releases.release_id
    if served is None:
        return empty_page(), None
    try:
        release = releases.current(identity)
        overview = read_overview(release)
    except PhankyError as error:
        return damaged_page(str(error)), served
    trouble = releases.trouble
    warning = texts.not_followed(trouble) if trouble is not None else None
    return overview_page(overview, now=datetime.now(UTC), timezone=settings.timezone, warning=warning), release.id


def _keep_fresh(app: Dash, settings: Settings, identity: Identity, releases: Follower) -> None:
    @app.callback(
        Output("content", "children"),
        Output("shown-release", "data"),
        Input("poll", "n_intervals"),
        State("shown-release", "data"),
        prevent_initial_call=True,
    )
    def _replace_when_current_moves(_ticks: Any, shown: Any) -> tuple[Any, Any]:
        # ``shown`` comes from the browser: it is only compared, never used to open anything.
        if releases.release_id == shown:
            return no_update, no_update
        return _content(settings, identity, releases)


def _add_plain_routes(server: Flask, settings: Settings, releases: Follower) -> None:
    @server.get("/healthz")
    def _health() -> Response:
        trouble = releases.trouble
        # Nobody has to say who he is to ask this, so what is wrong, which may name folders, stays on the page.
        unread = {"release": trouble.release_id, "since": trouble.since.isoformat()} if trouble is not None else None
        return jsonify(status="ok", release=releases.release_id, unread=unread)

    @server.get(DOCS_PREFIX)
    def _docs() -> Response | tuple[str, int]:
        folder = docs_folder(settings.home, releases.release_id)
        return send_from_directory(folder, "index.html") if folder else (texts.NO_DOCS, 404)
