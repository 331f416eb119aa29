"""Landings over Oracle's wire in processes of their own, killed where asked: after all, and after changes alone."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flows.landing import Manifest, land
from phanky.progress import listening
from phanky.settings import Settings
from tests.oracle_company import AS_OF, NO_AGREEMENTS, settings_for, source_for
from tests.oracle_server import OracleServer
from tests.whole_runs import PROCESSES

Extraction = Literal["full", "incremental"]
_PATIENCE_S = 120


@dataclass(frozen=True)
class Landing:
    """One landing of a server into a home."""

    server: OracleServer
    home: Path
    extraction: Extraction

    @property
    def settings(self) -> Settings:
        """Settings of this home alone."""
        return settings_for(self.server, self.home)

    def go(self) -> Manifest:
        """Land here and now."""
        return land(
            source_for(self.settings), self.settings, as_of=AS_OF, agreements=NO_AGREEMENTS, agreements_version="none",
            incremental=self.extraction == "incremental", accept_change="thử",
        )  # fmt: skip

    def heard(self) -> tuple[Manifest, list[str]]:
        """Land, and say which points it came to, in order."""
        points: list[str] = []
        with listening(lambda point, _: points.append(point)):
            return self.go(), points

    def killed(self, number: int) -> int:
        """Land in a process that kills itself at the ``number``-th point; the id of the process that read CMIS."""
        note = self.home.with_name(f"{self.home.name}-reader")
        process = PROCESSES.Process(target=_dying, args=(self, number, note))
        process.start()
        process.join(_PATIENCE_S)
        assert process.exitcode == -signal.SIGKILL, f"ended with {process.exitcode} instead of being killed"
        return int(note.read_text("utf-8"))


def _dying(landing: Landing, number: int, note: Path) -> None:
    reached = 0

    def listener(point: str, detail: str) -> None:
        nonlocal reached
        reached += 1
        if point == "oracle.opened":
            note.write_text(detail.rpartition(" ")[2], "utf-8")
        if reached == number:
            os.kill(os.getpid(), signal.SIGKILL)

    with listening(listener):
        landing.go()
