"""A disk that fills up: the release in service stays whole, one line says why, with room again all is made good."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from phanky.errors import BuildError
from semantic import Shelf
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
