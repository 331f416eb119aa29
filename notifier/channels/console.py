"""Messages on the screen: for trying things out.  What was on a screen cannot be searched."""

from __future__ import annotations

import sys

from notifier.channels.contract import Outcome, Piece, Result


class ConsoleChannel:
    """Prints each part."""

    can_search = False

    def send(self, piece: Piece) -> Outcome:
        """Print it with its address above it."""
        sys.stdout.write(f"[{piece.address}]\n{piece.text}\n\n")
        sys.stdout.flush()
        return Outcome(Result.SENT)

    def find(self, marker: str, address: str) -> bool | None:
        """Nobody knows."""
        return None
