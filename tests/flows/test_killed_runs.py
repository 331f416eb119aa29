"""A whole run killed at points of every step: the release in service stays whole, the next run ends the same.

``make soak`` does this at every named point, on both engines.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.whole_exports import write_first, write_second
from tests.whole_runs import Job, copy_home, finish, kill_at, last_outcomes, release_in_service, state_of

POINTS = [
    ("landing.file_written", 9),
    ("landing.manifest_written", 1),
    ("load.before_commit", 1),
    ("build.node", 45),
    ("publish.mart", 5),
    ("publish.before_current", 1),
]


def test_a_run_killed_again_and_again_converges_to_what_it_would_have_made(tmp_path: Path) -> None:
    job = Job(tmp_path / "home", write_first(tmp_path / "first"))
    finish(job)
    first = release_in_service(job.home)
    copy_home(job.home, tmp_path / "copy")
    job = replace(job, exports=write_second(tmp_path / "second"))

    for point, occurrence in POINTS:
        kill_at(job, point, occurrence)
        assert release_in_service(job.home) == first, point
    finish(job)
    killed = state_of(job.home)

    assert last_outcomes(job.home, 8) == ["published", *["interrupted"] * 6, "published"]
    copy_home(tmp_path / "copy", job.home)
    finish(job)
    assert killed == state_of(job.home)
    assert killed.current != first
    assert killed.leftovers == ()
