"""``phanky metrics``: what can be asked of ``phanky query``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from phanky.cli.help import ARGUMENTS
from phanky.cli.options import Format, FormatOption, ReleaseOption

if TYPE_CHECKING:
    from semantic import Metric, Release

_TITLES = {"name": "Chỉ số", "label": "Nghĩa là", "unit": "Đơn vị tính"}

OVER_MONTHS = {
    "stock": "Không cộng qua các tháng: lấy tháng xét cuối cùng trong kỳ được hỏi; theo quý là của mỗi quý.",
    "flow": "Cộng qua mọi tháng của kỳ được hỏi; tỷ số thì chia các tổng.",
    "moment": "Tháng cuối cùng của kỳ được hỏi so với một tháng trước đó; theo quý là tháng cuối mỗi quý.",
}
"""How a metric of each shape behaves over months."""


def metrics(
    name: Annotated[
        str | None,
        typer.Argument(
            help="Tên một chỉ số: in cách tính và các chiều chia được.",
            metavar="CHỈ_SỐ",
            rich_help_panel=ARGUMENTS,
            show_default=False,
        ),
    ] = None,
    release: ReleaseOption = "current",
    output: FormatOption = Format.TABLE,
) -> None:
    """Liệt kê các chỉ số, hoặc nói một chỉ số tính thế nào.

    Ví dụ:

    [bold]phanky metrics[/bold]

    [bold]phanky metrics share_right[/bold]
    """
    from phanky.cli.context import release_of, settings_for
    from semantic.naming import require_known

    with release_of(settings_for(), release, ()) as opened:
        known = opened.metrics
        if name is None:
            _print_all([told(opened, known[found]) for found in sorted(known)], output)
        else:
            _print_one(told(opened, known[require_known("chỉ số", name, known)]), output)


def told(release: Release, metric: Metric) -> dict[str, Any]:
    """All that is known of a metric, as plain values."""
    from phanky.cli.answers import TIME_LABELS

    dimensions = {found: release.dimensions[found].label for found in release.dimensions_of(metric.name)}
    return {
        "name": metric.name,
        "label": metric.label,
        "unit": metric.unit,
        "format": metric.format.value,
        "over_months": metric.shape.value,
        "description": metric.description,
        "dimensions": [{"name": found, "label": label} for found, label in (TIME_LABELS | dimensions).items()],
    }


def _print_all(rows: list[dict[str, Any]], output: Format) -> None:
    from phanky.cli.output import print_json, print_list, print_table, say

    match output:
        case Format.JSON:
            print_json(rows)
        case Format.CSV:
            print_list([_flat(row) for row in rows])
        case Format.TABLE:
            print_table([[row[column] for column in _TITLES] for row in rows], _TITLES.values())
            say("Cách tính và các chiều của một chỉ số: phanky metrics CHỈ_SỐ.")


def _print_one(row: dict[str, Any], output: Format) -> None:
    from phanky.cli.output import print_json, print_list, print_table, say

    match output:
        case Format.JSON:
            print_json(row)
        case Format.CSV:
            print_list([_flat(row)])
        case Format.TABLE:
            say(f"{row['name']} – {row['label']} ({row['unit']})", "", f"Cách tính: {row['description']}")
            say(f"Qua các tháng: {OVER_MONTHS[row['over_months']]}", "", "Chia và lọc được theo:")
            print_table([list(found.values()) for found in row["dimensions"]], ["Chiều", "Nghĩa là"])


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"dimensions": [found["name"] for found in row["dimensions"]]}
