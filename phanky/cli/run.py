"""``phanky run``: snapshot, landing, load, build, publish."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phanky.cli.help import OPTIONS
from phanky.cli.options import Format, FormatOption, TargetOption

if TYPE_CHECKING:
    from flows.pipeline import RunResult


class SourceKind(StrEnum):
    """Where CMIS data come from."""

    SAMPLE = "sample"
    FILES = "files"
    ORACLE = "oracle"


_STEPS = {
    "landing": "đọc và kiểm tra",
    "load": "nạp",
    "build": "tính",
    "documentation": "tài liệu",
    "publish": "phát hành",
    "retention": "dọn bản cũ",
    "compare": "so sánh",
}


def run(
    source: Annotated[
        SourceKind,
        typer.Option(
            help="Nguồn: sample (số liệu mẫu), files (bảng xuất từ CMIS) hoặc oracle (CMIS).", rich_help_panel=OPTIONS
        ),
    ],
    path: Annotated[
        Path | None,
        typer.Option(help="Thư mục hoặc tệp .zip chứa các bảng xuất.", metavar="ĐƯỜNG_DẪN", rich_help_panel=OPTIONS),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            help="Ngày của số liệu, ví dụ 2026-11-24; không ghi thì hôm nay.",
            metavar="NGÀY",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    target: TargetOption = None,
    accept_change: Annotated[
        str | None,
        typer.Option(
            "--accept-change",
            help="Lý do chấp nhận số liệu ít hơn lần trước; ghi vào biên nhận.",
            metavar="LÝ_DO",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    incremental: Annotated[
        bool,
        typer.Option(
            "--incremental",
            help="Chỉ đọc phần CMIS đã đổi (nguồn oracle); nguồn khác vẫn đọc đầy đủ.",
            rich_help_panel=OPTIONS,
        ),
    ] = False,
    customers: Annotated[
        int, typer.Option(help="Số khách hàng của số liệu mẫu.", metavar="SỐ", rich_help_panel="Số liệu mẫu")
    ] = 2_000,
    months: Annotated[
        int, typer.Option(help="Số tháng của số liệu mẫu.", metavar="SỐ", rich_help_panel="Số liệu mẫu")
    ] = 24,
    output: FormatOption = Format.TABLE,
) -> None:
    """Lấy số liệu, kiểm tra, tính kết luận, phát hành.

    Mã thoát 0 khi đã phát hành hoặc không có gì thay đổi; khi hỏng, bản phát hành cũ vẫn phục vụ.

    Ví dụ:

    [bold]phanky run --source files --path xuat-cmis.zip[/bold]

    [bold]phanky run --source files --path xuat-cmis --as-of 2026-11-24 --target postgres[/bold]

    [bold]phanky run --source oracle[/bold]

    [bold]phanky run --source sample --customers 5000[/bold]
    """
    from flows.cmis.choosing import choose_source
    from flows.pipeline import run as run_pipeline
    from phanky.calendar import today
    from phanky.cli.context import settings_for
    from phanky.cli.progress import shown

    settings = settings_for(target)
    day = as_of.date() if as_of is not None else today(settings)
    chosen = choose_source(source.value, settings, as_of=day, path=path, customers=customers, months=months)
    with shown():
        result = run_pipeline(
            settings,
            chosen,
            as_of=day,
            target=settings.target,
            accept_change=accept_change,
            incremental=incremental,
        )
    report(result, output)


def report(result: RunResult, output: Format) -> None:
    """Print what a run did."""
    from phanky.cli.output import print_json, print_list, say

    match output:
        case Format.JSON:
            print_json(_document(result))
        case Format.CSV:
            print_list([_flat(_document(result))])
        case Format.TABLE:
            say(*_lines(result))


def _document(result: RunResult) -> dict[str, Any]:
    from phanky.cli.compare import change_counts

    return {
        "snapshot_id": result.snapshot_id,
        "release_id": result.release_id,
        "changed": result.changed,
        "rows": result.rows,
        "changes": change_counts(result.comparison) if result.comparison is not None else None,
        "notes": result.notes,
        "seconds": result.seconds,
    }


def _flat(document: dict[str, Any]) -> dict[str, Any]:
    changes = {f"cases_{kind}": count for kind, count in (document["changes"] or {}).items()}
    plain = {name: document[name] for name in ("snapshot_id", "release_id", "changed")}
    return {**plain, "rows": sum(document["rows"].values()), **changes, "seconds": sum(document["seconds"].values())}


def _lines(result: RunResult) -> list[str]:
    from phanky import vietnamese as vi

    rows = sum(result.rows.values())
    lines = [f"Ảnh chụp {result.snapshot_id}: {vi.number(rows)} dòng của {len(result.rows)} bảng."]
    lines += [f"Lưu ý: {note}" for note in result.notes]
    if result.changed:
        lines.append(f"Đã phát hành bản {result.release_id}.")
        lines += _changes(result)
    else:
        lines.append(f"Không có gì thay đổi: bản {result.release_id} vẫn phục vụ.")
    lines.append(_timings(result.seconds))
    return lines


def _changes(result: RunResult) -> list[str]:
    from phanky import vietnamese as vi
    from phanky.cli.compare import KINDS, change_counts

    if result.comparison is None:
        return ["Đây là bản đầu tiên. Xem: phanky verdicts"]
    counts = change_counts(result.comparison)
    shown = " · ".join(f"{KINDS[kind]}: {vi.number(count)}" for kind, count in counts.items())
    return [f"So với {result.comparison.before}: {shown}."]


def _timings(seconds: dict[str, float]) -> str:
    from phanky import vietnamese as vi

    parts = (f"{_STEPS.get(step, step)} {vi.number(value, 1)} s" for step, value in seconds.items())
    return f"Thời gian: {', '.join(parts)}; tổng {vi.number(sum(seconds.values()), 1)} s."
