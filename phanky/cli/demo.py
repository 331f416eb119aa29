"""``phanky demo``: from nothing to a page, on sample data."""

from __future__ import annotations

import hashlib
import os
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from phanky.cli.help import OPTIONS
from phanky.cli.options import Format, TargetOption

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboard.access import DemoUser
    from notifier.chat_viewer import ChatServer
    from phanky.ledger import Ledger
    from phanky.settings import Settings
    from semantic import Follower


_WHO = "demo"


def demo(
    port: Annotated[
        int,
        typer.Option(
            help="Cổng của trang; 0 là cổng trống bất kỳ.", min=0, max=65535, metavar="SỐ", rich_help_panel=OPTIONS
        ),
    ] = 8050,
    customers: Annotated[int, typer.Option(help="Số khách hàng mẫu.", metavar="SỐ", rich_help_panel=OPTIONS)] = 2_000,
    target: TargetOption = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Không tự mở trình duyệt.", rich_help_panel=OPTIONS)
    ] = False,
    flow: Annotated[bool, typer.Option("--flow", help="Chạy qua luồng Prefect.", rich_help_panel=OPTIONS)] = False,
) -> None:
    """Chạy thử: sinh số liệu mẫu, tính kết luận, mở trang xem, gửi tin hôm nay vào Chat eOffice mô phỏng.

    Ctrl-C là dừng hết.

    Ví dụ:

    [bold]phanky demo[/bold]

    [bold]phanky demo --customers 20000 --port 9000 --target postgres[/bold]
    """
    from phanky.calendar import today
    from phanky.cli.context import settings_for

    settings = settings_for(target)
    _require_own_home(settings)
    day = today(settings)
    _import_sample_agreements(settings, day)
    _run(settings, day, customers, through_flow=flow)
    _serve(settings, port, day, open_browser=not no_browser)


def _require_own_home(settings: Settings) -> None:
    """Invented customers must never take the place of real ones."""
    from phanky.errors import ConfigurationError
    from semantic import Shelf

    shelf = Shelf(settings.home)
    current = shelf.current_id()
    if current is not None and shelf.receipt(current).source != "sample":
        raise ConfigurationError(
            f"{settings.home} đang phục vụ số liệu thật (bản {current}). Đặt PHANKY_HOME sang thư mục khác để chạy thử."
        )


def _import_sample_agreements(settings: Settings, day: date) -> None:
    from flows.cmis.sample import sample_agreements
    from phanky.cli.output import warn
    from phanky.ledger import AGREEMENT_LIST, open_ledger

    rows = sample_agreements(day)
    digest = hashlib.sha256(str(rows.to_pylist()).encode()).hexdigest()
    with open_ledger(settings) as ledger:
        if any(version.imported_by != _WHO for version in ledger.lists.imports(AGREEMENT_LIST, 1)):
            warn("Giữ danh sách thỏa thuận đã nhập, không thay bằng danh sách mẫu.")
            return
        ledger.lists.replace(AGREEMENT_LIST, rows, file="sample", sha256=digest, who=_WHO)


def _run(settings: Settings, day: date, customers: int, *, through_flow: bool) -> None:
    from phanky.cli.output import say
    from phanky.cli.progress import shown

    if through_flow:
        say(f"Đang phục vụ bản {_run_flow(settings, day, customers)}.")
        return
    from flows.cmis.sample import SampleSource
    from flows.pipeline import run as run_pipeline
    from phanky.cli.run import report

    with shown():
        source = SampleSource(as_of=day, customers=customers)
        result = run_pipeline(settings, source, as_of=day, target=settings.target)
    report(result, Format.TABLE)


def _run_flow(settings: Settings, day: date, customers: int) -> str:
    # Prefect reads these when it is imported; its own server and history stay in this installation's folder.
    os.environ.setdefault("PREFECT_HOME", str(settings.home / "prefect"))
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("PHANKY_HOME", str(settings.home))
    from flows.snapshot_and_publish import snapshot_and_publish

    release: str = snapshot_and_publish(source="sample", as_of=day, target=settings.target, customers=customers)
    return release


def _serve(settings: Settings, port: int, day: date, *, open_browser: bool) -> None:
    from dashboard import PageServer, create_app, follow_releases
    from dashboard.access import Access, demo_users
    from phanky.cli.demo_chat import chat_server
    from phanky.cli.output import say
    from phanky.cli.preview import preview_of
    from phanky.ledger import open_ledger

    memory = settings.scope_memory_mb
    with open_ledger(settings) as ledger, follow_releases(settings.home, memory_mb=memory) as releases:
        users = demo_users(ledger)
        server = PageServer(
            create_app(Access(settings, ledger), releases, preview=preview_of(settings, ledger)), port=port
        )
        with chat_server(settings, server.address, _names(settings, releases)) as chat:
            say(
                f"Trang Tổng quan: {server.address}",
                *_told(users),
                f"Tài liệu mô hình: {server.address}docs/",
                f"Tin 07:00 hôm nay, trong Chat eOffice mô phỏng: {chat.address}/",
                "Ctrl-C để dừng.",
            )
            if open_browser:
                import webbrowser

                webbrowser.open(server.address)
            # Behind the page: making the messages takes some seconds.
            sending = Thread(target=_send, args=(settings, ledger, chat, day, server.address), daemon=True)
            sending.start()
            try:
                server.run()
            finally:
                server.close()
                sending.join(timeout=15)
    say("", "Đã dừng.")


def _names(settings: Settings, releases: Follower) -> dict[str, str]:
    """As people know those who get messages."""
    from phanky.identity import whole_company

    units = releases.current(whole_company(_WHO)).rows("dim_units", ["unit_code", "short_name"], {"is_current": True})
    names = {row["unit_code"]: row["short_name"] for row in units.to_pylist()}
    return {settings.company_code: settings.company_name, **names}


def _send(settings: Settings, ledger: Ledger, chat: ChatServer, day: date, page: str) -> None:
    from phanky.cli.composing import messages_of
    from phanky.cli.demo_chat import send_today
    from phanky.cli.output import warn
    from phanky.errors import PhankyError

    here = settings.model_copy(update={"public_url": page.rstrip("/")})
    try:
        report = send_today(settings, ledger, chat, day, lambda: messages_of(here, None))
    except PhankyError as error:
        warn(f"Chưa gửi được tin vào Chat eOffice mô phỏng: {error}")
        return
    if not report.is_complete:
        # The demo goes on: the page Tin nhắn shows what is the matter.
        warn(f"Chưa gửi hết tin vào Chat eOffice mô phỏng: {report.problem or f'còn {len(report.alarms)} tin'}.")


def _told(users: Sequence[DemoUser]) -> list[str]:
    """How to get in; passwords are made anew with every demo and shown here alone."""
    rights = [", ".join(filter(None, (role, unit))) for _, _, role, unit in users]
    return [f"  {user[0]:<10} mật khẩu {user[1]}  ({right})" for user, right in zip(users, rights, strict=True)]
