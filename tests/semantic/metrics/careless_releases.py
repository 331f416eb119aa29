"""The marked release, opened with one of its limits left out."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from phanky.identity import Identity, of_units, whole_company
from semantic import FileReceipt, MartReceipt, Receipt, Release, Shelf
from semantic.instance import load_instance
from semantic.layout import UNIT_COLUMN, mart_file
from semantic.release import Opened

_CUSTOMERS = ("fct_customer_month", "fct_rule_results", "agg_customer_year", "agg_segment_month", "dim_customers")


@dataclass(frozen=True)
class Careless:
    """A release taken apart, so that its parts can be put together wrongly."""

    receipt: Receipt
    folder: Path

    @classmethod
    def of(cls, home: Path) -> Careless:
        """The release in service under ``home``."""
        shelf = Shelf(home)
        release_id = shelf.resolve()
        return cls(shelf.receipt(release_id), shelf.release_folder(release_id))

    def without_limit_on_rows(self, scope: Identity) -> Release:
        """All rows are loaded; only what is asked still knows of the scope."""
        return self._open(scope, loaded_for=whole_company("không ai giới hạn"))

    def without_rule_on_open_marts(self, scope: Identity) -> Release:
        """The scope's rows are loaded, but its questions may be answered from the totals of everyone."""
        return self._open(whole_company("không ai giới hạn"), loaded_for=scope)

    def with_open_customers(self, scope: Identity) -> Release:
        """Marts of customers were published as if everyone might see them."""
        marts = tuple(replace(mart, scope="open") if mart.name in _CUSTOMERS else mart for mart in self.receipt.marts)
        return replace(self, receipt=replace(self.receipt, marts=marts))._open(scope, loaded_for=scope)

    def with_foreign_rows_in_own_folder(
        self, into: Path, own: str, foreign: str, *, limited_by_column: bool
    ) -> Release:
        """The rows of ``foreign`` lie in the folder of ``own``; their column still says whose they are."""
        scope = of_units("giám đốc", own)
        moved = self._moved(into, own, foreign, relabelled=False)
        return moved._open(scope, loaded_for=scope if limited_by_column else of_units("giám đốc", own, foreign))

    def with_foreign_rows_under_own_name(self, into: Path, own: str, foreign: str) -> Release:
        """The rows of ``foreign`` are written as rows of ``own``, folder and column alike."""
        scope = of_units("giám đốc", own)
        return self._moved(into, own, foreign, relabelled=True)._open(scope, loaded_for=scope)

    def _open(self, asking: Identity, *, loaded_for: Identity) -> Release:
        names = Opened(self.receipt, self.folder, ()).definitions.marts
        marts = tuple(map(self.receipt.mart, names))
        return Release(Opened(self.receipt, self.folder, marts), asking, load_instance(self.folder, marts, loaded_for))

    def _moved(self, into: Path, own: str, foreign: str, *, relabelled: bool) -> Careless:
        shutil.copytree(self.folder, into)
        marts = tuple(
            _with_moved_rows(into, mart, own, foreign, relabelled=relabelled) if mart.scope == "unit" else mart
            for mart in self.receipt.marts
        )
        return Careless(replace(self.receipt, marts=marts), into)


def _with_moved_rows(folder: Path, mart: MartReceipt, own: str, foreign: str, *, relabelled: bool) -> MartReceipt:
    kept, moved = (str(mart_file(mart.name, unit)) for unit in (own, foreign))
    there = [path for path in (kept, moved) if (folder / path).is_file()]
    if moved not in there:
        return mart  # nobody of that unit stands in it
    (folder / kept).parent.mkdir(exist_ok=True)
    columns = f"* REPLACE ('{own}' AS {UNIT_COLUMN})" if relabelled else "*"
    both = folder / f"{mart.name}.parquet"
    duckdb.sql(f"COPY (SELECT {columns} FROM read_parquet({[str(folder / path) for path in there]})) TO '{both}'")
    both.replace(folder / kept)
    file = FileReceipt(kept, "", (folder / kept).stat().st_size)
    others = tuple(file for file in mart.files if file.path not in (kept, moved))
    return replace(mart, files=(file, *others))
