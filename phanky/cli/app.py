"""Puts the commands together and turns every failure into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import typer

from phanky.cli.compare import compare
from phanky.cli.deliveries import deliveries
from phanky.cli.demo import demo
from phanky.cli.digest import digest
from phanky.cli.doctor import doctor
from phanky.cli.explain import explain
from phanky.cli.help import Command, Group
from phanky.cli.imports import import_list
from phanky.cli.metrics import metrics
from phanky.cli.quarters import close_quarter
from phanky.cli.query import query
from phanky.cli.releases import releases
from phanky.cli.run import run
from phanky.cli.serve import serve
from phanky.cli.stopping import Stop
from phanky.cli.users import users
from phanky.cli.verdicts import verdicts
from phanky.cli.watch import watch
from phanky.errors import PhankyError

INTERRUPTED = 130
UNEXPECTED = 70

app = typer.Typer(
    name="phanky",
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
    options_metavar="[TÙY CHỌN]",
    subcommand_metavar="LỆNH [THAM SỐ]...",
)

_COMMANDS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("demo", demo),
    ("run", run),
    ("watch", watch),
    ("serve", serve),
    ("verdicts", verdicts),
    ("explain", explain),
    ("metrics", metrics),
    ("query", query),
    ("compare", compare),
    ("digest", digest),
    ("deliveries", deliveries),
    ("import", import_list),
    ("releases", releases),
    ("close-quarter", close_quarter),
    ("doctor", doctor),
)
for _name, _function in _COMMANDS:
    app.command(_name, cls=Command, options_metavar="[TÙY CHỌN]", rich_help_panel="Lệnh")(_function)
app.add_typer(users, name="users", rich_help_panel="Lệnh")


@app.callback()
def phanky(
    debug: bool = typer.Option(
        False, "--debug", envvar="PHANKY_DEBUG", help="Hiện cả vết lỗi kỹ thuật.", rich_help_panel="Tùy chọn"
    ),
) -> None:
    """Kiểm soát phân kỳ ghi chỉ số: số liệu CMIS vào, kết luận có căn cứ ra.

    Mọi thứ nằm dưới thư mục PHANKY_HOME (mặc định .phanky). Cấu hình lấy từ biến môi trường PHANKY_*.

    Bắt đầu nhanh:

    [bold]phanky demo[/bold] – số liệu mẫu, kết luận, trang xem

    [bold]phanky run --source files --path THƯ_MỤC[/bold] – số liệu xuất từ CMIS

    [bold]phanky verdicts --quarter 2026-Q3 --format csv[/bold] – kết luận của một quý
    """


def run_command(arguments: Sequence[str], stop: Stop | None = None) -> int:
    """Run one command line and return its exit code; messages go to stderr, one line each.

    ``stop`` knows whether the program was asked to stop, whatever exception has come of that.
    """
    debug = "--debug" in arguments or os.environ.get("PHANKY_DEBUG", "") not in {"", "0"}
    # Wherever it stands: nobody remembers on which side of the command it belongs.
    command_line = [argument for argument in arguments if argument != "--debug"]
    try:
        code = app(args=command_line, prog_name="phanky", standalone_mode=False)
    except BrokenPipeError:
        return _reader_left()
    except (KeyboardInterrupt, typer.Abort):
        return _stopped(stop)
    except Exception as error:
        if stop is not None and stop.exit_code is not None:
            return _stopped(stop)
        if debug:
            raise
        return _failed(error)
    # The library under the commands makes an exit code of Ctrl-C and says nothing.
    return _stopped(stop) if code == INTERRUPTED else code if isinstance(code, int) else 0


def _stopped(stop: Stop | None) -> int:
    asked = stop.exit_code if stop is not None else None
    return _complain("Đã dừng theo yêu cầu.", asked or INTERRUPTED)


def _failed(error: Exception) -> int:
    if isinstance(error, PhankyError | typer.TyperException):
        return _complain(_message(error), error.exit_code)
    told = f"Ngoài dự kiến ({type(error).__name__}: {error}). Chạy lại với --debug rồi gửi vết lỗi cho quản trị."
    return _complain(told, UNEXPECTED)


def _message(error: Exception) -> str:
    if isinstance(error, typer.TyperException):
        from phanky.cli.help import usage_message

        return usage_message(error)
    return str(error)


def _complain(message: str, code: int) -> int:
    print(f"Lỗi: {' '.join(message.split())}", file=sys.stderr)
    return code


def _reader_left() -> int:
    # Whoever reads the output (head, less) has closed it; what is still buffered may not raise again at exit.
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
