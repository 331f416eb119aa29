"""A small release made large: its customers many times over, in units of other names, in the form of a release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from flows.durable import make_folder, write_durably
from flows.publish.writing import FORMAT, MartSpec
from semantic.layout import CURRENT, RECEIPT_FILE, UNIT_COLUMN, mart_file
from semantic.naming import quoted
from semantic.receipt import FileReceipt, MartReceipt, Receipt, to_json
from semantic.shelf import Shelf, file_receipt

_UNIT_COLUMNS = frozenset({UNIT_COLUMN, "unit_code"})
_ADDED_UP = ("customers", "kwh_total", "kwh_wrong", "bills", "predicted", "happened", "hits")
_FIRST_COMPANY = ord("C")
_UNIT_DIGITS = 6


@dataclass(frozen=True)
class Size:
    """How a release grows: ``companies`` times the units, each with ``times`` its customers."""

    companies: int
    times: int

    def company(self, number: int) -> str:
        """SQL that renames a unit or customer of the sample, ``PC…``, into one of another company."""
        return f"'P{chr(_FIRST_COMPANY + number)}' || substr({{column}}, 3)"


def multiply(source: Path, target: Path, size: Size, scratch: Path) -> Receipt:
    """Write the release in service under ``source`` into ``target``, so many times as large, and put it into service.

    Args:
        scratch: a folder that DuckDB may spill into.
    """
    shelf = Shelf(source)
    receipt = shelf.receipt(shelf.resolve(CURRENT))
    release_id = f"{receipt.as_of:%Y%m%d}-{_digest(receipt, size)[:8]}"
    folder = target / "releases" / release_id
    with duckdb.connect(":memory:", config={"temp_directory": str(scratch), "memory_limit": "3GB"}) as bench:
        copying = _Copying(bench, shelf.release_folder(receipt.release_id), folder, size)
        marts = tuple(map(copying.mart, receipt.marts))
    made = replace(receipt, release_id=release_id, content_hash=_digest(receipt, size), marts=marts, docs=None)
    assert receipt.definitions is not None
    written = (shelf.release_folder(receipt.release_id) / receipt.definitions.path).read_bytes()
    write_durably(folder / receipt.definitions.path, written)
    write_durably(folder / RECEIPT_FILE, to_json(made).encode())
    write_durably(target / "releases" / CURRENT, f"{release_id}\n".encode())
    return made


def _digest(receipt: Receipt, size: Size) -> str:
    return hashlib.sha256(f"{receipt.content_hash} {size}".encode()).hexdigest()


@dataclass(frozen=True)
class _Copying:
    """One release on its way into another folder."""

    bench: duckdb.DuckDBPyConnection
    source: Path
    target: Path
    size: Size

    def mart(self, mart: MartReceipt) -> MartReceipt:
        """The mart, written; its hash says what it was made from, for nobody hashes so many rows."""
        files = tuple(self._unit_files(mart) if mart.scope == "unit" else self._open_files(mart))
        rows = sum(self._rows(file) for file in files)
        grown = hashlib.sha256(f"{mart.content_hash} {self.size}".encode()).hexdigest()
        return replace(mart, rows=rows, content_hash=grown, files=files)

    def _unit_files(self, mart: MartReceipt) -> Iterator[FileReceipt]:
        units = [file.path.rpartition(f"{UNIT_COLUMN}=")[2].partition("/")[0] for file in mart.files]
        # Energy and numbers of an aggregate are added up; rows of customers come again under other names.
        copies = 1 if _is_added_up(mart) else self.size.times
        for unit, file in zip(units, mart.files, strict=True):
            for company in range(self.size.companies):
                rows = f"{self._from([file])} CROSS JOIN range({copies}) AS copy(copy)"
                path = mart_file(mart.name, f"P{chr(_FIRST_COMPANY + company)}{unit[2:]}")
                yield self._write(mart, self._select(mart, company, copies), rows, path)

    def _open_files(self, mart: MartReceipt) -> Iterator[FileReceipt]:
        by_unit = "unit_code" in mart.column_names
        selects = [self._select(mart, company, 1) for company in range(self.size.companies if by_unit else 1)]
        rows = self._from(mart.files)
        parts = [f"SELECT {select} FROM {rows} CROSS JOIN range(1) AS copy(copy)" for select in selects]
        yield self._write(mart, "*", f"({' UNION ALL '.join(parts)})", mart_file(mart.name))

    def _select(self, mart: MartReceipt, company: int, copies: int) -> str:
        return ", ".join(self._column(name, sql_type, mart, company, copies) for name, sql_type in mart.columns)

    def _column(self, name: str, sql_type: str, mart: MartReceipt, company: int, copies: int) -> str:
        renamed = self.size.company(company).format(column=name)
        if name in _UNIT_COLUMNS:
            return f"{renamed} AS {name}"
        if name == "customer_id":
            return f"{_customer(renamed)} AS {name}"
        if name == "search_text":
            words = _customer(self.size.company(company).format(column="customer_id"))
            return f"replace({name}, lower(customer_id), lower({words})) AS {name}"
        if _is_added_up(mart) and copies == 1 and name.startswith(_ADDED_UP):
            return f"CAST({name} * {self.size.times} AS {sql_type}) AS {name}"
        return quoted(name)

    def _from(self, files: Sequence[FileReceipt]) -> str:
        paths = ", ".join(f"'{self.source / file.path}'" for file in files)
        return f"read_parquet([{paths}], hive_partitioning = false)"

    def _write(self, mart: MartReceipt, select: str, rows: str, inside: object) -> FileReceipt:
        path = self.target / str(inside)
        make_folder(path.parent)
        order = ", ".join(map(quoted, MartSpec(mart.name, mart.scope, mart.grain).order))
        self.bench.execute(f"COPY (SELECT {select} FROM {rows} ORDER BY {order}) TO '{path}' ({FORMAT})")
        return file_receipt(self.target, path)

    def _rows(self, file: FileReceipt) -> int:
        found = self.bench.execute(f"SELECT count(*) FROM '{self.target / file.path}'").fetchone()
        return int(found[0]) if found else 0


def _is_added_up(mart: MartReceipt) -> bool:
    return mart.name.startswith("agg_") and "customer_id" not in mart.column_names


def _customer(renamed: str) -> str:
    # The copy's number stands behind the unit: copies of one customer must not lie side by side, or files shrink.
    return f"left({renamed}, {_UNIT_DIGITS}) || printf('%02d', copy) || substr({renamed}, {_UNIT_DIGITS + 1})"
