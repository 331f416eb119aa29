"""The rules' documentation as one offline file."""

from __future__ import annotations

from pathlib import Path

from flows.build.invoking import invoke, target_folder
from flows.build.project import rules_hash
from flows.durable import write_durably
from flows.load import Warehouse
from phanky.errors import BuildError
from phanky.progress import reach
from phanky.settings import Settings


def documentation(warehouse: Warehouse, settings: Settings) -> Path:
    """Dbt's documentation of the project; made once for each state of the rules and engine.

    Raises:
        BuildError: dbt could not write it.
    """
    kept = settings.home / "dbt" / "docs" / f"{warehouse.kind}-{rules_hash(settings)[:16]}.html"
    if kept.is_file():
        return kept
    reach("build.documentation", warehouse.kind)
    outcome = invoke(settings, warehouse, ["docs", "generate", "--static", "--no-compile"])
    page = target_folder(settings, warehouse) / "static_index.html"
    if not outcome.success or not page.is_file():
        raise BuildError(f"Không tạo được tài liệu quy tắc: {outcome.exception}. Xem {settings.home / 'dbt' / 'logs'}.")
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_durably(kept, page.read_bytes())
    return kept
