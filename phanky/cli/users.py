"""``phanky users``: who may sign in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from phanky.cli.help import ARGUMENTS, OPTIONS, Command, Group
from phanky.cli.options import Format, FormatOption
from phanky.identity import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from phanky.ledger import Ledger, UserEntry

users = typer.Typer(
    name="users",
    cls=Group,
    no_args_is_help=True,
    rich_markup_mode="rich",
    options_metavar="[TÙY CHỌN]",
    subcommand_metavar="VIỆC [THAM SỐ]...",
    help="Người dùng đăng nhập bằng mật khẩu: thêm, xem, đổi mật khẩu, đổi quyền, khóa, mở khóa.",
)

NameArgument = Annotated[
    str, typer.Argument(help="Tên đăng nhập.", metavar="TÊN", rich_help_panel=ARGUMENTS, show_default=False)
]
RoleOption = Annotated[
    Role,
    typer.Option(
        "--role",
        help="leader, department: mọi đơn vị; director, staff: các đơn vị ở --unit.",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
UnitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        help="Mã đơn vị được xem; ghi nhiều lần nếu nhiều.",
        metavar="MÃ",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
PasswordFileOption = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        help="Tệp có mật khẩu ở dòng đầu; không ghi thì được hỏi.",
        metavar="TỆP",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]


@users.command("add", cls=Command, options_metavar="[TÙY CHỌN]", rich_help_panel="Lệnh")
def add(
    name: NameArgument,
    role: RoleOption,
    unit: UnitOption = None,
    display_name: Annotated[
        str, typer.Option(help="Họ tên để hiện trên trang.", metavar="HỌ_TÊN", rich_help_panel=OPTIONS)
    ] = "",
    password_file: PasswordFileOption = None,
) -> None:
    """Thêm người dùng. Mật khẩu ít nhất 12 ký tự, được hỏi hoặc đọc từ tệp.

    Ví dụ:

    [bold]phanky users add lan --role director --unit PC02AA[/bold]
    """
    from phanky.cli.context import user_name
    from phanky.cli.output import say
    from phanky.ledger.users import checked_name, checked_units

    checked_name(name)
    checked_units(role, unit or ())
    password = _password(password_file)
    with _ledger() as ledger:
        entry = ledger.users.add(
            name, password=password, role=role, units=unit or (), display_name=display_name, who=user_name()
        )
    say(f"Đã thêm {entry.name}: {_right(entry)}.")
    _warn_of_unknown(unit or ())


@users.command("list", cls=Command, options_metavar="[TÙY CHỌN]", rich_help_panel="Lệnh")
def list_users(output: FormatOption = Format.TABLE) -> None:
    """Danh sách người dùng, cả người đăng nhập bằng tài khoản công ty.

    Ví dụ:

    [bold]phanky users list[/bold]
    """
    from phanky.cli.output import print_json, print_list, print_table, say

    with _ledger() as ledger:
        found = ledger.users.all()
    match output:
        case Format.JSON:
            print_json([_document(entry) for entry in found])
        case Format.CSV:
            print_list([_document(entry) for entry in found])
        case Format.TABLE if found:
            titles = ["Tên đăng nhập", "Họ tên", "Vai trò", "Đơn vị", "Từ", "Khóa", "Đổi lúc"]
            print_table([list(_document(entry).values()) for entry in found], titles)
        case Format.TABLE:
            say("Chưa có người dùng nào. Thêm: phanky users add TÊN --role leader.")


@users.command("passwd", cls=Command, options_metavar="[TÙY CHỌN]", rich_help_panel="Lệnh")
def passwd(name: NameArgument, password_file: PasswordFileOption = None) -> None:
    """Đổi mật khẩu; nơi đang đăng nhập phải đăng nhập lại.

    Ví dụ:

    [bold]phanky users passwd lan[/bold]
    """
    from phanky.cli.context import user_name
    from phanky.cli.output import say

    with _ledger() as ledger:
        ledger.users.set_password(name, _password(password_file), who=user_name())
    say(f"Đã đổi mật khẩu của {name}.")


@users.command("change", cls=Command, options_metavar="[TÙY CHỌN]", rich_help_panel="Lệnh")
def change(name: NameArgument, role: RoleOption, unit: UnitOption = None) -> None:
    """Đổi vai trò và đơn vị; có hiệu lực ngay ở yêu cầu sau.

    Ví dụ:

    [bold]phanky users change lan --role staff --unit PC02AA --unit PC02BB[/bold]
    """
    from phanky.cli.context import user_name
    from phanky.cli.output import say

    with _ledger() as ledger:
        entry = ledger.users.change(name, role=role, units=unit or (), who=user_name())
    say(f"Đã đổi {entry.name}: {_right(entry)}.")
    _warn_of_unknown(unit or ())


@users.command("disable", cls=Command, options_metavar="[TÙY CHỌN]", rich_help_panel="Lệnh")
def disable(name: NameArgument) -> None:
    """Khóa: không đăng nhập được nữa, nơi đang mở bị đóng ngay.

    Ví dụ:

    [bold]phanky users disable lan[/bold]
    """
    _set_disabled(name, True, f"Đã khóa {name}.")


@users.command("enable", cls=Command, options_metavar="[TÙY CHỌN]", rich_help_panel="Lệnh")
def enable(name: NameArgument) -> None:
    """Mở khóa.

    Ví dụ:

    [bold]phanky users enable lan[/bold]
    """
    _set_disabled(name, False, f"Đã mở khóa {name}.")


def _set_disabled(name: str, is_disabled: bool, told: str) -> None:
    from phanky.cli.context import user_name
    from phanky.cli.output import say

    with _ledger() as ledger:
        ledger.users.set_disabled(name, is_disabled, who=user_name())
    say(told)


def _ledger() -> Ledger:
    from phanky.cli.context import settings_for
    from phanky.ledger import open_ledger

    return open_ledger(settings_for())


def _password(file: Path | None) -> str:
    """From a file or from the keyboard: an argument would stand in the list of processes and in the shell's history."""
    from phanky.errors import UsageError

    if file is None:
        return _asked()
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Không đọc được tệp mật khẩu {file}. Kiểm tra đường dẫn và quyền đọc.") from error
    return lines[0] if lines else ""


def _asked() -> str:
    from getpass import getpass

    from phanky.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError("Không hỏi được mật khẩu ở đây. Ghi mật khẩu vào một tệp rồi thêm --password-file TỆP.")
    first, second = getpass("Mật khẩu: "), getpass("Nhập lại: ")
    if first != second:
        raise UsageError("Hai lần nhập khác nhau, chưa đổi gì. Chạy lại lệnh.")
    return first


def _right(entry: UserEntry) -> str:
    return f"{entry.role}, {'mọi đơn vị' if entry.units is None else ' '.join(sorted(entry.units))}"


def _document(entry: UserEntry) -> dict[str, object]:
    return {
        "name": entry.name,
        "display_name": entry.display_name,
        "role": entry.role.value,
        "units": "*" if entry.units is None else " ".join(sorted(entry.units)),
        "source": entry.source.value,
        "is_disabled": entry.is_disabled,
        "changed_at": entry.changed_at,
    }


def _warn_of_unknown(units: Sequence[str]) -> None:
    """Units that the release in service does not know: a hint, for they may come with the next run."""
    from phanky.cli.context import release_of, settings_for
    from phanky.cli.output import warn
    from phanky.errors import PhankyError
    from semantic import Shelf

    settings = settings_for()
    if not units or Shelf(settings.home).current_id() is None:
        return
    try:
        with release_of(settings, "current", ("dim_units",)) as release:
            known = set(release.rows("dim_units", ["unit_code"]).column(0).to_pylist())
    except PhankyError:
        return
    unknown = sorted(set(units) - known)
    if unknown:
        warn(f"Lưu ý: bản phát hành hiện tại không có đơn vị {', '.join(unknown)}.")
