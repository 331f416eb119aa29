"""Kept snapshots: reading manifests, finding one again, and proving that its files are whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from flows.durable import write_durably
from flows.landing.manifest import LandedFile, Manifest
from phanky.errors import DamageError, UsageError
from phanky.settings import Settings


def read_manifest(settings: Settings, snapshot_id: str) -> Manifest:
    """The manifest of one snapshot.

    Raises:
        UsageError: there is no such snapshot.
        DamageError: its manifest cannot be read.
    """
    path = _path(settings, snapshot_id)
    if not path.is_file():
        near = ", ".join(p.stem for p in _newest_first(settings, "*")[:5]) or "chưa có"
        raise UsageError(f"Không có ảnh chụp {snapshot_id}. Các ảnh chụp gần nhất: {near}.")
    return _read(path)


def manifests(settings: Settings) -> tuple[Manifest, ...]:
    """Every kept snapshot, by the time at which it was taken, the newest last.

    Raises:
        DamageError: a manifest cannot be read.
    """
    found = (_read(path) for path in _newest_first(settings, "*"))
    return tuple(sorted(found, key=lambda manifest: manifest.taken_at))


def same_day(settings: Settings, day: str) -> Iterator[Manifest]:
    """Kept snapshots of one as-of day (``YYYYMMDD``), in no order that matters."""
    return (_read(path) for path in _newest_first(settings, f"{day}-*"))


def keep_manifest(settings: Settings, manifest: Manifest) -> None:
    """Write the manifest, which makes its files a snapshot."""
    write_durably(_path(settings, manifest.snapshot_id), manifest.to_json().encode())


def predecessor(settings: Settings, manifest: Manifest) -> Manifest | None:
    """The newest earlier snapshot of the same baseline: by as-of day, then by when it was taken."""
    newest: Manifest | None = None
    for path in _newest_first(settings, "*"):
        if newest is not None and path.stem[:8] < f"{newest.as_of:%Y%m%d}":
            break
        other = _read(path)
        if other.baseline != manifest.baseline or other.as_of > manifest.as_of:
            continue
        if other.snapshot_id != manifest.snapshot_id and (newest is None or other.taken_at > newest.taken_at):
            newest = other
    return newest


def landing_path(settings: Settings, file: LandedFile) -> Path:
    """Where a landed file lies."""
    return settings.landing_dir / file.path


def damage(settings: Settings, manifest: Manifest) -> str | None:
    """Which file is not as it was written, in words; None when all are.  Half a second for a province."""
    for file in manifest.files:
        path = landing_path(settings, file)
        if _size(path) != file.size or _checksum(path) != file.sha256:
            state = "không còn khớp mã kiểm" if path.exists() else "không còn"
            return f"Tệp tiếp nhận {path} {state} (ảnh chụp {manifest.snapshot_id})"
    return None


def verify(settings: Settings, manifest: Manifest) -> None:
    """Read every file of the snapshot again.

    Raises:
        DamageError: a file is missing or does not have the checksum that the manifest names.
    """
    if (found := damage(settings, manifest)) is not None:
        raise DamageError(f"{found}. Xóa tệp này nếu còn rồi chạy lại phanky run để lấy lại từ nguồn.")


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _checksum(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _path(settings: Settings, snapshot_id: str) -> Path:
    return settings.snapshots_dir / f"{snapshot_id}.json"


def _newest_first(settings: Settings, pattern: str) -> list[Path]:
    # Names begin with the as-of day.
    return sorted(settings.snapshots_dir.glob(f"{pattern}.json"), reverse=True)


def _read(path: Path) -> Manifest:
    try:
        manifest = Manifest.from_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DamageError(f"Không đọc được ảnh chụp {path} ({error}). Xóa tệp này rồi chạy lại phanky run.") from error
    if manifest.snapshot_id != path.stem:
        raise DamageError(f"Ảnh chụp {path} mang mã khác ({manifest.snapshot_id}). Xóa tệp này rồi chạy lại.")
    return manifest
