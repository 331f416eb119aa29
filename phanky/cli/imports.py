"""``phanky import``: lists that the company keeps."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phanky.cli.help import ARGUMENTS, OPTIONS
from phanky.cli.options import Format, FormatOption

if TYPE_CHECKING:
    import pyarrow as pa

    from phanky.ledger import ListVersion
    from phanky.settings import Settings


class ListKind(StrEnum):
    """Lists that can be imported."""

    AGREEMENTS = "agreements"


def import_list(
    kind: Annotated[
        ListKind,
        typer.Argument(
            help="Loại danh sách: agreements (thỏa thuận số kỳ bằng văn bản).",
            metavar="LOẠI",
            rich_help_panel=ARGUMENTS,
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Argument(help="Tệp .xlsx hoặc .csv.", metavar="TỆP", rich_help_panel=ARGUMENTS, show_default=False),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(help="Ghi tệp mẫu .xlsx ra đây rồi thoát.", metavar="TỆP", rich_help_panel=OPTIONS),
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Nhập danh sách của công ty: thay cả danh sách cũ, giữ lịch sử.

    Cột: MA_KHANG, SO_KY (1–3), SO_VBAN, TU_NGAY, DEN_NGAY (để trống: chưa hết hạn). Lần chạy sau sẽ dùng danh sách mới.

    Ví dụ:

    [bold]phanky import agreements --template thoa-thuan.xlsx[/bold]

    [bold]phanky import agreements thoa-thuan.xlsx[/bold]
    """
    from phanky.cli.context import settings_for

    if template is not None:
        _write_template(kind, template, output)
        return
    settings = settings_for()
    rows, path = _read(settings, kind, file)
    _announce(settings, _keep(settings, rows, path), rows, output)


def _write_template(kind: ListKind, path: Path, output: Format) -> None:
    from phanky.cli.output import print_json, say
    from phanky.cli.templates import write_template

    write_template(kind, path)
    if output is Format.JSON:
        print_json({"template": str(path)})
    else:
        say(f"Đã ghi tệp mẫu {path}.")


def _read(settings: Settings, kind: ListKind, file: Path | None) -> tuple[pa.Table, Path]:
    from flows.cmis.declaration import AGREEMENTS
    from flows.cmis.files import read_list
    from phanky.errors import UsageError

    if file is None:
        raise UsageError(f"Thiếu tệp. Viết: phanky import {kind.value} TỆP.xlsx, hoặc --template để lấy tệp mẫu.")
    if not file.is_file():
        raise UsageError(f"Không có tệp {file}. Kiểm tra đường dẫn.")
    return read_list(file, AGREEMENTS, work_dir=settings.work_dir), file


def _keep(settings: Settings, rows: pa.Table, path: Path) -> ListVersion:
    from phanky.cli.context import user_name
    from phanky.ledger import open_ledger

    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    with open_ledger(settings) as ledger:
        return ledger.import_agreements(rows, file=path.name, sha256=sha256, who=user_name())


def _announce(settings: Settings, version: ListVersion, rows: pa.Table, output: Format) -> None:
    from phanky import vietnamese as vi
    from phanky.cli.output import print_json, say, warn

    unknown = _unknown_customers(settings, rows)
    if output is Format.JSON:
        print_json({**_document(version), "unknown_customers": unknown})
        return
    if version.is_new:
        say(f"Đã nhập {vi.number(version.rows)} thỏa thuận, phiên bản {version.version}. Lần chạy sau sẽ dùng.")
    else:
        say(f"Không có gì thay đổi: danh sách đang dùng đã là phiên bản {version.version}.")
    if unknown:
        first = ", ".join(unknown[:5])
        warn(f"Lưu ý: {vi.number(len(unknown))} mã không có trong bản phát hành hiện tại: {first}.")


def _document(version: ListVersion) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(version)


def _unknown_customers(settings: Settings, rows: pa.Table) -> list[str]:
    """Customers of the list that the release in service does not know: a hint, for they may come with the next run."""
    from phanky.cli.context import release_of
    from semantic import Shelf

    if Shelf(settings.home).current_id() is None:
        return []
    with release_of(settings, "current", ("dim_customers",)) as release:
        found: list[str] = (
            release.select(
                "SELECT DISTINCT code FROM (SELECT unnest(?::VARCHAR[]) AS code) "
                "WHERE code NOT IN (SELECT customer_id FROM phanky.marts.dim_customers) ORDER BY code",
                [rows["MA_KHANG"].to_pylist()],
            )
            .column(0)
            .to_pylist()
        )
    return found
