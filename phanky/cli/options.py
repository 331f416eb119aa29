"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from phanky.cli.help import OPTIONS


class Format(StrEnum):
    """How data are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class Target(StrEnum):
    """Engine that builds the marts."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"


FormatOption = Annotated[
    Format,
    typer.Option("--format", help="Dạng in ra: bảng cho người đọc, csv hoặc json cho máy.", rich_help_panel=OPTIONS),
]
ReleaseOption = Annotated[
    str,
    typer.Option(
        "--release",
        help="Bản phát hành: current, mã (đủ dài để không nhầm) hoặc quý đã chốt như 2026-Q3.",
        metavar="MÃ",
        rich_help_panel=OPTIONS,
    ),
]
TargetOption = Annotated[
    Target | None,
    typer.Option(
        "--target",
        help="Máy tính toán: duckdb (không cần máy chủ), postgres hoặc spark. Không ghi thì theo PHANKY_TARGET.",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
