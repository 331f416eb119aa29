"""``phanky compare``: what changed between two releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from phanky.cli.help import ARGUMENTS
from phanky.cli.options import Format, FormatOption

if TYPE_CHECKING:
    import pyarrow as pa

    from semantic import Comparison

KINDS = {"new": "Mới", "settled": "Đã xử lý", "changed": "Đổi", "revised": "Sửa tháng đã chốt"}
"""Kinds of change and what readers call them."""

_TITLES = {
    "kind": "Thay đổi",
    "customer_id": "Mã KH",
    "customer_name": "Tên khách hàng",
    "managing_unit_code": "Đơn vị",
    "month_after": "Tháng",
    "verdict_before": "Trước",
    "verdict_after": "Sau",
    "required_periods_after": "Phải",
    "actual_periods_after": "Đang",
    "average_kwh_after": "Bình quân",
}
_SHOWN = 60


def compare(
    before: Annotated[
        str,
        typer.Argument(help="Bản phát hành trước.", metavar="BẢN_A", rich_help_panel=ARGUMENTS, show_default=False),
    ],
    after: Annotated[
        str,
        typer.Argument(help="Bản phát hành sau.", metavar="BẢN_B", rich_help_panel=ARGUMENTS),
    ] = "current",
    output: FormatOption = Format.TABLE,
) -> None:
    """So hai bản phát hành: khách hàng mới sai, đã xử lý, đổi kết luận.

    Ví dụ:

    [bold]phanky compare 2026-Q3 current[/bold]
    """
    from phanky.cli.context import release_of, settings_for
    from phanky.cli.output import print_data
    from semantic import COMPARED_MARTS
    from semantic import compare as compare_releases

    settings = settings_for()
    with release_of(settings, before, COMPARED_MARTS) as a, release_of(settings, after, COMPARED_MARTS) as b:
        found = compare_releases(a, b)
    if output is Format.TABLE:
        _print_for_people(found)
    else:
        print_data(_all(found), output)


def change_counts(found: Comparison) -> dict[str, int]:
    """Rows of each kind of change."""
    return {kind: getattr(found, kind).num_rows for kind in KINDS}


def _all(found: Comparison) -> pa.Table:
    import pyarrow as pa

    parts = [(kind, getattr(found, kind)) for kind in KINDS]
    return pa.concat_tables(
        part.add_column(0, "change", pa.array([kind] * part.num_rows, pa.string())) for kind, part in parts
    )


def _print_for_people(found: Comparison) -> None:
    from phanky import vietnamese as vi
    from phanky.cli.output import print_table, say

    counts = change_counts(found)
    say(f"Từ {found.before} đến {found.after}:")
    say(" · ".join(f"{KINDS[kind]}: {vi.number(count)}" for kind, count in counts.items()))
    rows = _all(found).to_pylist()
    if rows:
        shown = [{**row, "kind": KINDS[row["change"]]} for row in rows[:_SHOWN]]
        print_table([[row[name] for name in _TITLES] for row in shown], _TITLES.values())
    if len(rows) > _SHOWN:
        say(f"Đang hiện {_SHOWN} trên {vi.number(len(rows))} dòng. Xem đủ: --format csv.")
