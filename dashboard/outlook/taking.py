"""The list as a workbook: every row that the filters leave."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pyarrow as pa
from flask import Flask, Response, request

from dashboard.access import note_export
from dashboard.address import Address
from dashboard.exports import WORKBOOK, Column, Note, as_download, workbook
from dashboard.outlook.asking import PATH, Asked, ask
from dashboard.outlook.reading import WARNED, chosen
from dashboard.texts import outlook as texts
from dashboard.view import View
from phanky import vietnamese as vi
from phanky.errors import PhankyError, UsageError
from phanky.identity import Identity

EXCEL = "/tai/canh-bao.xlsx"

COLUMNS = (
    Column("customer_id", texts.CODE, width=16),
    Column("customer_name", texts.CUSTOMER, width=34),
    Column("unit_name", texts.UNIT, width=16),
    Column("target_month", texts.TARGET, "month", 10),
    Column("direction_name", texts.DIRECTION, width=18),
    Column("threshold_kwh", texts.THRESHOLD_KWH, "kwh", 14),
    Column("average_kwh", texts.AVERAGE_NOW, "kwh", 16),
    Column("expected_average_kwh", texts.AVERAGE_EXPECTED, "kwh", 16),
    Column("expected_kwh", texts.EXPECTED_KWH, "kwh", 16),
    Column("source_name", texts.SOURCE, width=40),
    Column("actual_periods", texts.ACTUAL, "int", 10),
    Column("periods_now", texts.PERIODS_NOW, "int", 12),
    Column("periods_then", texts.PERIODS_THEN, "int", 12),
    Column("hit_rate", texts.SURENESS, "share", 10),
    Column("past_hits", texts.PAST_HITS, "int", 12),
    Column("past_warnings", texts.PAST_WARNINGS, "int", 12),
)


def add_routes(
    server: Flask, view_of: Callable[[], View], note: Callable[[Identity, str, int], None] = note_export
) -> None:
    """Serve the workbook.

    Args:
        server: its guard must stand before this route.
        view_of: what the one who asks may see; PhankyError when there is nothing to read.
        note: writes down who takes what; called before the first row leaves.
    """

    @server.get(EXCEL)
    def _warnings() -> Response:
        try:
            return _sent(view_of(), note)
        except PhankyError as error:
            status = 404 if isinstance(error, UsageError) else 503
            return Response(str(error), status, content_type="text/plain; charset=utf-8")


def _sent(view: View, note: Callable[[Identity, str, int], None]) -> Response:
    asked = ask(Address.parse(PATH, request.query_string.decode("utf-8", "replace")), view.units)
    found = view.release.select(WARNED, chosen(asked, most=None))
    told = _in_words(view, asked)
    note(view.identity, f"{EXCEL} {view.release.id} {told}", found.num_rows)
    book = workbook(texts.SHEET, _notes(view, told, found.num_rows), COLUMNS, _named(view, found).to_batches())
    return as_download(book, f"canh-bao_{view.month}_{view.release.id}.xlsx", WORKBOOK)


def _in_words(view: View, asked: Asked) -> str:
    labels = view.words.labels
    parts = [
        view.units.get(asked.unit or "", texts.ALL_UNITS),
        labels.get(("threshold", asked.threshold or ""), texts.ALL_THRESHOLDS),
        labels.get(("direction", asked.direction or ""), texts.ALL_DIRECTIONS),
    ]
    return " · ".join(parts)


def _notes(view: View, told: str, rows: int) -> list[Note]:
    zone = ZoneInfo(view.settings.timezone)
    return [
        (texts.RELEASE, view.release.id),
        (texts.TAKEN_AT, vi.moment(view.release.receipt.taken_at.astimezone(zone))),
        (texts.CHOSEN, told),
        (texts.COUNT, vi.number(rows)),
        (texts.METHOD, texts.HOW),
        (texts.TAKEN_BY, view.identity.name),
        (texts.TAKEN_WHEN, vi.moment(view.now.astimezone(zone))),
    ]


def _named(view: View, found: pa.Table) -> pa.Table:
    """Words beside the codes."""
    labels, units = view.words.labels, view.unit_names
    words = {
        "unit_name": [units.get(code, code) for code in found["unit_code"].to_pylist()],
        "direction_name": [labels.get(("direction", code), code) for code in found["direction"].to_pylist()],
        "source_name": [labels.get(("forecast_source", code), code) for code in found["source"].to_pylist()],
    }
    for name, values in words.items():
        found = found.append_column(name, pa.array(values, pa.string()))
    return found
