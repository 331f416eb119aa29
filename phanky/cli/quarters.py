"""``phanky close-quarter``: signing a quarter off."""

from __future__ import annotations

from typing import Annotated

import typer

from phanky.cli.help import ARGUMENTS, OPTIONS
from phanky.cli.options import Format, FormatOption


def close_quarter(
    quarter: Annotated[
        str, typer.Argument(help="Quý, ví dụ 2026-Q3.", metavar="QUÝ", rich_help_panel=ARGUMENTS, show_default=False)
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Chốt lại quý đã chốt trên bản khác.", rich_help_panel=OPTIONS)
    ] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Chốt một quý trên bản phát hành hiện tại: bản đó được giữ mãi để đối chiếu.

    Ví dụ:

    [bold]phanky close-quarter 2026-Q3[/bold]

    [bold]phanky compare 2026-Q3 current[/bold] – những gì đổi từ khi chốt
    """
    from flows.publish import close_quarter as sign_off
    from phanky import vietnamese as vi
    from phanky.cli.context import settings_for, user_name
    from phanky.cli.output import print_json, say
    from phanky.ledger import open_ledger

    settings = settings_for()
    signed = sign_off(settings, quarter, force=force)
    with open_ledger(settings) as ledger:
        ledger.record(who=user_name(), what="close_quarter", scope="*", detail=f"{quarter} on {signed.release_id}")
    if output is Format.JSON:
        print_json({"quarter": quarter, "release_id": signed.release_id, "signed_at": signed.signed_at})
    else:
        say(f"Đã chốt {vi.quarter(quarter)} trên bản {signed.release_id}.")
