"""Bad exports are refused by the whole program: one line names the place, nothing is kept, readers keep theirs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from phanky.cli.app import run_command
from tests.bad_inputs import BAD_INPUTS, BadInput
from tests.exports import write_exports
from tests.runs import Finished, phanky, succeed
from tests.whole_runs import release_in_service

INPUT_ERROR = 4
_AS_OF = "2026-10-05"
# These come to a person by the program itself; all of them by its command line within this process, which is quicker.
_BY_PROGRAM = ("a fourth period", "a truncated zip", "a workbook with formulas")

Run = Callable[[Path], Finished]

# One worker, so that the good release is made once.
pytestmark = pytest.mark.xdist_group("bad inputs")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release of good exports."""
    home = tmp_path_factory.mktemp("bad") / "home"
    exports = write_exports(home.with_name("good"))
    succeed(home, "run", "--source", "files", "--path", str(exports), "--as-of", _AS_OF)
    return home


@pytest.fixture
def run(good: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`phanky run --source files` in this process."""
    monkeypatch.setenv("PHANKY_HOME", str(good))

    def at(path: Path) -> Finished:
        capfd.readouterr()
        code = run_command(["run", "--source", "files", "--path", str(path), "--as-of", _AS_OF])
        printed = capfd.readouterr()
        return Finished(code, printed.out, printed.err)

    return at


def kept(home: Path) -> dict[str, object]:
    """What a refused run may not change."""
    return {
        "current": (home / "releases" / "current").read_bytes(),
        "releases": sorted(path.name for path in (home / "releases").iterdir()),
        "snapshots": sorted(path.name for path in (home / "snapshots").iterdir()),
        "work": sorted(path.name for path in (home / "work").iterdir() if path.name != "spill"),
        "warehouse": (home / "warehouse.duckdb").stat().st_mtime_ns,
    }


def require_refused(bad: BadInput, path: Path, done: Finished) -> None:
    """Exit code, and one line that begins as it should and says what to do; a slow machine tells first what it does."""
    assert (done.code, done.out) == (INPUT_ERROR, "")
    (told,) = [line for line in done.err.splitlines() if not line.startswith("… ")]
    assert told.startswith("Lỗi: " + bad.told.replace("{path}", str(path)))
    assert done.err.endswith("\n")


@pytest.mark.parametrize("bad", BAD_INPUTS, ids=lambda bad: bad.sentence)
def test_it_is_refused_with_its_place_and_nothing_changes(bad: BadInput, good: Path, run: Run, tmp_path: Path) -> None:
    path, before = bad.write(tmp_path / "exports"), kept(good)

    done = run(path)

    require_refused(bad, path, done)
    assert kept(good) == before


@pytest.mark.parametrize(
    "bad", [bad for bad in BAD_INPUTS if bad.sentence in _BY_PROGRAM], ids=lambda bad: bad.sentence
)
def test_the_program_itself_says_so(bad: BadInput, good: Path, tmp_path: Path) -> None:
    path, before = bad.write(tmp_path / "exports"), kept(good)

    done = phanky(good, "run", "--source", "files", "--path", str(path), "--as-of", _AS_OF)

    require_refused(bad, path, done)
    assert kept(good) == before
    assert release_in_service(good) is not None


def test_good_exports_are_taken_after_all_of_that(good: Path, run: Run, tmp_path: Path) -> None:
    done = run(write_exports(tmp_path / "exports"))

    assert done.code == 0
    assert "Không có gì thay đổi" in done.out
    shutil.rmtree(tmp_path / "exports")


def test_the_table_is_as_long_as_was_asked_for() -> None:
    assert len(BAD_INPUTS) >= 25
    assert len({bad.sentence for bad in BAD_INPUTS}) == len(BAD_INPUTS)
