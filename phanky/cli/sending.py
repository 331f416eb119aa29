"""Sending the day's messages from the command line, and what a person decides about one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from phanky.cli.deliveries import print_deliveries
from phanky.cli.options import Format
from phanky.errors import DeliveryError, PhankyError

if TYPE_CHECKING:
    from notifier.message import Message
    from notifier.sending import DayReport
    from phanky.ledger import DeliveryEntry, Ledger
    from phanky.settings import Settings

PATIENCE_BY_HAND = timedelta(minutes=15)
"""How long a person who asked for one day waits for what has to be tried again."""


def send(settings: Settings, asked: date | None, compose: Callable[[], Iterable[Message]], output: Format) -> None:
    """Send one day's messages and tell what became of each.

    Raises:
        DeliveryError: not all of them are sent.
    """
    from notifier.channels import open_channels
    from notifier.sending import send_day
    from phanky.calendar import today
    from phanky.cli.context import user_name
    from phanky.ledger import open_ledger

    is_manual = asked is not None
    with open_ledger(settings) as ledger:
        report = send_day(
            settings, ledger, asked or today(settings), compose=compose, channels=open_channels(settings), clock=_now,
            patience=PATIENCE_BY_HAND if is_manual else None, is_manual=is_manual, who=user_name(),
        )  # fmt: skip
    print_deliveries([*report.earlier, *report.entries], output, settings)
    _require_complete(report)


def decide(settings: Settings, *, resend: str | None, confirm: str | None, output: Format) -> None:
    """Do what a person decided about one message.

    Raises:
        UsageError: there is no such message, or nothing to decide about it.
        DeliveryError: it is not sent now.
    """
    from phanky.ledger import open_ledger

    with open_ledger(settings) as ledger:
        entry = _decided(settings, ledger, resend, confirm)
    print_deliveries([entry], output, settings)
    _require_sent((entry,))


def _decided(settings: Settings, ledger: Ledger, resend: str | None, confirm: str | None) -> DeliveryEntry:
    from notifier.channels import open_channels
    from notifier.sending import send_one
    from phanky.cli.context import user_name

    entry = ledger.deliveries.find(resend or confirm or "")
    change = ledger.deliveries.resend if resend else ledger.deliveries.confirm
    changed = change(entry.key, user_name())
    return send_one(ledger, changed, channels=open_channels(settings), clock=_now)


def _require_complete(report: DayReport) -> None:
    if isinstance(report.problem, PhankyError):
        raise report.problem
    if report.problem is not None:
        raise DeliveryError(
            f"Không soạn được hết tin ({type(report.problem).__name__}). Chạy lại với --debug để xem vì sao."
        ) from report.problem
    _require_sent(report.alarms)


def _require_sent(entries: Iterable[DeliveryEntry]) -> None:
    left = [f"{entry.id} ({entry.state})" for entry in entries if entry.sent_at is None]
    if left:
        raise DeliveryError(
            f"{len(left)} tin chưa gửi: {', '.join(left)}. Tin unknown: xem trong Chat eOffice rồi chạy "
            "“phanky digest --confirm MÃ” hoặc “--resend MÃ”; tin khác: xem cột Vì sao, sửa rồi chạy lại với --date."
        )


def _now() -> datetime:
    return datetime.now(UTC)
