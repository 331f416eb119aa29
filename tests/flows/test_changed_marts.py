"""Marts built from what merging landed equal those built from a full extraction of the same state.

The snapshot of both is the same by id, which ``tests/flows/landing/test_change_sets.py`` shows for many change sets;
so two sets are enough in every test run to see that equal snapshots make equal marts, whatever the home they were
landed in.  ``make soak`` makes the marts of fifty.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from flows.pipeline import RunResult, run
from phanky.settings import load_settings
from tests.corrected_company import AS_OF, KWH, bill_id, company, correction
from tests.live_cmis import LiveCmis
from tests.whole_runs import state_of

pytestmark = pytest.mark.xdist_group("whole runs")

Change = Callable[[LiveCmis, str, int, int], None]


def _correct(cmis: LiveCmis, code: str, month: int, *kinds: tuple[str, int]) -> None:
    for kind, kwh in kinds:
        number = int(cmis.ask("select max(ID_HDON_DC) + 1 from HDN_HDON_DC")[0][0])
        cmis.insert("HDN_HDON_DC", **correction(number, code, month, kind, kwh))


def _update(cmis: LiveCmis, code: str, month: int, kwh: int) -> None:
    cmis.change("HDN_HDON", f"DIEN_TTHU = {kwh}", f"ID_HDON = {bill_id(code, month)}")


def _cancel(cmis: LiveCmis, code: str, month: int, kwh: int) -> None:
    _correct(cmis, code, month, ("HB", -kwh))


def _reissue(cmis: LiveCmis, code: str, month: int, kwh: int) -> None:
    _correct(cmis, code, month, ("HB", -kwh), ("LL", kwh + 1))


def _adjust(cmis: LiveCmis, code: str, month: int, kwh: int) -> None:
    _correct(cmis, code, month, ("TT", kwh), ("TH", -2 * kwh))


def _delete(cmis: LiveCmis, code: str, month: int, _kwh: int) -> None:
    cmis.execute(f"delete from HDN_HDON where ID_HDON = {bill_id(code, month)}")


def _insert(cmis: LiveCmis, code: str, month: int, kwh: int) -> None:
    new = int(cmis.ask("select max(ID_HDON) + 1 from HDN_HDON")[0][0])
    cmis.execute(
        f"insert into HDN_HDON select * replace ({new} as ID_HDON, {kwh} as DIEN_TTHU, timestamp '{cmis.now}' as "
        f"NGAY_TAO) from HDN_HDON where ID_HDON = {bill_id(code, month)}"
    )


CHANGES: tuple[Change, ...] = (_update, _cancel, _reissue, _adjust, _delete, _insert)


def happen(cmis: LiveCmis, seed: int) -> None:
    """Every kind of change once, each to a bill drawn for it."""
    drawn = random.Random(seed)
    cmis.pass_time(hours=drawn.choice([1, 30, 96]))
    for change in drawn.sample(CHANGES, len(CHANGES)):
        change(cmis, drawn.choice(sorted(KWH)), drawn.choice([7, 8, 9]), drawn.randrange(1, 90_000))


def _run(cmis: LiveCmis, home: Path, *, incremental: bool) -> RunResult:
    return run(
        load_settings(home=home, memory_limit_gb=0.5), cmis, as_of=AS_OF, target="duckdb", accept_change="thử",
        incremental=incremental,
    )  # fmt: skip


def _empty_home(folder: Path) -> Path:
    """A home without anything but dbt's parse of the project, which takes as long as everything else."""
    home = folder / "whole"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder / "followed" / "dbt", home / "dbt", ignore=shutil.ignore_patterns("made.json"))
    return home


def _assert_alike(folder: Path, seeds: range) -> None:
    cmis = LiveCmis(now=datetime.fromisoformat("2026-10-01T08:00")).fill(company())
    _run(cmis, folder / "followed", incremental=False)
    for seed in seeds:
        happen(cmis, seed)
        followed = _run(cmis, folder / "followed", incremental=True)
        whole = _run(cmis, _empty_home(folder), incremental=False)
        assert followed.changed, "the changes are to be seen"
        assert followed.snapshot_id == whole.snapshot_id
        assert state_of(folder / "followed").marts == state_of(folder / "whole").marts


def test_two_change_sets_make_the_marts_of_a_full_extraction(tmp_path: Path) -> None:
    _assert_alike(tmp_path, range(2))


@pytest.mark.soak
def test_fifty_change_sets_make_the_marts_of_a_full_extraction(tmp_path: Path) -> None:
    _assert_alike(tmp_path, range(2, 52))
