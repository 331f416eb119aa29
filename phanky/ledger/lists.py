"""Lists that the company keeps: each replaced as a whole, every content kept, named by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from phanky.errors import InputError, Place, UsageError
from phanky.ledger.database import Database
from phanky.ledger.entries import ListVersion
from phanky.ledger.kinds import KeptList
from phanky.ledger.model import AuditEntry, ListImport, ListVersionRow

_Row = Mapping[str, Any]


class Lists:
    """The lists in the ledger; every method is one transaction."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def replace(self, kept: KeptList, table: pa.Table, *, file: str, sha256: str, who: str) -> ListVersion:
        """Replace the whole list and note it in the audit log.

        Args:
            kept: which list.
            table: rows in its schema.
            file: name of the file they came from.
            sha256: checksum of that file, 64 hex digits.
            who: the person or job that imports.

        Returns:
            The version in force; ``is_new`` is False when this content was in force already.

        Raises:
            InputError: the table has another shape, or a key stands twice.
        """
        rows = _checked(kept, table, file)
        with self._database.writing() as session:
            now = self._clock()
            found = _replace(session, kept, rows, file=file, sha256=sha256, who=who, at=now)
            state = "new" if found.is_new else "in force already"
            detail = f"{file}: {found.rows} rows, version {found.version}, {state}"
            session.add(AuditEntry(at=now, who=who, what=f"import_{kept.kind}", scope="*", detail=detail))
            return found

    def rows(self, kept: KeptList, version: str | None = None) -> tuple[str, pa.Table]:
        """The version and its rows in the list's schema, by key; by default those in force now.

        Raises:
            UsageError: no such version was ever imported.
        """
        with self._database.reading() as session:
            if version is None:
                in_force = _current(session, kept)
                version = in_force.version if in_force is not None else _content_version(kept, _empty(kept))
            return version, _rows_of(session, kept, version)

    def imports(self, kept: KeptList, limit: int = 20) -> list[ListVersion]:
        """Imports of the list, the newest first."""
        with self._database.reading() as session:
            return _history(session, kept, limit=limit)


def _content_version(kept: KeptList, table: pa.Table) -> str:
    """12 hex digits that depend on the rows alone, not on their order."""
    ordered = table.select(list(kept.columns)).sort_by([(name, "ascending") for name in kept.key])
    digest = hashlib.sha256(kept.kind.encode())
    for row in ordered.to_pylist():
        digest.update(json.dumps(list(row.values()), default=str, ensure_ascii=False).encode())
    return digest.hexdigest()[:12]


def _checked(kept: KeptList, table: pa.Table, file_name: str) -> pa.Table:
    try:
        shaped = table.select(list(kept.columns)).cast(kept.schema)
    except (KeyError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InputError(
            f"{kept.name} không đúng dạng ({error})", Place(file_name), "Dùng tệp mẫu của phanky import."
        ) from error
    for row in shaped.group_by(list(kept.key)).aggregate([([], "count_all")]).to_pylist():
        if row["count_all"] > 1:
            raise InputError(kept.tell_repeated(row), Place(file_name), "Giữ lại một dòng.")
    return shaped


def _current(session: Session, kept: KeptList) -> ListVersion | None:
    found = _history(session, kept, limit=1)
    return found[0] if found else None


def _history(session: Session, kept: KeptList, *, limit: int) -> list[ListVersion]:
    query = (
        select(ListImport, ListVersionRow)
        .join(ListVersionRow, ListVersionRow.version == ListImport.version)
        .where(ListVersionRow.kind == kept.kind)
        .order_by(ListImport.id.desc())
        .limit(limit)
    )
    return [_entry(imported, content) for imported, content in session.execute(query)]


def _replace(
    session: Session, kept: KeptList, table: pa.Table, *, file: str, sha256: str, who: str, at: datetime
) -> ListVersion:
    version = _content_version(kept, table)
    in_force = _current(session, kept)
    if in_force is not None and in_force.version == version:
        return in_force
    content = session.get(ListVersionRow, version) or _keep(session, kept, version, table)
    imported = ListImport(version=version, imported_at=at, imported_by=who, file_name=file, sha256=sha256)
    session.add(imported)
    session.flush()
    return _entry(imported, content, is_new=True)


def _rows_of(session: Session, kept: KeptList, version: str) -> pa.Table:
    if version == _content_version(kept, _empty(kept)):
        return _empty(kept)
    content = session.get(ListVersionRow, version)
    if content is None or content.kind != kept.kind:
        raise UsageError(f"Không có phiên bản {version} của {kept.name}.")
    attributes = {name: getattr(kept.row, attribute) for name, attribute in kept.columns.items()}
    query = (
        select(*attributes.values())
        .where(kept.row.version == version)
        .order_by(*(attributes[name] for name in kept.key))
    )
    return _table(kept, session.execute(query).all())


def _empty(kept: KeptList) -> pa.Table:
    """The list of a company that has none."""
    return kept.schema.empty_table()


def _keep(session: Session, kept: KeptList, version: str, table: pa.Table) -> ListVersionRow:
    content = ListVersionRow(version=version, kind=kept.kind, rows=table.num_rows)
    session.add(content)
    session.flush()
    rows: list[dict[str, Any]] = table.rename_columns(list(kept.columns.values())).to_pylist()
    if rows:
        session.execute(insert(kept.row), [{"version": version, **row} for row in rows])
    return content


def _table(kept: KeptList, rows: Sequence[Any]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(kept.columns)
    arrays = [pa.array(values, type=field.type) for values, field in zip(columns, kept.schema, strict=True)]
    return pa.table(arrays, schema=kept.schema)


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
