"""What was used up before its time was over: sessions that were ended, words of the portal that were said once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete

from phanky.ledger.database import Database
from phanky.ledger.model import SpentToken


class Tokens:
    """Hashes of tokens and who holds them; each is dropped when it would no longer be accepted anyway."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def claim(self, token: str, *, holder: str, until: datetime) -> bool:
        """Whether ``holder`` is the first to bring this token, or brought it before."""
        found = self._holder(token)
        if found is None:
            with self._database.writing_alone() as session:
                session.execute(delete(SpentToken).where(SpentToken.until < self._clock()))
                row = session.get(SpentToken, _digest(token))
                if row is None:
                    session.add(SpentToken(digest=_digest(token), holder=_digest(holder), until=until))
                    return True
                found = row.holder
        return found == _digest(holder)

    def spend(self, token: str, *, until: datetime) -> None:
        """Nobody may use this token from now on."""
        self.claim(token, holder="", until=until)

    def is_spent(self, token: str) -> bool:
        """Whether somebody has used it."""
        return self._holder(token) is not None

    def _holder(self, token: str) -> str | None:
        with self._database.reading() as session:
            row = session.get(SpentToken, _digest(token))
            return row.holder if row is not None else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
