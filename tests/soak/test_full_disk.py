"""A disk that fills up: the release in service stays whole, one line says why, with room again all is made good."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.pipeline import RunResult, run
from phanky.errors import BuildError, PhankyError
from phanky.settings import load_settings
from semantic import Shelf
from tests.corrected_company import AS_OF as CORRECTED_ON
from tests.corrected_company import company, correct
from tests.live_cmis import LiveCmis
from tests.marts import FEWEST_SPECS, House, case, rows_of
from tests.runs import phanky
from tests.soak.grounds import Grounds, grounds, undisturbed
from tests.whole_exports import AS_OF
from tests.whole_runs import State, finish, release_in_service, state_of

pytestmark = pytest.mark.soak

KIB = 1024
FREE = [0, 64 * KIB, 256 * KIB, 1024 * KIB, 2048 * KIB, 8192 * KIB]


def _mount(folder: Path, size: int, *, again: bool = False) -> None:
    options = f"{'remount,' if again else ''}size={size}"
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"a small tmpfs cannot be mounted here: {done.stderr.strip()}")


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def small_shelf(tmp_path: Path) -> Iterator[House]:
    """A home whose releases stand on a disk of 8 MiB."""
    house = House(tmp_path / "home", FEWEST_SPECS)
    folder = house.home / "releases"
    folder.mkdir(parents=True)
    _mount(folder, 8 * KIB * KIB)
    yield house
    _unmount(folder)


def test_publishing_onto_a_full_disk_is_refused_and_the_last_release_stays(small_shelf: House) -> None:
    shelf = Shelf(small_shelf.home)
    releases = (small_shelf.release(rows_of([case(book_codes=str(number))])).release_id for number in range(5_000))
    last = next(releases)

    with pytest.raises(BuildError, match="Kiểm tra dung lượng đĩa"):
        for last in releases:  # noqa: B007 - which one was the last is asked below
            pass

    assert shelf.audit(shelf.resolve()).release_id == last
    assert {entry.name for entry in shelf.folder.iterdir()} == {"current", ".lock", *shelf.release_ids()}
    for release_id in shelf.release_ids()[:5]:
        if release_id != last:
            shutil.rmtree(shelf.release_folder(release_id))
    assert small_shelf.release(rows_of([case(book_codes="afterwards")])).changed


@pytest.fixture(scope="module")
def ground() -> Grounds:
    return grounds()


@pytest.fixture(scope="module")
def reference(ground: Grounds) -> State:
    return undisturbed(ground, "next", "duckdb").state


@pytest.fixture
def small_home(ground: Grounds, reference: State) -> Iterator[Path]:
    """The home on a disk of its own that can be made smaller and larger."""
    home = ground.reset("next", "duckdb").home
    shutil.rmtree(home)
    home.mkdir()
    _mount(home, 512 * KIB * KIB)
    subprocess.run(["cp", "-a", f"{ground.template('next', 'duckdb')}/.", str(home)], check=True)
    yield home
    _unmount(home)


@pytest.mark.parametrize("free", FREE)
def test_a_run_on_a_disk_that_fills_up_leaves_the_last_release_and_is_made_good(
    free: int, ground: Grounds, reference: State, small_home: Path
) -> None:
    before = release_in_service(small_home)
    _mount(small_home, _used(small_home) + free, again=True)

    done = phanky(
        small_home, "run", "--source", "files", "--path", str(ground.folder / "second"), "--as-of", AS_OF.isoformat()
    )

    assert done.code == (7 if free else 2), (done.out, done.err)
    assert done.err.splitlines()[-1].startswith("Lỗi: ")
    assert "Ngoài dự kiến" not in done.err
    assert release_in_service(small_home) == before
    _mount(small_home, 512 * KIB * KIB, again=True)
    finish(ground.job("duckdb"))
    assert state_of(small_home) == reference


def _used(folder: Path) -> int:
    found = subprocess.run(["df", "--block-size=1", "--output=used", str(folder)], capture_output=True, check=True)
    return int(found.stdout.split()[-1])


@pytest.fixture
def small_live_home(tmp_path: Path) -> Iterator[Path]:
    """An empty home on a disk of its own."""
    home = tmp_path / "live"
    home.mkdir()
    _mount(home, 512 * KIB * KIB)
    yield home
    _unmount(home)


@pytest.mark.parametrize("free", [64 * KIB, 1024 * KIB, 4096 * KIB])
def test_an_incremental_run_on_a_disk_that_fills_up_is_made_good_by_the_next(
    free: int, small_live_home: Path, tmp_path: Path
) -> None:
    cmis = LiveCmis().fill(company())
    _follow(cmis, small_live_home, incremental=False)
    before = _served(small_live_home)
    cmis.pass_time(hours=30)
    correct(cmis)
    _mount(small_live_home, _used(small_live_home) + free, again=True)

    with pytest.raises(PhankyError) as told:
        _follow(cmis, small_live_home, incremental=True)

    assert str(told.value).endswith((".", ")"))
    assert _served(small_live_home) == before
    _mount(small_live_home, 512 * KIB * KIB, again=True)
    assert _follow(cmis, small_live_home, incremental=True).changed
    _follow(cmis, tmp_path / "whole", incremental=False)
    assert _served(small_live_home) == _served(tmp_path / "whole")


def _follow(cmis: LiveCmis, home: Path, *, incremental: bool) -> RunResult:
    settings = load_settings(home=home, memory_limit_gb=0.5)
    return run(settings, cmis, as_of=CORRECTED_ON, target="duckdb", incremental=incremental)


def _served(home: Path) -> dict[str, str]:
    """Mart -> hash of its rows in the release in service, which is whole; but for the one that tells when it was."""
    shelf = Shelf(home)
    receipt = shelf.audit(shelf.resolve())
    return {mart.name: mart.content_hash for mart in receipt.marts if mart.name != "dim_snapshot"}
