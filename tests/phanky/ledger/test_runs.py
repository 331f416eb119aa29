from __future__ import annotations

import pytest

from phanky.errors import UsageError
from phanky.ledger import Ledger, Outcome


def test_a_run_is_kept_from_its_start_on(ledger: Ledger) -> None:
    ledger.start_run(source="sample", target="duckdb")

    (run,) = ledger.last_runs()

    assert (run.source, run.target, run.outcome, run.finished_at) == ("sample", "duckdb", Outcome.RUNNING, None)


def test_a_finished_run_names_its_snapshot_and_release(ledger: Ledger) -> None:
    number = ledger.start_run(source="files", target="postgres")

    ledger.finish_run(number, outcome=Outcome.PUBLISHED, snapshot_id="s1", release_id="r1", message="6 mới")

    (run,) = ledger.last_runs()
    assert (run.outcome, run.snapshot_id, run.release_id, run.message) == (Outcome.PUBLISHED, "s1", "r1", "6 mới")
    assert run.finished_at is not None
    assert run.finished_at > run.started_at


def test_runs_come_back_newest_first_and_no_more_than_asked(ledger: Ledger) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(ledger.start_run(source="sample", target="duckdb"))
        ledger.finish_run(numbers[-1], outcome=Outcome.UNCHANGED)

    assert [run.id for run in ledger.last_runs(2)] == [numbers[2], numbers[1]]


def test_a_run_that_was_killed_is_closed_as_interrupted_by_the_next(ledger: Ledger) -> None:
    ledger.start_run(source="sample", target="duckdb")
    ledger.start_run(source="sample", target="duckdb")

    assert [run.outcome for run in ledger.last_runs()] == [Outcome.RUNNING, Outcome.INTERRUPTED]


def test_finishing_a_run_that_never_began_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="404"):
        ledger.finish_run(404, outcome=Outcome.FAILED)
