"""What happens to releases afterwards: going back to one, signing a quarter off, letting old ones go."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.landing import Manifest, landing_path, manifests
from flows.publish.shelving import changing, keep_sign_offs, make_current, take_down
from phanky.errors import UsageError
from phanky.identity import whole_company
from phanky.settings import Settings
from phanky.vietnamese import month as month_text
from phanky.vietnamese import quarter as quarter_text
from semantic import CURRENT, Receipt, Shelf, SignOff, open_release

DAYS_KEPT = 400
NEWEST_KEPT = 30


def rollback(settings: Settings, release: str) -> str:
    """Put an earlier release into service and return its id.

    Args:
        release: an id, or a unique beginning of one.

    Raises:
        UsageError: there is no such release.
        DamageError: it is no longer what its receipt says; the release in service stays.
    """
    with changing(settings) as shelf:
        release_id = shelf.resolve(release)
        shelf.audit(release_id)
        make_current(shelf, release_id)
        return release_id


def close_quarter(settings: Settings, quarter: str, *, force: bool = False, now: datetime | None = None) -> SignOff:
    """Sign a quarter off on the release in service, which is kept from then on.

    Args:
        quarter: ``2026-Q3``.
        force: replace an earlier sign-off on another release.
        now: aware time of the sign-off; None: the clock's.

    Raises:
        UsageError: the quarter is not judged to its end, is still provisional, or is signed off already.
    """
    with changing(settings) as shelf:
        release_id = shelf.resolve(CURRENT)
        _require_closed(settings, release_id, quarter)
        sign_offs = shelf.sign_offs()
        earlier = sign_offs.get(quarter)
        if earlier is not None and earlier.release_id == release_id:
            return earlier
        if earlier is not None and not force:
            raise UsageError(
                f"{quarter_text(quarter)} đã chốt trên bản {earlier.release_id}. Thêm --force nếu muốn chốt lại."
            )
        signed = SignOff(release_id, now or datetime.now(UTC))
        keep_sign_offs(shelf, {**sign_offs, quarter: signed})
        return signed


def _require_closed(settings: Settings, release_id: str, quarter: str) -> None:
    marts = ("dim_months", "dim_snapshot")
    with open_release(whole_company("close-quarter"), release_id, home=settings.home, marts=marts) as release:
        judged = release.rows(
            "dim_months", ("is_provisional",), {"quarter": quarter, "is_quarter_end": True, "is_judged": True}
        )
        snapshot = release.rows("dim_snapshot", ("first_judged_month", "last_judged_month")).to_pylist()[0]
    if judged.num_rows == 0:
        first, last = (month_text(snapshot[name]) for name in ("first_judged_month", "last_judged_month"))
        raise UsageError(f"Chưa chốt được quý {quarter}: bản {release_id} chỉ xét {first} đến {last}.")
    if any(judged["is_provisional"].to_pylist()):
        raise UsageError(
            f"Chưa chốt được {quarter_text(quarter)}: còn kỳ chưa lập hóa đơn xong. Chạy lại khi CMIS đã chốt tháng."
        )


@dataclass(frozen=True)
class Retired:
    """What retention removed."""

    releases: tuple[str, ...]
    snapshots: tuple[str, ...]
    landing_files: int


def retention(settings: Settings, now: datetime, *, named_by_deliveries: Set[str] = frozenset()) -> Retired:
    """Let go of releases that nobody has to come back to, and of snapshots and landing files only they used.

    Kept: the release in service, the newest 30, the last of each day for 400 days, the last of each quarter,
    those that quarters were signed off on, those that a delivery names; snapshots of kept releases and the newest
    of each baseline.  The caller holds the run lock: a snapshot being taken uses files that no manifest names yet.

    Args:
        now: aware time that the 400 days count back from.
        named_by_deliveries: ids of releases.
    """
    with changing(settings) as shelf:
        # Read first: with one manifest unreadable nobody knows which files are still needed.
        known = manifests(settings)
        receipts = shelf.receipts()
        kept = _kept_releases(settings, shelf, receipts, now) | named_by_deliveries
        leaving = tuple(receipt.release_id for receipt in receipts if receipt.release_id not in kept)
        for release_id in leaving:
            take_down(shelf, release_id)
        snapshots = {receipt.snapshot_id for receipt in receipts if receipt.release_id in kept}
        return _retire_snapshots(settings, known, leaving, snapshots)


def _kept_releases(settings: Settings, shelf: Shelf, receipts: tuple[Receipt, ...], now: datetime) -> set[str]:
    """``receipts`` in the order of publishing, so that of one day's the last one stays in the dictionary."""
    zone = ZoneInfo(settings.timezone)
    since = (now - timedelta(days=DAYS_KEPT)).astimezone(zone).date()
    days = {receipt.published_at.astimezone(zone).date(): receipt.release_id for receipt in receipts}
    quarters = {(day.year, (day.month - 1) // 3): release_id for day, release_id in days.items()}
    return {
        *quarters.values(),
        *(release_id for day, release_id in days.items() if day >= since),
        *(receipt.release_id for receipt in receipts[-NEWEST_KEPT:]),
        *(signed.release_id for signed in shelf.sign_offs().values()),
        *filter(None, (shelf.current_id(),)),
    }


def _retire_snapshots(
    settings: Settings, known: tuple[Manifest, ...], releases: tuple[str, ...], named: set[str]
) -> Retired:
    newest = {manifest.baseline: manifest.snapshot_id for manifest in known}
    kept = [manifest for manifest in known if manifest.snapshot_id in named | set(newest.values())]
    gone = [manifest for manifest in known if manifest not in kept]
    # Manifests go first: a manifest whose files are missing would be a damaged snapshot.
    for manifest in gone:
        (settings.snapshots_dir / f"{manifest.snapshot_id}.json").unlink()
    unused = _unused_files(settings, kept)
    for path in unused:
        path.unlink()
    return Retired(releases, tuple(manifest.snapshot_id for manifest in gone), len(unused))


def _unused_files(settings: Settings, kept: Iterable[Manifest]) -> tuple[Path, ...]:
    used = {landing_path(settings, file) for file in chain.from_iterable(manifest.files for manifest in kept)}
    return tuple(path for path in settings.landing_dir.rglob("*.parquet") if path not in used)
