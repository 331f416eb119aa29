"""Ways to write exports that are not as they should be: each returns a function from a new folder to ``--path``."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.exports import Change, Row, changed, csv_text, rows, write_exports

BILLS = "HDN_HDON"

Write = Callable[[Path], Path]


def exports(**changes: Change) -> Write:
    return lambda folder: write_exports(folder, **changes)


def bill(index: int, **values: str) -> Write:
    """Bill ``index`` (0 stands in line 2) with other values."""
    return exports(HDN_HDON=changed(BILLS, index, **values))


def lines(table: str, *further: str) -> Write:
    """A table with further lines below its own; bills begin at line 8."""
    return exports(**{table: csv_text(rows(table)) + "\n".join(further) + "\n"})


def with_semicolons(index: int, kwh: str) -> Write:
    bills = [row | {"DIEN_TTHU": row["DIEN_TTHU"].replace(".", ",")} for row in rows(BILLS)]
    bills[index]["DIEN_TTHU"] = kwh
    return exports(HDN_HDON=csv_text(bills, ";"))


def without(table: str, column: str) -> Write:
    left = [{name: value for name, value in row.items() if name != column} for row in rows(table)]
    return exports(**{table: left})


def workbook(spoil: Callable[[openpyxl.worksheet.worksheet.Worksheet], object]) -> Write:
    def write(folder: Path) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        for line in csv.reader(io.StringIO(csv_text(rows(BILLS)))):
            sheet.append(line)
        spoil(sheet)
        write_exports(folder, HDN_HDON=None)
        book.save(folder / "HDN_HDON.xlsx")
        return folder

    return write


def parquet(**columns: pa.Array) -> Write:
    def write(folder: Path) -> Path:
        write_exports(folder, HDN_HDON=None)
        as_text = {name: pa.array([row[name] for row in rows(BILLS)]) for name in rows(BILLS)[0]}
        pq.write_table(pa.table(as_text | columns), folder / "HDN_HDON.parquet")
        return folder

    return write


def zipped(change: Callable[[Path], object] = lambda _: None, **changes: Change) -> Write:
    def write(folder: Path) -> Path:
        path = folder.with_name("xuat.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in sorted(write_exports(folder, **changes).iterdir()):
                packed.write(file, file.name)
        change(path)
        return path

    return write


def beside(name: str, content: bytes) -> Write:
    """Good exports with one more file in their folder."""

    def write(folder: Path) -> Path:
        write_exports(folder)
        (folder / name).write_bytes(content)
        return folder

    return write


def cut(path: Path) -> None:
    """Cut the end off a file."""
    path.write_bytes(path.read_bytes()[:-100])


def repeated(table: str, index: int, **values: str) -> list[Row]:
    return [*rows(table), rows(table)[index] | values]


def formula(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet["K5"] = "=K3+K4"
