"""The way to the administrator: a channel and an address of the settings."""

from __future__ import annotations

from flows.schedules.alarms import Tell
from notifier.channels import Piece, Result, open_channels
from phanky.errors import ConfigurationError, PhankyError
from phanky.settings import Settings


class NotToldError(PhankyError):
    """The administrator could not be told; it is tried again with the next failure."""


def teller(settings: Settings) -> Tell:
    """Says a text to the administrator.

    Raises:
        ConfigurationError: the settings do not open the channel that they name.
    """
    channel = open_channels(settings).get(settings.admin_channel)
    if channel is None:
        raise ConfigurationError(
            f"PHANKY_ADMIN_CHANNEL: kênh “{settings.admin_channel}” chưa cấu hình. Dùng outbox, console hoặc http."
        )

    def tell(text: str, marker: str) -> None:
        outcome = channel.send(Piece(text=f"{text}\n{marker}", marker=marker, address=settings.admin_address))
        if outcome.result in (Result.NOT_SENT, Result.REFUSED):
            raise NotToldError(f"Không báo được cho quản trị qua kênh {settings.admin_channel}: {outcome.reason}")

    return tell
