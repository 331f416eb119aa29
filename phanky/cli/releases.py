"""``phanky releases``: which there are, and going back to one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from phanky.cli.help import OPTIONS
from phanky.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from phanky.settings import Settings
    from semantic import Shelf

_TITLES = {
    "state": "",
    "release_id": "Bản phát hành",
    "as_of": "Số liệu đến",
    "published": "Phát hành lúc",
    "source": "Nguồn",
    "target": "Máy tính",
    "signed_off": "Quý đã chốt",
}


def releases(
    rollback: Annotated[
        str | None,
        typer.Option("--rollback", help="Đưa bản này trở lại phục vụ.", metavar="MÃ", rich_help_panel=OPTIONS),
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Liệt kê các bản phát hành, hoặc quay về một bản.

    Ví dụ:

    [bold]phanky releases[/bold]

    [bold]phanky releases --rollback 20261123-4f2a91cc[/bold]
    """
    from phanky.cli.context import settings_for
    from semantic import Shelf

    settings = settings_for()
    if rollback is not None:
        _roll_back(settings, rollback, output)
        return
    shelf = Shelf(settings.home)
    _print(_rows(shelf, settings), output)


def _roll_back(settings: Settings, release: str, output: Format) -> None:
    from flows.publish import rollback as put_back
    from phanky.cli.context import user_name
    from phanky.cli.output import print_json, say
    from phanky.ledger import open_ledger
    from semantic import Shelf

    before = Shelf(settings.home).current_id()
    release_id = put_back(settings, release)
    with open_ledger(settings) as ledger:
        ledger.record(who=user_name(), what="rollback", scope="*", detail=f"{before} -> {release_id}")
    if output is Format.JSON:
        print_json({"release_id": release_id, "before": before})
    else:
        say(f"Đang phục vụ bản {release_id} (trước đó: {before}).")


def _rows(shelf: Shelf, settings: Settings) -> list[dict[str, Any]]:
    """Releases, the newest first."""
    current, zone = shelf.current_id(), ZoneInfo(settings.timezone)
    signed: dict[str, list[str]] = {}
    for quarter, sign_off in shelf.sign_offs().items():
        signed.setdefault(sign_off.release_id, []).append(quarter)
    return [
        {
            "release_id": receipt.release_id,
            "is_current": receipt.release_id == current,
            "as_of": receipt.as_of,
            "published_at": receipt.published_at.astimezone(zone),
            "source": receipt.source,
            "target": receipt.target,
            "snapshot_id": receipt.snapshot_id,
            "signed_off": sorted(signed.get(receipt.release_id, [])),
            "accepted_change": receipt.accepted_change,
        }
        for receipt in reversed(shelf.receipts())
    ]


def _print(rows: list[dict[str, Any]], output: Format) -> None:
    from phanky.cli.output import print_json, print_list, print_table, say

    match output:
        case Format.JSON:
            print_json(rows)
        case Format.CSV:
            print_list(rows)
        case Format.TABLE if not rows:
            say("Chưa có bản phát hành nào. Chạy “phanky run” hoặc “phanky demo” trước.")
        case Format.TABLE:
            print_table([_line(row) for row in rows], _TITLES.values())


def _line(row: dict[str, Any]) -> list[object]:
    published: datetime = row["published_at"]
    shown = {
        **row,
        "state": "→" if row["is_current"] else "",
        "published": published,
        "signed_off": ", ".join(row["signed_off"]),
    }
    return [shown[name] for name in _TITLES]
