"""Two hundred SIGKILLs of two senders on each engine."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.notifier.chat_double import ChatDouble, chat_double
from tests.notifier.killed_senders import Slaughter, settings_of

pytestmark = pytest.mark.soak

KILLS = 200


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_two_senders_killed_two_hundred_times_send_every_message_once(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    ledger = request.getfixturevalue("postgres_database") if engine == "postgres" else None
    with chat_double(ChatDouble(random=random.Random(7), longest_delay=0.05)) as chat:
        slaughter = Slaughter(settings_of(tmp_path, ledger, chat.url), chat, seed=7)
        slaughter.until(KILLS)

    print(f"{engine}: {slaughter.kills} kills {dict(slaughter.caught)}, {len(chat.texts)} parts arrived")
    assert (slaughter.duplicates, slaughter.missing, slaughter.not_sent) == ([], [], [])
    assert slaughter.caught["while sending"] >= KILLS / 10
