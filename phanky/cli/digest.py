"""``phanky digest``: the day's messages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phanky.cli.help import OPTIONS
from phanky.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from notifier import Message
    from phanky.settings import Settings


def digest(
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            help="Gửi tin của ngày này, ví dụ 2026-11-24, kể cả sau 11:00; không ghi thì hôm nay.",
            metavar="NGÀY",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ in tin ra, không gửi.", rich_help_panel=OPTIONS)
    ] = False,
    resend: Annotated[
        str | None,
        typer.Option(
            "--resend", help="Gửi lại tin chưa đến (mã ở “phanky deliveries”).", metavar="MÃ", rich_help_panel=OPTIONS
        ),
    ] = None,
    confirm: Annotated[
        str | None,
        typer.Option("--confirm", help="Xác nhận tin chưa rõ là đã đến.", metavar="MÃ", rich_help_panel=OPTIONS),
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Soạn và gửi tin 07:00, mỗi tin đúng một lần.

    Ví dụ:

    [bold]phanky digest[/bold] – gửi tin hôm nay; chạy lại bao nhiêu lần cũng không gửi trùng

    [bold]phanky digest --dry-run --date 2026-11-24[/bold]

    [bold]phanky digest --confirm PK-20261124-9f3a01c2[/bold]
    """
    from phanky.cli.composing import messages_of
    from phanky.cli.context import settings_for
    from phanky.cli.sending import decide, send
    from phanky.errors import UsageError

    if sum(map(bool, (dry_run, resend, confirm))) > 1:
        raise UsageError("Chỉ dùng một trong --dry-run, --resend, --confirm.")
    settings, asked = settings_for(), day.date() if day is not None else None
    if resend or confirm:
        decide(settings, resend=resend, confirm=confirm, output=output)
    elif dry_run:
        _show(settings, asked, output)
    else:
        send(settings, asked, lambda: messages_of(settings, asked), output)


def _show(settings: Settings, asked: date | None, output: Format) -> None:
    from phanky.cli.composing import messages_of
    from phanky.cli.output import print_json, print_list, say

    made = [_plain(message) for message in messages_of(settings, asked)]
    match output:
        case Format.JSON:
            print_json(made)
        case Format.CSV:
            print_list([{**message, "parts": "\n\n".join(message["parts"])} for message in made])
        case Format.TABLE:
            say("\n\n".join(part for message in made for part in message["parts"]))


def _plain(message: Message) -> dict[str, Any]:
    return {name: value for name, value in asdict(message).items() if name != "attachment"}
