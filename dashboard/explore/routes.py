"""The addresses of the files.  Who may ask is settled before any of them is reached."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request

from dashboard.access import note_export
from dashboard.address import Address
from dashboard.explore.asking import PATH
from dashboard.explore.taking import Taking, take
from dashboard.exports import TEXT, WORKBOOK, as_download, text_file, workbook
from dashboard.texts import explore as texts
from dashboard.view import View
from phanky.errors import PhankyError, UsageError
from phanky.identity import Identity

Note = Callable[[Identity, str, int], None]

EXCEL, CSV = "/tai/kham-pha.xlsx", "/tai/kham-pha.csv"


def add_routes(server: Flask, view_of: Callable[[], View], note: Note = note_export) -> None:
    """Serve the files.

    Args:
        server: its guard must stand before these routes.
        view_of: what the one who asks may see; PhankyError when there is nothing to read.
        note: writes down who takes what; called before the first row leaves.
    """
    for path, send in ((EXCEL, _workbook), (CSV, _text)):
        server.add_url_rule(path, path, _route(path, send, view_of, note), methods=["GET"])


def _route(
    path: str, send: Callable[[Taking, str], Response], view_of: Callable[[], View], note: Note
) -> Callable[[], Response]:
    def _send() -> Response:
        try:
            taking = take(view_of(), Address.parse(PATH, request.query_string.decode("utf-8", "replace")))
            note(taking.view.identity, f"{path} {taking.view.release.id} {taking.chosen}", taking.rows)
            return send(taking, f"kham-pha_{taking.asked.metric}_{taking.view.release.id}")
        except PhankyError as error:
            status = 404 if isinstance(error, UsageError) else 503
            return Response(str(error), status, content_type="text/plain; charset=utf-8")

    return _send


def _workbook(taking: Taking, name: str) -> Response:
    file = workbook(texts.NAME, taking.notes, taking.columns, taking.batches())
    return as_download(file, f"{name}.xlsx", WORKBOOK)


def _text(taking: Taking, name: str) -> Response:
    return as_download(text_file(taking.columns, taking.batches()), f"{name}.csv", TEXT)
