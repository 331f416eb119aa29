"""Opens a table export whatever its format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flows.cmis.files.catalogue import SUFFIXES, Export
from flows.cmis.files.columnar import open_columnar
from flows.cmis.files.delimited import open_delimited
from flows.cmis.files.limits import Limits
from flows.cmis.files.price_rows import PRICE_STRING, columns_given_by, expanded
from flows.cmis.files.rows import RawTable
from flows.cmis.files.sheet import open_sheet
from phanky.errors import InputError, Place


def open_export(export: Export, scratch: Path, limits: Limits) -> RawTable:
    """Open one file by its suffix; price strings are taken apart on the way.

    Raises:
        InputError: the file cannot be read, is empty, or its header does not fit the table.
    """
    try:
        raw = _opened(export, scratch, limits)
    except PermissionError as error:
        raise InputError("không có quyền đọc tệp", Place(export.origin), "Cấp quyền đọc rồi chạy lại.") from error
    return _with_price_rows(raw) if PRICE_STRING in raw.columns else raw


def _opened(export: Export, scratch: Path, limits: Limits) -> RawTable:
    path, origin, table = export.path, export.origin, export.table
    if not path.is_file():
        raise InputError("không phải tệp", Place(origin), f"Mỗi bảng là một tệp {', '.join(SUFFIXES)}.")
    if path.stat().st_size == 0:
        raise InputError("tệp rỗng", Place(origin), "Xuất lại bảng này.")
    match path.suffix.casefold():
        case ".csv":
            return open_delimited(path, origin, table, limits)
        case ".xlsx":
            return open_sheet(path, origin, table, scratch, limits)
        case ".parquet":
            return open_columnar(path, origin, table)
    raise InputError("không đọc được loại tệp này", Place(origin), f"Dùng {', '.join(SUFFIXES)}.")


def _with_price_rows(raw: RawTable) -> RawTable:
    given = columns_given_by(raw.columns)
    texts = tuple(pair for pair in raw.texts if pair[0] not in given)
    columns = raw.columns.union(given) - {PRICE_STRING}
    return replace(raw, columns=columns, texts=texts, read=lambda faults: expanded(raw.read(faults)))
