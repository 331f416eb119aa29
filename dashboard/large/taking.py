"""The whole list as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import IO
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from flask import Flask, Response, request

from dashboard.access import note_export
from dashboard.address import Address
from dashboard.exports import WORKBOOK, Column, Note, as_download, workbook
from dashboard.large.asking import KINDS, PATH, Asked
from dashboard.large.reading import listed, read_asked
from dashboard.texts import large as texts
from dashboard.view import View
from phanky import vietnamese as vi
from phanky.errors import PhankyError, UsageError
from phanky.identity import Identity

NoteExport = Callable[[Identity, str, int], None]

EXCEL = "/tai/khach-hang-lon.xlsx"
_BATCH = 5_000


def add_routes(server: Flask, view_of: Callable[[], View], note: NoteExport = note_export) -> None:
    """Serve the file.

    Args:
        server: its guard must stand before this route.
        view_of: what the one who asks may see; PhankyError when there is nothing to read.
        note: writes down who takes what; called before the first row leaves.
    """

    def _send() -> Response:
        try:
            return _sent(view_of(), note)
        except PhankyError as error:
            status = 404 if isinstance(error, UsageError) else 503
            return Response(str(error), status, content_type="text/plain; charset=utf-8")

    server.add_url_rule(EXCEL, EXCEL, _send, methods=["GET"])


def large_workbook(view: View, asked: Asked, table: pa.Table) -> IO[bytes]:
    """All customers as asked for, greatest first."""
    return workbook(texts.SHEET, _notes(view, asked), _columns(asked), table.to_batches(max_chunksize=_BATCH))


def _sent(view: View, note: NoteExport) -> Response:
    asked = read_asked(view, Address.parse(PATH, request.query_string.decode("utf-8", "replace")))
    table = _worded(view, listed(view, asked))
    note(view.identity, f"{EXCEL} {view.release.id} {_chosen(view, asked)}", table.num_rows)
    name = f"khach-hang-lon_{asked.period.name}_{view.release.id}.xlsx"
    return as_download(large_workbook(view, asked, table), name, WORKBOOK)


def _worded(view: View, table: pa.Table) -> pa.Table:
    """Customers alone, with the words for their codes."""
    kept = table.filter(pc.is_valid(table["customer_id"]))
    units = [view.unit_names.get(code, code) for code in kept["unit_code"].to_pylist()]
    verdicts = [view.words.label("verdict", code) if code else None for code in kept["verdict"].to_pylist()]
    kept = kept.append_column("unit_name", pa.array(units, pa.string()))
    return kept.append_column("verdict_label", pa.array(verdicts, pa.string()))


def _columns(asked: Asked) -> list[Column]:
    month = asked.period.months[-1]
    return [
        Column("place", texts.PLACE, "int", 8),
        Column("customer_id", texts.CODE, "text", 18),
        Column("customer_name", texts.CUSTOMER, "text", 34),
        Column("unit_name", texts.UNIT, "text", 16),
        Column("price_group", texts.GROUP, "text", 12),
        Column("kwh", texts.KWH, "kwh", 16),
        Column("unit_share", texts.UNIT_SHARE, "share", 12),
        Column("so_far_share", texts.WHOLE_SHARE, "share", 12),
        Column("growth_month", texts.GROWTH_MONTH.format(month=vi.month(month)), "share", 16),
        Column("growth_year", texts.GROWTH_YEAR.format(month=vi.month(month)), "share", 16),
        Column("effect_kwh", f"{texts.effect(asked.change)} (kWh)", "kwh", 20),
        Column("effect_share", f"{texts.effect(asked.change)} (%)", "share", 20),
        Column("verdict_label", texts.VERDICT, "text", 18),
        Column("reason", texts.KEY, "text", 24),
        Column("remark", texts.REMARK, "text", 24),
    ]


def _chosen(view: View, asked: Asked) -> str:
    unit = view.units.get(asked.unit or "", texts.ALL_UNITS)
    return "; ".join([asked.period.shown, unit, asked.group or texts.ALL_GROUPS, KINDS[asked.kind]])


def _notes(view: View, asked: Asked) -> tuple[Note, ...]:
    def _moment(when: datetime) -> str:
        return vi.moment(when.astimezone(ZoneInfo(view.settings.timezone)))

    return (
        (texts.RELEASE, view.release.id),
        (texts.TAKEN_AT, _moment(view.release.receipt.taken_at)),
        (texts.CHOSEN, _chosen(view, asked)),
        (texts.LARGE, texts.large(view.settings.large_customer_kwh)),
        (texts.TAKEN_BY, view.identity.name),
        (texts.TAKEN_WHEN, _moment(view.now)),
    )
