"""``phanky verdicts``: verdicts with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from phanky.cli.help import OPTIONS
from phanky.cli.options import Format, FormatOption, ReleaseOption

if TYPE_CHECKING:
    from phanky.cli.verdict_rows import Choice
    from semantic import Release

_TITLES = {
    "month": "Tháng",
    "customer_id": "Mã KH",
    "customer_name": "Tên khách hàng",
    "unit_code": "Đơn vị",
    "kwh_month_1": "kWh T-2",
    "kwh_month_2": "kWh T-1",
    "kwh_month_3": "kWh T",
    "average_kwh": "Bình quân",
    "actual_periods": "Đang",
    "required_periods": "Phải",
    "label": "Kết luận",
    "wrong_since_month": "Sai từ",
}


def verdicts(
    month: Annotated[
        str | None, typer.Option(help="Tháng, ví dụ 2026-09.", metavar="NĂM-THÁNG", rich_help_panel=OPTIONS)
    ] = None,
    quarter: Annotated[
        str | None,
        typer.Option(help="Quý, ví dụ 2026-Q3: dòng của tháng cuối quý.", metavar="NĂM-Qn", rich_help_panel=OPTIONS),
    ] = None,
    unit: Annotated[
        str | None, typer.Option(help="Mã đơn vị, ví dụ PC02AA.", metavar="MÃ", rich_help_panel=OPTIONS)
    ] = None,
    verdict: Annotated[
        str | None,
        typer.Option(
            help="Kết luận: dung, thieu_ky, thua_ky, thoa_thuan, chua_du_du_lieu, ngoai_pham_vi.",
            metavar="MÃ",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    release: ReleaseOption = "current",
    limit: Annotated[
        int, typer.Option(help="Số dòng của bảng (csv và json luôn đủ).", min=1, metavar="SỐ", rich_help_panel=OPTIONS)
    ] = 40,
    output: FormatOption = Format.TABLE,
) -> None:
    """In kết luận phân kỳ kèm căn cứ.

    Không ghi tháng hay quý: bảng in tháng mới nhất, csv và json in mọi tháng.

    Ví dụ:

    [bold]phanky verdicts --quarter 2026-Q3 --format csv > q3.csv[/bold]

    [bold]phanky verdicts --unit PC02AA --verdict thieu_ky[/bold]
    """
    from phanky.cli.context import release_of, settings_for
    from phanky.cli.output import print_data
    from phanky.cli.verdict_rows import MARTS, Choice, all_rows

    choice = Choice(month=month, quarter=quarter, unit=unit, verdict=verdict)
    with release_of(settings_for(), release, MARTS) as opened:
        if output is Format.TABLE:
            _print_for_people(opened, choice, limit)
        else:
            print_data(all_rows(opened, choice), output)


def _print_for_people(release: Release, choice: Choice, limit: int) -> None:
    from phanky import vietnamese as vi
    from phanky.cli.output import print_rows, say
    from phanky.cli.verdict_rows import counts, urgent_rows

    rows = urgent_rows(release, choice, limit)
    print_rows(rows, Format.TABLE, _TITLES)
    kinds = counts(release, choice).to_pylist()
    total = sum(kind["customers"] for kind in kinds)
    say(" · ".join(f"{kind['label']}: {vi.number(kind['customers'])}" for kind in kinds) or "Không có dòng nào.")
    if total > rows.num_rows:
        say(f"Đang hiện {rows.num_rows} trên {vi.number(total)} dòng. Xem đủ: --format csv, hoặc --limit lớn hơn.")
    say(f"Bản phát hành {release.id}.")
