from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import sqlalchemy

from phanky.ledger import Ledger, open_ledger
from phanky.ledger.model import SpentToken
from phanky.settings import Settings

LATER = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_a_token_belongs_to_whoever_brings_it_first(ledger: Ledger) -> None:
    assert ledger.tokens.claim("abc", holder="máy của Lan", until=LATER)
    assert ledger.tokens.claim("abc", holder="máy của Lan", until=LATER)
    assert not ledger.tokens.claim("abc", holder="máy khác", until=LATER)
    assert ledger.tokens.claim("abd", holder="máy khác", until=LATER)


def test_a_spent_token_is_nobodys(ledger: Ledger) -> None:
    assert not ledger.tokens.is_spent("phiên")
    ledger.tokens.spend("phiên", until=LATER)

    assert ledger.tokens.is_spent("phiên")
    assert not ledger.tokens.claim("phiên", holder="máy của Lan", until=LATER)


def test_what_would_no_longer_be_accepted_anyway_is_dropped(ledger: Ledger) -> None:
    ledger.tokens.spend("cũ", until=datetime(2026, 11, 23, tzinfo=UTC))
    ledger.tokens.spend("mới", until=LATER + timedelta(days=1))

    with ledger.tokens._database.reading() as session:
        assert session.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(SpentToken)) == 1


def test_of_eight_that_bring_a_token_at_once_one_gets_it(settings: Settings) -> None:
    won: list[bool] = []
    open_ledger(settings).close()

    def bring(number: int) -> None:
        with open_ledger(settings) as ledger:
            until = datetime.now(UTC) + timedelta(minutes=1)
            won.append(ledger.tokens.claim("abc", holder=str(number), until=until))

    threads = [threading.Thread(target=bring, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(won) == 1
