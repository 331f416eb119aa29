"""``phanky doctor``: is everything in order, and if not, what to do."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from phanky.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from phanky.cli.checkup import Finding

_MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


def doctor(output: FormatOption = Format.TABLE) -> None:
    """Kiểm tra cấu hình, thư mục, máy tính, CMIS, bản phát hành, lần chạy, sổ cái; mách việc cần làm.

    Mã thoát khác 0 khi có mục hỏng (✗).

    Ví dụ:

    [bold]phanky doctor[/bold]
    """
    from phanky.cli.checkup import examine
    from phanky.cli.context import settings_for
    from phanky.cli.output import print_json, print_list

    findings = list(examine(settings_for()))
    match output:
        case Format.JSON:
            print_json([asdict(finding) for finding in findings])
        case Format.CSV:
            print_list([asdict(finding) for finding in findings])
        case Format.TABLE:
            _print(findings)
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(1)


def _print(findings: list[Finding]) -> None:
    from phanky.cli.output import print_table, say

    print_table([[_MARKS[f.state], f.subject, f.found] for f in findings], ["", "Mục", "Tình trạng"])
    remedies = [f"{_MARKS[f.state]} {f.subject}: {f.remedy}" for f in findings if f.remedy]
    say(*(["Cần làm:", *remedies] if remedies else ["Mọi thứ đều ổn."]))
