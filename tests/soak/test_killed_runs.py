"""kill -9 at every named point of a whole run: readers keep a whole release, the next run ends as if nothing was."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from tests.soak.grounds import Grounds, Undisturbed, grounds, undisturbed
from tests.soak.plan import ANY_MOMENT, PLAN, Kill, Situation
from tests.whole_runs import Job, finish, kill_after, kill_at, last_outcomes, release_in_service, state_of

pytestmark = pytest.mark.soak

CONVERGED = "converged"
ENDED_BEFORE = "ended before it was killed"

Reference = Callable[[Situation, str], Undisturbed]


@pytest.fixture(scope="module")
def ground() -> Grounds:
    return grounds()


@pytest.fixture(scope="module")
def reference(ground: Grounds) -> Reference:
    return cache(lambda situation, target: undisturbed(ground, situation, target))


def test_the_plan_names_every_point_that_a_run_comes_to(ground: Grounds, reference: Reference) -> None:
    reached = set(reference("next", "duckdb").points) | set(reference("first", "duckdb").points)

    assert reached == {kill.point for kill in PLAN} - {ANY_MOMENT}
    assert reached - {"build.documentation"} == set(reference("next", "postgres").points)


def test_both_engines_come_to_the_same_release(reference: Reference) -> None:
    assert reference("next", "duckdb").state.marts == reference("next", "postgres").state.marts
    assert reference("next", "duckdb").state.marts == reference("first", "duckdb").state.marts


@pytest.mark.parametrize("kill", PLAN, ids=str)
def test_a_killed_run_is_made_good_by_the_next(kill: Kill, ground: Grounds, reference: Reference) -> None:
    if str(kill) in ground.done():
        return
    undisturbed_run = reference(kill.situation, kill.target)
    job = ground.reset(kill.situation, kill.target)
    before = release_in_service(job.home)

    was_killed = _die(kill, job, undisturbed_run)

    after = undisturbed_run.state.current
    moved = {"publish.current_moved", "run.retention", "run.compare"}
    expected = {before, after} if kill.point == ANY_MOMENT else {after if kill.point in moved else before}
    assert release_in_service(job.home) in expected
    finish(job)
    assert state_of(job.home) == undisturbed_run.state
    if kill.point != ANY_MOMENT:  # there it may have been killed before the ledger knew of it
        assert last_outcomes(job.home, 2)[1] == "interrupted"
    ground.note(kill, CONVERGED if was_killed else ENDED_BEFORE)


def _die(kill: Kill, job: Job, undisturbed_run: Undisturbed) -> bool:
    if kill.point == ANY_MOMENT:
        moment = random.Random(str(kill)).uniform(0.05, 1) * undisturbed_run.seconds
        return kill_after(job, moment)
    kill_at(job, kill.point, kill.occurrence(undisturbed_run.points[kill.point]))
    return True


def test_every_point_was_hit_at_least_five_times(ground: Grounds, capsys: pytest.CaptureFixture[str]) -> None:
    done = ground.done()
    hits = Counter(kill.point for kill in PLAN if done.get(str(kill)) == CONVERGED)
    targets = Counter(kill.target for kill in PLAN if done.get(str(kill)) == CONVERGED)
    with capsys.disabled():
        print(f"\n{hits.total()} kills, every one made good by the next run: {dict(targets)}")
        for point, count in sorted(hits.items()):
            print(f"{point:28} {'#' * count} {count}")
    assert min(hits[point] for point in {kill.point for kill in PLAN}) >= 5
    assert hits.total() >= 100
