"""``phanky digest``: the day's messages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from phanky.cli.help import OPTIONS
from phanky.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from notifier import Message
    from phanky.settings import Settings
    from semantic import Receipt

SEND_TIME = time(7)
"""Local time at which a day's messages go out; the release in service then is the one they speak of."""


def digest(
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            help="Ngày của tin, ví dụ 2026-11-24; không ghi thì hôm nay.",
            metavar="NGÀY",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ in tin ra, không gửi.", rich_help_panel=OPTIONS)
    ] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Soạn tin 07:00 cho từng người nhận; chưa có danh sách thì cho từng đơn vị và cho công ty.

    Ví dụ:

    [bold]phanky digest --dry-run[/bold]

    [bold]phanky digest --dry-run --date 2026-11-24 --format json[/bold]
    """
    from notifier import listed_recipients, messages
    from phanky.calendar import today
    from phanky.cli.context import settings_for
    from phanky.cli.output import print_json, print_list, say
    from phanky.errors import UsageError
    from phanky.ledger import open_ledger

    if not dry_run:
        raise UsageError("Chưa cấu hình kênh gửi tin. Thêm --dry-run để xem tin sẽ gửi.")
    settings = settings_for()
    business_date = day.date() if day is not None else today(settings)
    release, earlier = _releases(settings, day.date() if day is not None else None)
    with open_ledger(settings) as ledger:
        recipients = listed_recipients(ledger)
    found = messages(settings, business_date, release, recipients=recipients, last_release=lambda *_: earlier)
    made = [_document(message) for message in found]
    match output:
        case Format.JSON:
            print_json(made)
        case Format.CSV:
            print_list([{**message, "parts": "\n\n".join(message["parts"])} for message in made])
        case Format.TABLE:
            say("\n\n".join(part for message in made for part in message["parts"]))


def _document(message: Message) -> dict[str, Any]:
    """Everything but the workbook, which no program reads from a text."""
    return {name: value for name, value in asdict(message).items() if name != "attachment"}


def _releases(settings: Settings, asked: date | None) -> tuple[str, str | None]:
    """The release of the day, and the last one of an earlier day's data to name the changes against."""
    from semantic import Shelf

    shelf = Shelf(settings.home)
    current = shelf.receipt(shelf.resolve())
    receipts = shelf.receipts()
    chosen = current if asked is None else _in_service_on(asked, settings, receipts, current)
    # One that carries no metrics cannot be counted as this one is.
    alike = [r for r in receipts if r.source == chosen.source and r.definitions is not None]
    before = [r for r in alike if r.as_of < chosen.as_of]
    return chosen.release_id, max(before, key=_age).release_id if before else None


def _in_service_on(day: date, settings: Settings, receipts: tuple[Receipt, ...], current: Receipt) -> Receipt:
    moment = datetime.combine(day, SEND_TIME, ZoneInfo(settings.timezone))
    published = [receipt for receipt in receipts if receipt.published_at <= moment]
    # Nothing came after that morning: what is in service now was then, also when it was put back.
    return published[-1] if published and len(published) < len(receipts) else current


def _age(receipt: Receipt) -> tuple[date, datetime]:
    return receipt.as_of, receipt.published_at
