"""A dozen real kills; ``tests/soak`` has two hundred on each engine."""

from __future__ import annotations

import random
from pathlib import Path

from tests.notifier.chat_double import ChatDouble, chat_double
from tests.notifier.killed_senders import Slaughter, settings_of


def test_two_senders_killed_a_dozen_times_send_every_message_once(tmp_path: Path) -> None:
    with chat_double(ChatDouble(random=random.Random(1), longest_delay=0.05)) as chat:
        slaughter = Slaughter(settings_of(tmp_path, None, chat.url), chat)
        slaughter.until(12)

    assert (slaughter.duplicates, slaughter.missing, slaughter.not_sent) == ([], [], [])
    assert slaughter.caught["while sending"]
