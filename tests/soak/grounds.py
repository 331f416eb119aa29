"""The homes of the soak: templates to start from, what a run that nobody kills makes of them, what is done already.

Everything stands under ``PHANKY_SOAK_DIR`` (default ``.phanky/soak``), so that a soak that was broken off goes on
where it stopped; other code or other rules begin it anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flows.build import rules_hash
from flows.durable import write_durably
from flows.load.private_server import end_survivors
from flows.pipeline import Target
from phanky.settings import load_settings
from tests.runs import ROOT
from tests.soak.plan import PLAN, Kill, Situation
from tests.whole_exports import write_first, write_second
from tests.whole_runs import Job, State, copy_home, finish, state_of


@dataclass(frozen=True)
class Undisturbed:
    """A run that nobody kills: what it makes, how often it comes to each point, how long it takes."""

    state: State
    points: Counter[str]
    seconds: float


@dataclass(frozen=True)
class Grounds:
    """A folder with one home, in which every kill happens, and the templates it is reset to."""

    folder: Path

    def job(self, target: Target) -> Job:
        """The run that is killed: the second exports into the home."""
        return Job(self.folder / "home", self.folder / "second", target)

    def reset(self, situation: Situation, target: Target) -> Job:
        """Put the home back to where a run of ``situation`` begins."""
        job = self.job(target)
        copy_home(self.template(situation, target), job.home)
        return job

    def template(self, situation: Situation, target: Target) -> Path:
        """A home as it is before the run; made on first use.

        It always stands at the same place while it is used: the warehouse's views and dbt's kept parse name it.
        """
        template = self.folder / f"template-{situation}-{target}"
        if not template.exists():
            job = replace(self.job(target), exports=self.folder / "first")
            end_survivors(job.home / "postgres")
            shutil.rmtree(job.home, ignore_errors=True)
            finish(job)
            if situation == "first":
                _forget_all_but_the_parse(job.home)
            copy_home(job.home, template)
        return template

    def done(self) -> dict[str, str]:
        """Kill -> what came of it."""
        try:
            known: dict[str, Any] = json.loads((self.folder / "done.json").read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return dict(known["kills"])

    def note(self, kill: Kill, outcome: str) -> None:
        """Keep what came of a kill."""
        kills = self.done() | {str(kill): outcome}
        write_durably(self.folder / "done.json", json.dumps({"kills": kills}, indent=1).encode())


def _forget_all_but_the_parse(home: Path) -> None:
    shutil.rmtree(home / "dbt" / "docs")
    for path in home.iterdir():
        if path.name != "dbt":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def grounds() -> Grounds:
    """The grounds of this code: those left by other code are cleared away."""
    folder = Path(os.environ.get("PHANKY_SOAK_DIR", ROOT / ".phanky" / "soak")).absolute() / "runs"
    key = _code_key()
    kept = folder / "code.txt"
    if not kept.is_file() or kept.read_text("utf-8") != key:
        end_survivors(folder / "home" / "postgres")
        shutil.rmtree(folder, ignore_errors=True)
        write_first(folder / "first")
        write_second(folder / "second")
        write_durably(kept, key.encode())
    return Grounds(folder)


def _code_key() -> str:
    digest = hashlib.sha256(rules_hash(load_settings()).encode())
    for room in ("phanky", "flows", "semantic"):
        for path in sorted((ROOT / room).rglob("*.py")):
            digest.update(path.read_bytes())
    digest.update("\n".join(map(str, PLAN)).encode())
    return digest.hexdigest()


def undisturbed(ground: Grounds, situation: Situation, target: Target) -> Undisturbed:
    """Run once without a kill."""
    job = ground.reset(situation, target)
    begun = time.monotonic()
    points = finish(job)
    return Undisturbed(state_of(job.home), points, time.monotonic() - begun)
