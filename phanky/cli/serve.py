"""``phanky serve``: the pages, and behind them what runs by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from phanky.cli.help import OPTIONS

if TYPE_CHECKING:
    from phanky.settings import Settings


def serve(
    host: Annotated[
        str, typer.Option(help="Địa chỉ mở trang.", metavar="ĐỊA_CHỈ", rich_help_panel=OPTIONS)
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            help="Cổng của trang; 0 là cổng trống bất kỳ.", min=0, max=65535, metavar="SỐ", rich_help_panel=OPTIONS
        ),
    ] = 8050,
    prefect_port: Annotated[
        int,
        typer.Option(
            "--prefect-port",
            help="Cổng của Prefect riêng; không dùng khi có PREFECT_API_URL.",
            min=0,
            max=65535,
            metavar="SỐ",
            rich_help_panel=OPTIONS,
        ),
    ] = 4200,
    no_schedules: Annotated[
        bool, typer.Option("--no-schedules", help="Chỉ mở trang, không chạy lịch.", rich_help_panel=OPTIONS)
    ] = False,
) -> None:
    """Mở trang và chạy lịch: ảnh chụp 05:30, cập nhật 5 phút một lần, tin 07:00. Ctrl-C là dừng hết.

    Lịch chạy bằng Prefect: máy chủ riêng trên máy này, hoặc máy chủ có sẵn mà PREFECT_API_URL nêu.

    Ví dụ:

    [bold]phanky serve[/bold]

    [bold]phanky serve --port 9000 --no-schedules[/bold]
    """
    from phanky.cli.context import settings_for

    settings = settings_for()
    if no_schedules:
        _pages(settings, host, port)
        return
    with _schedules(settings, prefect_port) as with_page:
        _pages(with_page, host, port)


@contextmanager
def _schedules(settings: Settings, port: int) -> Iterator[Settings]:
    """The settings with the address of Prefect, which the page Dữ liệu links to."""
    from flows.schedules.processes import Background, only_one
    from phanky.cli.output import say, warn

    if settings.source is None:
        warn("Lịch không tự đọc CMIS: chưa đặt PHANKY_SOURCE. Tin 07:00 dùng bản phát hành đang phục vụ.")
    with only_one(settings), Background(settings, port=port) as background:
        say(f"Lịch chạy: {background.page} (Prefect, sẵn sàng sau nửa phút; nhật ký ở {settings.home / 'prefect'})")
        yield settings.model_copy(update={"prefect_url": background.page})


def _pages(settings: Settings, host: str, port: int) -> None:
    from dashboard import PageServer, create_app, follow_releases
    from dashboard.access import Access
    from phanky.cli.output import say
    from phanky.cli.preview import preview_of
    from phanky.ledger import open_ledger

    memory = settings.scope_memory_mb
    with open_ledger(settings) as ledger, follow_releases(settings.home, memory_mb=memory) as releases:
        app = create_app(Access(settings, ledger), releases, preview=preview_of(settings, ledger))
        server = PageServer(app, host=host, port=port)
        say(f"Trang Tổng quan: {server.address}", "Ctrl-C để dừng.")
        try:
            server.run()
        finally:
            server.close()
    say("", "Đã dừng.")
