"""Where the soak kills: at every named point at least five times, and at some moments that no point names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flows.pipeline import Target

Situation = Literal["next", "first"]
"""``next``: a release is in service and the source has changed; ``first``: there is no release yet."""

ANY_MOMENT = "any moment"


@dataclass(frozen=True)
class Kill:
    """One kill: the ``part``-th of ``of`` spread evenly over the times that the run comes to the point."""

    situation: Situation
    target: Target
    point: str
    part: int
    of: int

    def __str__(self) -> str:
        return f"{self.situation} {self.target} {self.point} {self.part}/{self.of}"

    def occurrence(self, times: int) -> int:
        """Which of ``times`` occurrences to die at: for the last part it is the last."""
        return -(-times * self.part // self.of)


_ONCE_A_RUN = (
    *("run.landing", "landing.before_manifest", "landing.manifest_written"),
    *("run.load", "load.begin", "load.before_commit", "load.committed"),
    *("run.build", "build.begin", "build.done", "run.documentation"),
    *("run.publish", "publish.begin", "publish.before_receipt", "publish.receipt_written"),
    *("publish.before_current", "publish.current_moved", "run.retention", "run.compare"),
)
_ONCE_A_TABLE = ("extract.check", "extract.table", "extract.rows", "landing.table", "landing.file_written")

# Kills by situation, engine and point.  Documentation is made once for each state of the rules, so before the first
# release only; everything else is killed most where the work is.
_COUNTS: dict[tuple[Situation, Target], dict[str, int]] = {
    ("next", "duckdb"): {
        **dict.fromkeys((*_ONCE_A_RUN, *_ONCE_A_TABLE), 4),
        **{"load.table": 5, "build.node": 9, "publish.mart": 6, ANY_MOMENT: 12},
    },
    ("next", "postgres"): {
        **dict.fromkeys((*_ONCE_A_RUN, *_ONCE_A_TABLE), 1),
        **{"load.table": 3, "build.node": 5, "publish.mart": 1, ANY_MOMENT: 3},
    },
    ("first", "duckdb"): {
        **{"build.documentation": 5, "landing.manifest_written": 1, "load.before_commit": 1, "build.node": 1},
        **{"publish.receipt_written": 1, "publish.before_current": 1, "publish.current_moved": 1},
    },
}


def _plan() -> Iterator[Kill]:
    for (situation, target), counts in _COUNTS.items():
        for point, of in counts.items():
            yield from (Kill(situation, target, point, part, of) for part in range(1, of + 1))


PLAN = tuple(_plan())
