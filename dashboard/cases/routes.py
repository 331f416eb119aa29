"""The addresses of the files.  Who may ask is settled before any of them is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from flask import Flask, Response, request

from dashboard.access import note_export
from dashboard.address import Address
from dashboard.cases.asking import PATH
from dashboard.cases.csv import case_text
from dashboard.cases.excel import case_workbook
from dashboard.cases.form import proposal
from dashboard.cases.taking import Taking, take
from dashboard.exports import TEXT, WORKBOOK, as_download
from dashboard.view import View
from phanky.errors import PhankyError, UsageError
from phanky.identity import Identity

Note = Callable[[Identity, str, int], None]

EXCEL, CSV, PROPOSAL = "/tai/danh-sach.xlsx", "/tai/danh-sach.csv", "/tai/de-nghi.xlsx"


@dataclass(frozen=True)
class _File:
    """A file of the list: where, how it is made, whether it holds the wrong ones alone."""

    path: str
    kind: str
    make: Callable[[Taking], IO[bytes] | Iterator[bytes]]
    only_wrong: bool = False

    def name(self, taking: Taking) -> str:
        """As the browser is to keep it."""
        stem, _, ending = self.path.rpartition("/")[2].partition(".")
        return f"{stem}_{taking.asked.filters.month}_{taking.view.release.id}.{ending}"


_FILES = (
    _File(EXCEL, WORKBOOK, case_workbook),
    _File(CSV, TEXT, case_text),
    _File(PROPOSAL, WORKBOOK, proposal, only_wrong=True),
)


def add_routes(server: Flask, view_of: Callable[[], View], note: Note = note_export) -> None:
    """Serve the files.

    Args:
        server: its guard must stand before these routes.
        view_of: what the one who asks may see; PhankyError when there is nothing to read.
        note: writes down who takes what; called before the first row leaves.
    """
    for file in _FILES:
        server.add_url_rule(file.path, file.path, _route(file, view_of, note), methods=["GET"])


def _route(file: _File, view_of: Callable[[], View], note: Note) -> Callable[[], Response]:
    def _send() -> Response:
        try:
            return _sent(file, view_of(), note)
        except PhankyError as error:
            status = 404 if isinstance(error, UsageError) else 503
            return Response(str(error), status, content_type="text/plain; charset=utf-8")

    return _send


def _sent(file: _File, view: View, note: Note) -> Response:
    address = Address.parse(PATH, request.query_string.decode("utf-8", "replace"))
    taking = take(view, address, only_wrong=file.only_wrong)
    note(view.identity, f"{file.path} {view.release.id} {taking.chosen}", taking.rows)
    return as_download(file.make(taking), file.name(taking), file.kind)
