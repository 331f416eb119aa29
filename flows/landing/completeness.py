"""Whether a snapshot still holds what the one before it held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from flows.cmis.declaration import TABLES
from flows.landing.manifest import Manifest
from phanky.errors import CompletenessError

_BILLS = "HDN_HDON"
_LISTED = 8


def require_complete(earlier: Manifest, later: Manifest, share: float) -> None:
    """Refuse ``later`` when it lacks what ``earlier`` had.

    Raises:
        CompletenessError: naming what is missing.
    """
    losses = tuple(missing(earlier, later, share))
    if not losses:
        return
    others = f"; và {len(losses) - _LISTED} điểm khác" if len(losses) > _LISTED else ""
    raise CompletenessError(
        f"Dữ liệu thiếu so với ảnh chụp {earlier.snapshot_id}: {'; '.join(losses[:_LISTED])}{others}. "
        'Kiểm tra nguồn; nếu thay đổi là đúng, chạy lại với --accept-change "lý do".'
    )


def missing(earlier: Manifest, later: Manifest, share: float) -> Iterator[str]:
    """What ``later`` lacks, one line each: tables, rows, unit × months, bills of closed months.

    A month counts once it was closed on the day of ``earlier``; what was still open then may change freely.  Exports
    of a fixed number of months move on: months that fell off at the beginning are no loss when at least as many came
    at the end.
    """
    gone = left_behind(earlier, later)
    least = Decimal(str(share))
    vanished = [name for name in earlier.tables if name not in later.tables]
    yield from (f"bảng {name} không còn" for name in vanished)
    yield from _units_without_bills(earlier, later, gone)
    for table in (t for t in TABLES if t.name not in vanished):
        had, has = _rows(earlier, table.name), _rows(later, table.name)
        for part in sorted(had):
            is_closed = part == "all" or part < _month(earlier.as_of)
            if is_closed and part not in gone and has[part] < least * had[part]:
                yield f"{table.name}{_spoken(part)} còn {has[part]}/{had[part]} dòng"


def left_behind(earlier: Manifest, later: Manifest) -> frozenset[str]:
    """Billing months before the first of ``later``, when its window of months moved on at both ends alike."""
    had, has = _bill_months(earlier), _bill_months(later)
    if not had or not has:
        return frozenset()
    fallen = frozenset(month for month in had if month < has[0])
    come = [month for month in has if month > had[-1]]
    return fallen if len(fallen) <= len(come) else frozenset()


def _bill_months(manifest: Manifest) -> list[str]:
    return sorted({found.month for found in manifest.unit_months})


def _units_without_bills(earlier: Manifest, later: Manifest, gone: frozenset[str]) -> Iterator[str]:
    kept = {(x.unit, x.month) for x in later.unit_months}
    for had in earlier.unit_months:
        if had.month in gone:
            continue
        if had.month < _month(earlier.as_of) and (had.unit, had.month) not in kept:
            yield f"{_BILLS}{_spoken(had.month)} đơn vị {had.unit} không còn hóa đơn nào (trước có {had.bills})"


def _rows(manifest: Manifest, table: str) -> Counter[str]:
    return Counter({f.partition: f.rows for f in manifest.files_of(table)})


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _spoken(part: str) -> str:
    return "" if part == "all" else f" tháng {part[5:]}/{part[:4]}"
