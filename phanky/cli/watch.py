"""``phanky watch``: following CMIS."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from phanky.cli.help import OPTIONS
from phanky.cli.options import Format, FormatOption, TargetOption
from phanky.cli.run import SourceKind
from phanky.errors import UsageError

_SHORTEST_S = 1.0
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}


def watch(
    source: Annotated[
        SourceKind | None,
        typer.Option(help="Nguồn; không ghi thì theo PHANKY_SOURCE.", rich_help_panel=OPTIONS, show_default=False),
    ] = None,
    path: Annotated[
        Path | None,
        typer.Option(
            help="Thư mục hoặc tệp .zip của nguồn files; không ghi thì theo PHANKY_SOURCE_PATH.",
            metavar="ĐƯỜNG_DẪN",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    every: Annotated[
        str, typer.Option(help="Bao lâu nhìn một lần: 15s, 5m.", metavar="KHOẢNG", rich_help_panel=OPTIONS)
    ] = "15s",
    full_at: Annotated[
        datetime | None,
        typer.Option(
            "--full-at",
            formats=["%H:%M"],
            help="Giờ mỗi ngày đọc lại đầy đủ để đối chiếu.",
            metavar="GIỜ",
            rich_help_panel=OPTIONS,
            show_default="05:30",
        ),
    ] = None,
    target: TargetOption = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Theo dõi CMIS: có thay đổi là đọc phần đổi, tính lại, phát hành; mỗi lần một dòng. Ctrl-C là dừng.

    Khi không đọc được CMIS, bản phát hành cũ vẫn phục vụ và việc đọc được thử lại, thưa dần đến 5 phút một lần.

    Ví dụ:

    [bold]phanky watch[/bold]

    [bold]phanky watch --every 1m --source files --path xuat-cmis[/bold]

    [bold]phanky watch --format json[/bold] – mỗi dòng một tài liệu JSON: at, message
    """
    from flows.cmis.choosing import choose_source
    from flows.watching import Follower, Watch
    from phanky.cli.context import settings_for
    from phanky.cli.output import say

    settings = settings_for(target)
    name, place = source.value if source is not None else settings.source, path or settings.source_path
    if name is None:
        raise UsageError("Chưa biết theo dõi nguồn nào. Thêm --source hoặc đặt PHANKY_SOURCE.")
    seconds = seconds_of(every)
    choose_source(name, settings, as_of=datetime.now().astimezone().date(), path=place)  # a wrong choice ends here
    at = full_at.time() if full_at is not None else time(5, 30)
    if output is Format.TABLE:
        say(f"Theo dõi {name}, {every} một lần; đọc lại đầy đủ lúc {at:%H:%M}. Ctrl-C để dừng.")
    try:
        Follower(
            Watch(
                settings=settings,
                source_of=lambda day: choose_source(name, settings, as_of=day, path=place),
                target=settings.target,
                every_s=seconds,
                tell=teller(output),
                full_at=at,
            )
        ).follow()
    except KeyboardInterrupt:
        if output is Format.TABLE:
            say("", "Đã dừng; bản phát hành vẫn phục vụ.")


def seconds_of(text: str) -> float:
    """Seconds of ``15s``, ``5m``, ``1h`` or a bare number.

    Raises:
        UsageError: it is no span of time, or shorter than a second.
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", text.strip())
    seconds = float(found[1]) * _UNITS[found[2] or "s"] if found else 0.0
    if seconds < _SHORTEST_S:
        raise UsageError(f"--every “{text}” không phải khoảng thời gian. Ví dụ: 15s, 5m.")
    return seconds


def teller(output: Format, now: Callable[[], datetime] = lambda: datetime.now().astimezone()) -> Callable[[str], None]:
    """Prints each line that the watch tells (``06:31:02 what``) as it comes: for people as it is, for programs as one
    JSON document or CSV row a line, of the moment ``at`` and the ``message``.
    """

    def tell(line: str) -> None:
        row = {"at": now().isoformat(timespec="seconds"), "message": line.partition(" ")[2]}
        match output:
            case Format.TABLE:
                print(line)
            case Format.JSON:
                print(json.dumps(row, ensure_ascii=False))
            case Format.CSV:
                csv.writer(sys.stdout, lineterminator="\n").writerow(row.values())
        sys.stdout.flush()

    return tell
