"""Whether what stands in the warehouse is what the manifest says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flows.cmis.declaration import Table
from flows.landing import Manifest
from flows.load.relations import relation
from phanky.errors import BuildError


def require_loaded(manifest: Manifest, table: Table, counted: Sequence[Any] | None) -> None:
    """Refuse (rows, exact total or None) that the manifest does not say.

    Raises:
        BuildError: they differ; nothing has been committed.
    """
    expected, found = _expected(manifest, table), _found(counted)
    if found != expected:
        raise BuildError(
            f"Bảng {relation(table)} nạp chưa đúng: cần {expected[0]} dòng, tổng {expected[1]}; "
            f"có {found[0]} dòng, tổng {found[1]}. Chạy lại; kho dữ liệu vẫn như trước."
        )


def is_as_landed(manifest: Manifest, table: Table, counted: Sequence[Any] | None) -> bool:
    """Whether (rows, exact total or None) is what the manifest says."""
    return _found(counted) == _expected(manifest, table)


def _expected(manifest: Manifest, table: Table) -> tuple[int, Decimal]:
    files = manifest.files_of(table.name)
    return sum(f.rows for f in files), sum((Decimal(f.total) for f in files if f.total), Decimal(0))


def _found(counted: Sequence[Any] | None) -> tuple[int, Decimal]:
    rows, total = counted or (0, None)
    return rows, Decimal(total or 0)
