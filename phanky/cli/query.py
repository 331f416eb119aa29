"""``phanky query``: metrics by dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from phanky.cli.help import ARGUMENTS, OPTIONS
from phanky.cli.options import Format, FormatOption, ReleaseOption

if TYPE_CHECKING:
    from phanky.cli.output import Side
    from semantic import Answer, Release

_SHOWN = 60


def query(
    metrics: Annotated[
        list[str],
        typer.Argument(
            help="Chỉ số cần hỏi; “phanky metrics” liệt kê.",
            metavar="CHỈ_SỐ",
            rich_help_panel=ARGUMENTS,
            show_default=False,
        ),
    ],
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            help="Chia theo chiều, month hoặc quarter; nhiều chiều thì lặp lại hoặc viết liền sau.",
            metavar="CHIỀU",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            help="Chỉ tính nơi chiều có giá trị này; lặp lại cùng chiều là một trong các giá trị, “CHIỀU=” là nơi để "
            "trống, month=2026-01..2026-06 là một khoảng.",
            metavar="CHIỀU=GIÁ_TRỊ",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    order: Annotated[
        list[str] | None,
        typer.Option(
            "--order",
            help="Xếp theo chỉ số hay chiều đã hỏi; -TÊN: lớn nhất trước.",
            metavar="TÊN",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="Chỉ lấy bấy nhiêu dòng đầu.", min=1, metavar="SỐ", rich_help_panel=OPTIONS)
    ] = None,
    everyone: Annotated[
        bool,
        typer.Option(
            "--everyone",
            help="Chỉ lấy từ số toàn công ty mà mọi đơn vị được xem: theo đơn vị, tháng, quý.",
            rich_help_panel=OPTIONS,
        ),
    ] = False,
    sql: Annotated[
        bool, typer.Option("--sql", help="In câu SQL trả lời câu hỏi, không chạy.", rich_help_panel=OPTIONS)
    ] = False,
    release: ReleaseOption = "current",
    output: FormatOption = Format.TABLE,
) -> None:
    """Hỏi chỉ số, chia và lọc theo chiều.

    Không lọc tháng: số khách hàng là của tháng xét mới nhất, sản lượng cộng mọi tháng của bản phát hành.

    Ví dụ:

    [bold]phanky query share_right --by unit_code --where quarter=2026-Q3[/bold]

    [bold]phanky query kwh_total kwh_growth_year --by month --where month=2026-01..2026-06 --format csv[/bold]
    """
    from phanky.cli.context import release_of, settings_for
    from phanky.cli.output import print_data, say
    from phanky.cli.question import Asked

    asked = Asked(tuple(metrics), tuple(by or ()), tuple(where or ()), tuple(order or ()), limit, everyone)
    with release_of(settings_for(), release, (), with_metrics=True) as opened:
        question = asked.query(opened)
        if sql:
            say(opened.explain(question).literal_sql)
        elif output is Format.TABLE:
            _print_for_people(opened, opened.answer(question), _SHOWN if limit is None else limit)
        else:
            print_data(opened.answer(question).table, output)


def _print_for_people(release: Release, answer: Answer, shown: int) -> None:
    from phanky import vietnamese as vi
    from phanky.cli.answers import columns_of, origin
    from phanky.cli.output import print_table, say

    if not answer.table.num_rows:
        say("Không có dòng nào.")
    else:
        columns = columns_of(release, answer.table.slice(0, shown))
        rows = list(zip(*(column.cells for column in columns), strict=True))
        sides: list[Side] = ["right" if column.is_figure else "left" for column in columns]
        print_table(rows, [column.title for column in columns], sides)
    if answer.table.num_rows > shown:
        total = vi.number(answer.table.num_rows)
        say(f"Đang hiện {shown} trên {total} dòng. Xem đủ: --format csv, hoặc --limit lớn hơn.")
    say(origin(release, answer))
