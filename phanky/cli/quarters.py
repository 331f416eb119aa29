"""``phanky close-quarter``: signing a quarter off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from phanky.cli.help import ARGUMENTS, OPTIONS
from phanky.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from phanky.settings import Settings

_TITLES = {
    "month": "Tháng",
    "customer_id": "Mã KH",
    "customer_name": "Tên khách hàng",
    "managing_unit_code": "Đơn vị",
    "verdict_before": "Khi chốt",
    "verdict_after": "Nay",
    "average_kwh_before": "Bình quân khi chốt",
    "average_kwh_after": "Bình quân nay",
}


def close_quarter(
    quarter: Annotated[
        str, typer.Argument(help="Quý, ví dụ 2026-Q3.", metavar="QUÝ", rich_help_panel=ARGUMENTS, show_default=False)
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Chốt lại quý đã chốt trên bản khác.", rich_help_panel=OPTIONS)
    ] = False,
    changes: Annotated[
        bool,
        typer.Option("--changes", help="Không chốt; chỉ liệt kê kết luận đổi từ khi chốt.", rich_help_panel=OPTIONS),
    ] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Chốt một quý trên bản phát hành hiện tại: bản đó được giữ mãi để đối chiếu.

    Ví dụ:

    [bold]phanky close-quarter 2026-Q3[/bold]

    [bold]phanky close-quarter 2026-Q3 --changes[/bold] – kết luận nào của quý đã đổi từ khi chốt
    """
    from phanky.cli.context import settings_for
    from phanky.errors import UsageError

    if changes and force:
        raise UsageError("--changes chỉ liệt kê, --force thì chốt lại. Chỉ dùng một trong hai.")
    settings = settings_for()
    if changes:
        _print_changes(settings, quarter, output)
    else:
        _sign_off(settings, quarter, force=force, output=output)


def _sign_off(settings: Settings, quarter: str, *, force: bool, output: Format) -> None:
    from flows.publish import close_quarter as sign_off
    from phanky import vietnamese as vi
    from phanky.cli.context import user_name
    from phanky.cli.output import print_json, say
    from phanky.ledger import open_ledger

    signed = sign_off(settings, quarter, force=force)
    with open_ledger(settings) as ledger:
        ledger.record(who=user_name(), what="close_quarter", scope="*", detail=f"{quarter} on {signed.release_id}")
    if output is Format.JSON:
        print_json({"quarter": quarter, "release_id": signed.release_id, "signed_at": signed.signed_at})
    else:
        say(f"Đã chốt {vi.quarter(quarter)} trên bản {signed.release_id}.")


def _print_changes(settings: Settings, quarter: str, output: Format) -> None:
    from phanky import vietnamese as vi
    from phanky.cli.context import release_of
    from phanky.cli.output import print_data, print_table, say
    from semantic import COMPARED_MARTS, Shelf, compare_quarters
    from semantic.naming import require_known

    signed = Shelf(settings.home).sign_offs()
    release_id = signed[require_known("quý đã chốt", quarter, signed)].release_id
    with (
        release_of(settings, release_id, COMPARED_MARTS) as before,
        release_of(settings, "current", COMPARED_MARTS) as after,
    ):
        found, now = compare_quarters(before, after, [quarter]), after.id
    if output is not Format.TABLE:
        print_data(found, output)
        return
    customers = len(set(found["customer_id"].to_pylist()))
    say(f"{vi.quarter(quarter)} chốt trên bản {release_id}; so với bản {now}: {vi.number(customers)} KH đổi kết luận.")
    if found.num_rows:
        print_table([[row[name] for name in _TITLES] for row in found.to_pylist()], _TITLES.values())
