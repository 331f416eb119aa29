"""``phanky deliveries``: which messages were sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from phanky.cli.help import OPTIONS
from phanky.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from phanky.ledger import DeliveryEntry
    from phanky.settings import Settings

_TITLES = {
    "recipient": "Người nhận",
    "business_date": "Ngày",
    "state": "Trạng thái",
    "attempts": "Lần thử",
    "sent_at": "Gửi lúc",
    "release_id": "Bản phát hành",
    "reason": "Vì sao",
    "id": "Mã",
}
_STATES = {
    "pending": "chờ gửi",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "unknown": "chưa rõ",
    "skipped": "bỏ qua",
    "failed": "bị từ chối",
}
_NEWEST = 200


def deliveries(
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            help="Chỉ tin của ngày này; không ghi thì 200 tin mới nhất.",
            metavar="NGÀY",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Hỏi tin của ngày (mặc định hôm nay) đã gửi đủ chưa; thiếu thì nói thiếu gì, mã thoát 8.",
            rich_help_panel=OPTIONS,
        ),
    ] = False,
    tell: Annotated[
        bool,
        typer.Option("--tell", help="Cùng --check: thiếu thì báo cả quản trị.", rich_help_panel=OPTIONS),
    ] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Liệt kê các tin: gửi cho ai, đã đến chưa, thử mấy lần, nói về bản phát hành nào.

    Ví dụ:

    [bold]phanky deliveries[/bold]

    [bold]phanky deliveries --date 2026-11-24 --format csv[/bold]

    [bold]phanky deliveries --check[/bold] – chạy lúc 07:15, ngoài lịch gửi tin
    """
    from phanky.cli.context import settings_for
    from phanky.ledger import open_ledger

    settings = settings_for()
    if check:
        _check(settings, day.date() if day is not None else None, output, tell=tell)
        return
    with open_ledger(settings) as ledger:
        kept = ledger.deliveries
        found = kept.of_day(day.date()) if day is not None else kept.last(_NEWEST)
    print_deliveries(found, output, settings)


def _check(settings: Settings, asked: date | None, output: Format, *, tell: bool) -> None:
    from notifier.watching import missing
    from phanky import vietnamese as vi
    from phanky.calendar import today
    from phanky.cli.output import say
    from phanky.errors import DeliveryError
    from phanky.ledger import open_ledger

    day = asked or today(settings)
    with open_ledger(settings) as ledger:
        found, is_composed = ledger.deliveries.of_day(day), ledger.deliveries.is_composed(day)
    lines = missing(found, is_composed=is_composed)
    if lines:
        listed = "; ".join(line.rstrip(".") for line in lines)
        problem = f"Tin ngày {vi.date(day)} chưa đủ: {listed}. Xem “phanky deliveries --date {day}”."
        if tell:
            _tell(settings, f"kiem-tra-tin-{day}", problem)
        raise DeliveryError(problem)
    if output is Format.TABLE:
        say(f"Tin ngày {vi.date(day)}: {len(found)} tin, đã gửi đủ.")
    else:
        print_deliveries(found, output, settings)


def _tell(settings: Settings, job: str, problem: str) -> None:
    from flows.schedules.alarms import Alarms
    from flows.schedules.telling import NotToldError, teller
    from phanky.cli.output import warn

    try:
        Alarms(settings, teller(settings)).fail(job, problem)
    except NotToldError as error:
        warn(str(error))


def print_deliveries(entries: Sequence[DeliveryEntry], output: Format, settings: Settings) -> None:
    """Print deliveries in any format."""
    from phanky.cli.output import print_json, print_list, print_table, say

    rows = [_row(entry, ZoneInfo(settings.timezone)) for entry in entries]
    match output:
        case Format.JSON:
            print_json(rows)
        case Format.CSV:
            print_list(rows)
        case Format.TABLE if not rows:
            say("Không có tin nào.")
        case Format.TABLE:
            shown = [{**row, "state": _STATES[row["state"]]} for row in rows]
            print_table([[row[name] for name in _TITLES] for row in shown], _TITLES.values())


def _row(entry: DeliveryEntry, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "recipient": entry.recipient,
        "business_date": entry.business_date,
        "state": entry.state.value,
        "attempts": entry.attempts,
        "release_id": entry.release_id,
        "channel": entry.channel,
        "address": entry.address,
        "parts": len(entry.parts),
        "parts_sent": entry.parts_sent,
        "sent_at": entry.sent_at.astimezone(zone) if entry.sent_at is not None else None,
        "reason": entry.reason,
        "sha256": entry.sha256,
        "id": entry.id,
    }
