"""Loading a snapshot: the same promise on every engine."""

from __future__ import annotations

from dataclasses import dataclass

from flows.cmis.declaration import RAW_TABLES
from flows.landing import Manifest, current_layout, verify
from flows.load.embedded import load_embedded
from flows.load.postgres import load_postgres
from flows.load.relations import relation
from flows.load.warehouse import DuckDBWarehouse, SparkWarehouse, Warehouse
from phanky.errors import BuildError
from phanky.progress import reach
from phanky.settings import Settings


@dataclass(frozen=True)
class LoadResult:
    """Whether the warehouse changed, and the rows it now holds by relation (``raw.hdn_hdon``)."""

    changed: bool
    rows: dict[str, int]


def load(manifest: Manifest, settings: Settings, warehouse: Warehouse) -> LoadResult:
    """Make ``raw`` hold exactly this snapshot, in one transaction; loading the loaded one again changes nothing.

    Raises:
        DamageError: a landing file is not what the manifest says.
        BuildError, BusyError, ConfigurationError: the warehouse cannot take it; it stays as it was.
    """
    reach("load.begin", manifest.snapshot_id)
    if manifest.layout != current_layout():
        raise BuildError(
            f"Ảnh chụp {manifest.snapshot_id} có bố cục cột của phiên bản khác. "
            "Chạy lại phanky run để lấy ảnh chụp mới."
        )
    verify(settings, manifest)
    if isinstance(warehouse, DuckDBWarehouse):
        changed = load_embedded(manifest, settings, warehouse)
    elif isinstance(warehouse, SparkWarehouse):
        from flows.load.spark import load_spark

        changed = load_spark(manifest, settings, warehouse)
    else:
        changed = load_postgres(manifest, settings, warehouse)
    return LoadResult(changed, {relation(table): manifest.rows_of(table.name) for table in RAW_TABLES})
