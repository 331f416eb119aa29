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
    KEY_CUSTOMERS = "key-customers"
    RECIPIENTS = "recipients"


_WORDS = {
    ListKind.AGREEMENTS: ("thỏa thuận", "Lần chạy sau sẽ dùng."),
    ListKind.KEY_CUSTOMERS: ("khách hàng trọng điểm", "Trang Khách hàng lớn dùng ngay."),
    ListKind.RECIPIENTS: ("người nhận tin", "Tin sau sẽ dùng."),
}


def import_list(
    kind: Annotated[
        ListKind,
        typer.Argument(
            help="Loại danh sách: agreements (thỏa thuận số kỳ bằng văn bản), key-customers (khách hàng trọng điểm), "
            "recipients (người nhận tin 07:00).",
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

    agreements: MA_KHANG, SO_KY (1–3), SO_VBAN, TU_NGAY, DEN_NGAY (để trống: chưa hết hạn). Lần chạy sau sẽ dùng.

    key-customers: MA_KHANG, LY_DO, GHI_CHU (hai cột sau có thể bỏ trống). Trang Khách hàng lớn dùng ngay.

    recipients: TEN, VAI_TRO (leader, department, director, staff), DON_VI (mã cách nhau dấu phẩy), KENH (outbox,
    console, http), DIA_CHI, TAM_NGUNG_TU, TAM_NGUNG_DEN. Tin sau sẽ dùng.

    Ví dụ:

    [bold]phanky import agreements --template thoa-thuan.xlsx[/bold]

    [bold]phanky import agreements thoa-thuan.xlsx[/bold]

    [bold]phanky import key-customers trong-diem.xlsx[/bold]
    """
    from phanky.cli.context import settings_for

    if template is not None:
        _write_template(kind, template, output)
        return
    settings = settings_for()
    rows, path = _read(settings, kind, file)
    _announce(settings, kind, _keep(settings, kind, rows, path), rows, output)


def _write_template(kind: ListKind, path: Path, output: Format) -> None:
    from phanky.cli.output import print_json, say
    from phanky.cli.templates import write_template

    write_template(kind, path)
    if output is Format.JSON:
        print_json({"template": str(path)})
    else:
        say(f"Đã ghi tệp mẫu {path}.")


def _read(settings: Settings, kind: ListKind, file: Path | None) -> tuple[pa.Table, Path]:
    from flows.cmis.declaration import AGREEMENTS, KEY_CUSTOMERS, RECIPIENTS
    from flows.cmis.files import read_list
    from phanky.errors import UsageError

    if file is None:
        raise UsageError(f"Thiếu tệp. Viết: phanky import {kind.value} TỆP.xlsx, hoặc --template để lấy tệp mẫu.")
    if not file.is_file():
        raise UsageError(f"Không có tệp {file}. Kiểm tra đường dẫn.")
    declared = {
        ListKind.AGREEMENTS: AGREEMENTS,
        ListKind.KEY_CUSTOMERS: KEY_CUSTOMERS,
        ListKind.RECIPIENTS: RECIPIENTS,
    }
    return read_list(file, declared[kind], work_dir=settings.work_dir), file


def _keep(settings: Settings, kind: ListKind, rows: pa.Table, path: Path) -> ListVersion:
    from phanky.cli.context import user_name
    from phanky.ledger import AGREEMENT_LIST, KEY_CUSTOMER_LIST, RECIPIENT_LIST, open_ledger

    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    kept = {
        ListKind.AGREEMENTS: AGREEMENT_LIST,
        ListKind.KEY_CUSTOMERS: KEY_CUSTOMER_LIST,
        ListKind.RECIPIENTS: RECIPIENT_LIST,
    }
    with open_ledger(settings) as ledger:
        return ledger.lists.replace(kept[kind], rows, file=path.name, sha256=sha256, who=user_name())


def _announce(settings: Settings, kind: ListKind, version: ListVersion, rows: pa.Table, output: Format) -> None:
    from phanky import vietnamese as vi
    from phanky.cli.output import print_json, say, warn

    codes, known = _codes_of(kind, rows)
    unknown = _unknown(settings, codes, known)
    if output is Format.JSON:
        print_json({**_document(version), f"unknown_{known.partition('_')[2]}": unknown})
        return
    if version.is_new:
        what, when = _WORDS[kind]
        say(f"Đã nhập {vi.number(version.rows)} {what}, phiên bản {version.version}. {when}")
    else:
        say(f"Không có gì thay đổi: danh sách đang dùng đã là phiên bản {version.version}.")
    if unknown:
        first = ", ".join(unknown[:5])
        warn(f"Lưu ý: {vi.number(len(unknown))} mã không có trong bản phát hành hiện tại: {first}.")


def _document(version: ListVersion) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(version)


_KNOWN = {
    "dim_customers": "SELECT customer_id FROM phanky.marts.dim_customers",
    "dim_units": "SELECT unit_code FROM phanky.marts.dim_units",
}


def _codes_of(kind: ListKind, rows: pa.Table) -> tuple[list[str], str]:
    """The codes of a list, and the mart that should know them."""
    if kind is not ListKind.RECIPIENTS:
        return rows["MA_KHANG"].to_pylist(), "dim_customers"
    units = (units for units in rows["DON_VI"].to_pylist() if units is not None)
    return [code.strip() for listed in units for code in listed.split(",")], "dim_units"


def _unknown(settings: Settings, codes: list[str], mart: str) -> list[str]:
    """Codes of the list that the release in service does not know: a hint, for they may come with the next run."""
    from phanky.cli.context import release_of
    from semantic import Shelf

    if Shelf(settings.home).current_id() is None:
        return []
    with release_of(settings, "current", (mart,)) as release:
        found: list[str] = (
            release.select(
                "SELECT DISTINCT code FROM (SELECT unnest(?::VARCHAR[]) AS code) "
                f"WHERE code NOT IN ({_KNOWN[mart]}) ORDER BY code",
                [codes],
            )
            .column(0)
            .to_pylist()
        )
    return found
