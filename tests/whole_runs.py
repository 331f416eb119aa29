"""Whole runs in processes of their own, killed where asked, and what a home must look like afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from flows.cmis.files import FilesSource
from flows.load.private_server import end_survivors
from flows.pipeline import RunResult, Target, run
from phanky.identity import whole_company
from phanky.ledger import open_ledger
from phanky.progress import listening
from phanky.settings import Settings, load_settings
from semantic import Shelf, open_release
from tests.flows.kills import content_of
from tests.whole_exports import AS_OF

PROCESSES = get_context("forkserver")
# Imported once, before any of the processes is forked off.
PROCESSES.set_forkserver_preload(["tests.whole_runs", "tests.marts", "dbt.adapters.duckdb", "dbt.adapters.postgres"])
_PATIENCE_S = 240
_OF_LONGER_HISTORIES = frozenset({"fct_early_warning", "agg_forecast_quality", "agg_customer_year"})
"""Three months of bills end no year and leave nothing to compare a forecast with, and two customers need not come near
a threshold."""


@dataclass(frozen=True)
class Job:
    """One run: exports into a home, on an engine."""

    home: Path
    exports: Path
    target: Target = "duckdb"
    as_of: date = AS_OF

    @property
    def settings(self) -> Settings:
        """Settings of this home alone."""
        return load_settings(home=self.home, target=self.target, memory_limit_gb=0.5)

    def go(self, accept_change: str | None = None) -> RunResult:
        """Run here and now."""
        settings = self.settings
        source = FilesSource(self.exports, work_dir=settings.work_dir)
        return run(settings, source, as_of=self.as_of, target=self.target, accept_change=accept_change)


def finish(job: Job) -> Counter[str]:
    """A run that must succeed; returns how often it came to each point."""
    kept = job.home.with_name(f"{job.home.name}-points.json")
    process = PROCESSES.Process(target=_counting, args=(job, kept))
    process.start()
    assert _ended(process) == 0
    return Counter(json.loads(kept.read_text("utf-8")))


def kill_at(job: Job, point: str, occurrence: int = 1) -> None:
    """A run that must die when it comes to ``point`` for the nth time."""
    process = PROCESSES.Process(target=_dying, args=(job, point, occurrence))
    process.start()
    code = _ended(process)
    assert code == -signal.SIGKILL, f"ended with {code} instead of being killed at {point} ({occurrence})"


def kill_after(job: Job, seconds: float) -> bool:
    """A run that is killed after some time, wherever it is; False when it had ended by then."""
    process = PROCESSES.Process(target=Job.go, args=(job,))
    process.start()
    process.join(seconds)
    process.kill()
    code = _ended(process)
    assert code in (0, -signal.SIGKILL)
    return code != 0


def _ended(process: object) -> int | None:
    process.join(_PATIENCE_S)  # type: ignore[attr-defined]  # the context's own class has no public name
    return process.exitcode  # type: ignore[attr-defined,no-any-return]


def _counting(job: Job, kept: Path) -> None:
    seen: Counter[str] = Counter()
    with listening(lambda point, _: seen.update([point])):
        job.go()
    kept.write_text(json.dumps(seen), "utf-8")


def _dying(job: Job, point: str, occurrence: int) -> None:
    with listening(dying_at(point, occurrence)):
        job.go()


def dying_at(point: str, occurrence: int) -> Callable[[str, str], None]:
    """A listener that kills its own process when it hears of ``point`` for the nth time."""
    seen = 0

    def listener(reached: str, _: str) -> None:
        nonlocal seen
        seen += reached == point
        if seen == occurrence:
            os.kill(os.getpid(), signal.SIGKILL)

    return listener


def copy_home(home: Path, copy: Path) -> None:
    """Replace ``copy`` by a home as it is, owners and times included; nothing may work in either."""
    end_survivors(copy / "postgres")
    shutil.rmtree(copy, ignore_errors=True)
    copy.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(home), str(copy)], check=True)


def release_in_service(home: Path) -> str | None:
    """Id of the current release after every release was audited and the current one read whole; None if none is."""
    shelf = Shelf(home)
    for release_id in shelf.release_ids():
        shelf.audit(release_id)
    current = shelf.current_id()
    if current is None:
        return None
    shelf.audit(current)
    with open_release(whole_company("test"), home=home) as release:
        assert release.id == current
        for mart in release.receipt.marts:
            assert release.rows(mart.name).num_rows == mart.rows
            assert mart.rows > 0 or mart.name in _OF_LONGER_HISTORIES
    return current


@dataclass(frozen=True)
class State:
    """What a home holds that must not depend on whether a run was killed on the way."""

    current: str
    content_hash: str
    marts: dict[str, str]  # mart -> hash of its rows, but for the one that tells when the snapshot was taken
    releases: tuple[str, ...]
    snapshots: tuple[str, ...]
    landing: dict[str, str]  # path -> hash
    leftovers: tuple[str, ...]


def state_of(home: Path) -> State:
    """The state of a home with a release in service."""
    shelf = Shelf(home)
    current = release_in_service(home)
    assert current is not None
    receipt = shelf.receipt(current)
    known = {"current", ".lock", *shelf.release_ids()}
    leftovers = [path.name for path in shelf.folder.iterdir() if path.name not in known]
    leftovers += [path.name for path in (home / "work").iterdir() if path.name != "spill"]
    return State(
        current=current,
        content_hash=receipt.content_hash,
        marts={mart.name: mart.content_hash for mart in receipt.marts if mart.name != "dim_snapshot"},
        releases=shelf.release_ids(),
        snapshots=tuple(sorted(path.name for path in (home / "snapshots").iterdir())),
        landing=content_of(home / "landing"),
        leftovers=tuple(leftovers),
    )


def last_outcomes(home: Path, count: int) -> list[str]:
    """How the last runs ended by the ledger, the newest first."""
    with open_ledger(load_settings(home=home)) as ledger:
        return [str(entry.outcome) for entry in ledger.last_runs(count)]
