"""The web server: the pages over the release in service, what they take away, their documentation, a health check."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import plotly.io as pio
from dash import Dash, Input, Output
from flask import Flask, Response, g, jsonify, request, send_from_directory
from flask_compress import Compress

from dashboard import cases, explore, large, messages, outlook
from dashboard.access import Access, guarded, number, optional, protect, signed_in, text
from dashboard.address import Address
from dashboard.content import Contents, Shown
from dashboard.pages import PAGES
from dashboard.reading import docs_folder
from dashboard.security import DOCS_PREFIX
from dashboard.shell.bundle import ASSETS, FOLDER, SHELL, lazy_libraries, script
from dashboard.shell.document import STOCK_INDEX, THEME_HASH, document, layout
from dashboard.shell.rendering import drawn
from dashboard.texts import shell as texts
from dashboard.view import Preview, View
from phanky.ledger import KEY_CUSTOMER_LIST
from semantic import Follower

STATE_ROUTE = "/hien-hanh"
_SCRIPT_ROUTE = f"{FOLDER}<name>"
_YEAR = "public, max-age=31536000, immutable"


class _Pages(Dash):
    """Dash, whose first HTML carries the page itself."""

    show: Callable[[Address], Shown]

    def csp_hashes(self, *_: Any) -> list[str]:
        """Of the one script that stands in the page itself."""
        return [THEME_HASH]

    def interpolate_index(self, *, scripts: str = "", config: str = "", **parts: Any) -> Any:  # type: ignore[override]
        """The page that the request asks for."""
        address = Address.parse(request.path, request.query_string.decode("utf-8", "replace"))
        shown = self.show(address)
        g.page_status = shown.status
        lazy = lazy_libraries(scripts)
        return document(shown.title, shown.tree, config=config, dependencies=self._callback_list, lazy=lazy)


class _StockPages(Dash):
    """Dash as it comes, for comparing and in case a new version starts another way."""

    def csp_hashes(self, *_: Any) -> list[str]:
        """Of the scripts that stand in the page itself."""
        return [THEME_HASH, *super().csp_hashes()]

    def interpolate_index(self, *, app_entry: str = "", **parts: Any) -> Any:  # type: ignore[override]
        """The page's frame, with Dash's one English word in Vietnamese."""
        translated = app_entry.replace("Loading...", texts.LOADING)
        return super().interpolate_index(app_entry=translated, **parts)  # type: ignore[no-untyped-call]


def create_app(access: Access, releases: Follower, *, preview: Preview | None = None) -> Flask:
    """The server for one installation: it answers whom ``access`` lets in, each time from one of ``releases`` alone.

    Args:
        access: who may come in.
        releases: what is shown.
        preview: makes messages that are not sent yet, for the page Tin nhắn.
    """
    settings = access.settings
    server: Any = Flask(__name__)
    lists = partial(access.ledger.lists.rows, KEY_CUSTOMER_LIST)
    contents = Contents(PAGES, settings, releases, key_customers=lists, records=access.ledger, preview=preview)
    app = _dash(server, stock=settings.stock_dash)
    if isinstance(app, _Pages):
        app.show = lambda address: contents.show(signed_in(), address)
    app.layout = layout
    # Dash learns which scripts it has when it writes a page: a browser with an older page may ask for them first.
    app._generate_scripts_html()
    _add_page(app, contents)
    view_of = partial(_view, contents)
    cases.add_callbacks(app, view_of)
    cases.add_routes(server, view_of)
    explore.add_routes(server, view_of)
    large.add_routes(server, view_of)
    outlook.add_routes(server, view_of)
    messages.add_routes(server, access.ledger.deliveries)
    _add_plain_routes(server, contents, access, releases)
    _compress(server)
    protect(
        app,
        access,
        open_rules={"/manifest.webmanifest", "/sw.js", _SCRIPT_ROUTE},
        silent_rules={STATE_ROUTE},
        forms=messages.FORMS,
    )
    flask: Flask = server
    return flask


def _dash(server: Any, *, stock: bool) -> Dash:
    # Pages are plain values already: the default engine would walk through them twice before it writes.
    pio.json.config.default_engine = "json"
    make = _StockPages if stock else _Pages
    return make(
        __name__,
        server=server,
        title=texts.TITLE,
        update_title="",
        index_string=STOCK_INDEX,
        # Otherwise Dash asks for the layout while it starts, when nobody asks for anything.
        suppress_callback_exceptions=True,
    )


def _add_page(app: Dash, contents: Contents) -> None:
    @app.callback(
        Output("page", "children"),
        Input("address", "data-address"),
        Input("address", "data-tick"),
        prevent_initial_call=True,
    )
    @guarded(optional(text), optional(number))
    def _show(_identity: Any, where: str | None, _tick: int | None) -> Any:
        path, _, search = (where or "/").partition("?")
        return drawn(contents.show(signed_in(), Address.parse(path, search), where or "/").tree)


def _view(contents: Contents) -> View:
    return contents.view(signed_in())


def _add_plain_routes(server: Flask, contents: Contents, access: Access, releases: Follower) -> None:
    @server.get("/healthz")
    def _health() -> Response:
        trouble = releases.trouble
        # Nobody has to say who he is to ask this, so what is wrong, which may name folders, stays on the page.
        unread = {"release": trouble.release_id, "since": trouble.since.isoformat()} if trouble is not None else None
        return jsonify(status="ok", release=releases.release_id, unread=unread)

    @server.get(STATE_ROUTE)
    def _state() -> Response:
        return jsonify(state=contents.state)

    @server.get(_SCRIPT_ROUTE)
    def _script(name: str) -> Response | tuple[str, int]:
        return _sent_script() if name == script().name else ("", 404)

    @server.get("/manifest.webmanifest")
    def _manifest() -> Response:
        return send_from_directory(ASSETS, "app.webmanifest", mimetype="application/manifest+json")

    @server.get("/sw.js")
    def _worker() -> Response:
        return send_from_directory(SHELL, "sw.js", mimetype="text/javascript")

    @server.get(DOCS_PREFIX)
    def _docs() -> Response | tuple[str, int]:
        folder = docs_folder(access.settings.home, releases.release_id)
        return send_from_directory(folder, "index.html") if folder else (texts.NO_DOCS, 404)

    @server.after_request
    def _status(response: Response) -> Response:
        if response.status_code == 200:
            response.status_code = g.get("page_status", 200)
        return response


def _sent_script() -> Response:
    content, encoding = script().encoded(request.headers.get("Accept-Encoding", ""))
    response = Response(content, mimetype="text/javascript")
    response.headers.update({"Cache-Control": _YEAR, "Vary": "Accept-Encoding"})
    if encoding is not None:
        response.headers["Content-Encoding"] = encoding
    return response


def _compress(server: Flask) -> None:
    server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_STREAMS=False,
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"],
    )
    Compress(server)
