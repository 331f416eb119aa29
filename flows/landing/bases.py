"""Which kept snapshot a new one may stand on."""

from __future__ import annotations

from dataclasses import dataclass

from flows.landing import store
from flows.landing.manifest import Manifest, current_checks, current_layout
from phanky.errors import DamageError
from phanky.settings import Settings


@dataclass(frozen=True)
class Base:
    """The newest snapshot that changes can be merged into, or in ``reason`` why there is none."""

    manifest: Manifest | None
    reason: str = ""


def find_base(settings: Settings, baseline: str) -> Base:
    """The newest whole snapshot of this baseline whose columns and checks are declared as they are now.

    The lists that the company keeps are landed anew each time, so that theirs need not be the same.
    """
    try:
        known = [kept for kept in store.manifests(settings) if kept.baseline == baseline]
        newest = max(known, key=lambda kept: (kept.taken_at, kept.snapshot_id), default=None)
        if newest is None:
            return Base(None, "chưa có ảnh chụp nào")
        asked = (newest.layout, newest.checked)
        if newest.watermark is None or asked != (current_layout(), current_checks()):
            return Base(None, f"ảnh chụp {newest.snapshot_id} do phiên bản khác ghi")
        store.verify(settings, newest)
    except DamageError as error:
        return Base(None, str(error))
    return Base(newest)
