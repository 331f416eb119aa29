"""The channels that the settings allow."""

from __future__ import annotations

from notifier.channels.console import ConsoleChannel
from notifier.channels.contract import Channel
from notifier.channels.outbox import OutboxChannel
from phanky.settings import Settings


def open_channels(settings: Settings) -> dict[str, Channel]:
    """By name: ``outbox`` and ``console`` always, ``http`` when its address is set.

    Raises:
        ConfigurationError: the file of the token cannot be read, or a token is missing.
    """
    channels: dict[str, Channel] = {"outbox": OutboxChannel(settings.outbox_dir), "console": ConsoleChannel()}
    if settings.chat_url is not None:
        from notifier.channels.http import HttpChannel

        channels["http"] = HttpChannel(settings)
    return channels
