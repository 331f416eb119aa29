"""A run that is killed while landing leaves no snapshot, and the next run ends as if nothing had happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from phanky.settings import load_settings
from tests.flows.kills import content_of, run_killed, run_whole


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Landing files of a run that nobody killed."""
    home = tmp_path_factory.mktemp("undisturbed")
    run_whole(home, "duckdb")
    return content_of(home / "landing")


@pytest.mark.parametrize(
    ("point", "occurrence", "is_kept"),
    [
        ("landing.table", 5, False),
        ("landing.file_written", 1, False),
        ("landing.file_written", 12, False),
        ("landing.before_manifest", 1, False),
        ("landing.manifest_written", 1, True),
    ],
)
def test_a_killed_landing_is_finished_by_the_next_run(
    tmp_path: Path, undisturbed: dict[str, str], point: str, occurrence: int, is_kept: bool
) -> None:
    settings = load_settings(home=tmp_path)
    run_killed(tmp_path, "duckdb", point, occurrence)
    assert len(list(settings.snapshots_dir.glob("*.json"))) == is_kept

    run_whole(tmp_path, "duckdb")

    assert content_of(settings.landing_dir) == undisturbed
    assert len(list(settings.snapshots_dir.glob("*.json"))) == 1
    assert list(settings.work_dir.iterdir()) == []


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path, undisturbed: dict[str, str]) -> None:
    settings = load_settings(home=tmp_path)
    run_killed(tmp_path, "duckdb", "landing.file_written", 2)
    half = settings.landing_dir / ".partial" / "HDN_HDON-2026-06.parquet"
    half.write_bytes(b"PAR1")
    (settings.work_dir / "landing" / "staging.duckdb").write_bytes(b"half a database")
    settings.snapshots_dir.mkdir()
    (settings.snapshots_dir / ".20260905-000000000000.json.partial").write_bytes(b"{")

    run_whole(tmp_path, "duckdb")

    assert content_of(settings.landing_dir) == undisturbed
    assert [path.suffix for path in settings.snapshots_dir.iterdir()] == [".json"]
