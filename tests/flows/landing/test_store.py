from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime

import pytest

from flows.landing import Manifest, landing_path, manifests, read_manifest, verify
from flows.landing.manifest import snapshot_id
from flows.landing.store import keep_manifest, predecessor
from phanky.errors import DamageError, UsageError
from phanky.settings import Settings
from tests.flows.landing.conftest import Land
from tests.memory_source import MemorySource, small_company


def test_one_flipped_byte_is_found_and_its_file_named(take: Land, settings: Settings) -> None:
    manifest = take(MemorySource(small_company()))
    path = landing_path(settings, manifest.files[3])
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)

    with pytest.raises(DamageError) as damaged:
        verify(settings, manifest)

    assert str(path) in str(damaged.value)
    assert "không còn khớp mã kiểm" in str(damaged.value)


def test_a_missing_file_is_found_and_named(take: Land, settings: Settings) -> None:
    manifest = take(MemorySource(small_company()))
    path = landing_path(settings, manifest.files[0])
    path.unlink()

    with pytest.raises(DamageError) as damaged:
        verify(settings, manifest)

    assert f"{path} không còn (ảnh chụp {manifest.snapshot_id})" in str(damaged.value)


def test_an_unknown_snapshot_is_answered_with_the_known_ones(take: Land, settings: Settings) -> None:
    manifest = take(MemorySource(small_company()))

    with pytest.raises(UsageError, match=f"Không có ảnh chụp 20200101-0. .*{manifest.snapshot_id}"):
        read_manifest(settings, "20200101-0")


def test_a_new_installation_has_no_snapshots(settings: Settings) -> None:
    assert manifests(settings) == ()


@pytest.mark.parametrize("damage", ["cut", "edited", "renamed"])
def test_a_manifest_that_was_tampered_with_is_refused(take: Land, settings: Settings, damage: str) -> None:
    manifest = take(MemorySource(small_company()))
    path = settings.snapshots_dir / f"{manifest.snapshot_id}.json"
    text = path.read_text(encoding="utf-8")
    if damage == "cut":
        path.write_text(text[:-100], encoding="utf-8")
    elif damage == "edited":
        content = json.loads(text)
        content["files"].pop()
        path.write_text(json.dumps(content), encoding="utf-8")
    else:
        path = path.rename(path.with_name("20260905-000000000000.json"))

    with pytest.raises(DamageError, match=path.name):
        manifests(settings)


def kept(settings: Settings, like: Manifest, **changes: object) -> Manifest:
    """A further kept snapshot, like another one but for some of its fields."""
    other = dataclasses.replace(like, **changes)  # type: ignore[arg-type]
    other = dataclasses.replace(other, snapshot_id=snapshot_id(other.as_of, other.files, other.lists, other.layout))
    keep_manifest(settings, other)
    return other


def test_of_one_day_the_snapshot_taken_last_comes_before_the_next(take: Land, settings: Settings) -> None:
    first = take(MemorySource(small_company()))
    same_day = [
        kept(settings, first, lists={"agreements": f"v{hour}"}, taken_at=datetime(2026, 9, 5, hour, tzinfo=UTC))
        for hour in (3, 9, 1, 7, 5)
    ]
    kept(settings, first, as_of=date(2026, 9, 4), taken_at=datetime(2026, 9, 30, tzinfo=UTC))
    first_path = settings.snapshots_dir / f"{first.snapshot_id}.json"
    first_path.unlink()

    following = kept(settings, first, as_of=date(2026, 9, 6))

    assert predecessor(settings, following) == same_day[1]
