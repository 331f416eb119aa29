"""The list of written agreements: replaced as a whole, every content kept, named by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from phanky.errors import InputError, Place, UsageError
from phanky.ledger.entries import AGREEMENTS_SCHEMA, ListVersion
from phanky.ledger.model import Agreement, ListImport, ListVersionRow

KIND = "agreements"
_COLUMNS = {
    "MA_KHANG": "customer_id",
    "SO_KY": "periods",
    "SO_VBAN": "document",
    "TU_NGAY": "first_day",
    "DEN_NGAY": "last_day",
}


def content_version(table: pa.Table) -> str:
    """12 hex digits that depend on the rows alone, not on their order."""
    ordered = table.select(list(_COLUMNS)).sort_by([("MA_KHANG", "ascending"), ("TU_NGAY", "ascending")])
    digest = hashlib.sha256(KIND.encode())
    for row in ordered.to_pylist():
        digest.update(json.dumps(list(row.values()), default=str, ensure_ascii=False).encode())
    return digest.hexdigest()[:12]


def checked(table: pa.Table, file_name: str) -> pa.Table:
    """The table in the ledger's shape.

    Raises:
        InputError: a column is missing or of another type, or one customer has two agreements from one day.
    """
    try:
        shaped = table.select(list(_COLUMNS)).cast(AGREEMENTS_SCHEMA)
    except (KeyError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InputError(
            f"danh sách thỏa thuận không đúng dạng ({error})", Place(file_name), "Dùng tệp mẫu của phanky import."
        ) from error
    repeated = shaped.group_by(["MA_KHANG", "TU_NGAY"]).aggregate([([], "count_all")])
    for row in repeated.to_pylist():
        if row["count_all"] > 1:
            raise InputError(
                f"khách hàng {row['MA_KHANG']} có hai thỏa thuận cùng từ ngày {row['TU_NGAY']:%d/%m/%Y}",
                Place(file_name),
                "Giữ lại một dòng.",
            )
    return shaped


def current(session: Session) -> ListVersion | None:
    """The content in force, or None when no list was ever imported."""
    found = history(session, limit=1)
    return found[0] if found else None


def history(session: Session, *, limit: int) -> list[ListVersion]:
    """Imports, the newest first."""
    query = (
        select(ListImport, ListVersionRow)
        .join(ListVersionRow, ListVersionRow.version == ListImport.version)
        .where(ListVersionRow.kind == KIND)
        .order_by(ListImport.id.desc())
        .limit(limit)
    )
    return [_entry(imported, content) for imported, content in session.execute(query)]


def replace(session: Session, table: pa.Table, *, file: str, sha256: str, who: str, at: datetime) -> ListVersion:
    """Put ``table`` in force; what is in force already stays untouched."""
    version = content_version(table)
    in_force = current(session)
    if in_force is not None and in_force.version == version:
        return in_force
    content = session.get(ListVersionRow, version) or _keep(session, version, table)
    imported = ListImport(version=version, imported_at=at, imported_by=who, file_name=file, sha256=sha256)
    session.add(imported)
    session.flush()
    return _entry(imported, content, is_new=True)


def rows_of(session: Session, version: str) -> pa.Table:
    """The rows of one content in :data:`AGREEMENTS_SCHEMA`, by customer and first day.

    Raises:
        UsageError: no such version was ever imported.
    """
    if version == content_version(empty()):
        return empty()
    if session.get(ListVersionRow, version) is None:
        raise UsageError(f"Không có phiên bản {version} của danh sách thỏa thuận.")
    query = (
        select(*(getattr(Agreement, name) for name in _COLUMNS.values()))
        .where(Agreement.version == version)
        .order_by(Agreement.customer_id, Agreement.first_day)
    )
    return _table(session.execute(query).all())


def empty() -> pa.Table:
    """The list of a company that has no agreements."""
    return AGREEMENTS_SCHEMA.empty_table()


def _keep(session: Session, version: str, table: pa.Table) -> ListVersionRow:
    content = ListVersionRow(version=version, kind=KIND, rows=table.num_rows)
    session.add(content)
    session.flush()
    rows: list[dict[str, Any]] = table.rename_columns(list(_COLUMNS.values())).to_pylist()
    if rows:
        session.execute(insert(Agreement), [{"version": version, **row} for row in rows])
    return content


def _table(rows: Sequence[Any]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS)
    arrays = [pa.array(values, type=field.type) for values, field in zip(columns, AGREEMENTS_SCHEMA, strict=True)]
    return pa.table(arrays, schema=AGREEMENTS_SCHEMA)


def _entry(imported: ListImport, content: ListVersionRow, *, is_new: bool = False) -> ListVersion:
    return ListVersion(
        kind=content.kind,
        version=content.version,
        rows=content.rows,
        imported_at=imported.imported_at,
        imported_by=imported.imported_by,
        file_name=imported.file_name,
        sha256=imported.sha256,
        is_new=is_new,
    )
