"""Where the declared tables lie in a company's CMIS: owners, and names that differ."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from flows.cmis.declaration import TABLES, Table
from phanky.errors import ConfigurationError

_IDENTIFIER = re.compile(r"[A-Z][A-Z0-9_$#]{0,127}")
_OWNERS: dict[str, str] = {"D_": "DMUC", "GCS_": "CHISO", "HDG_": "HOPDONG", "HDN_": "HDONPSINH"}
"""CMIS3: one schema a module."""


def _identifier(text: str) -> str:
    name = text.strip().upper()
    if not _IDENTIFIER.fullmatch(name):
        raise ValueError(f"'{text}' is no name of Oracle's")
    return name


Identifier = Annotated[str, AfterValidator(_identifier)]


class _TableEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    owner: Identifier | None = None
    name: Identifier | None = None
    columns: dict[str, Identifier] = Field(default_factory=dict)
    absent: bool = False
    drop_time: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    owner: Identifier | None = None
    tables: dict[str, _TableEntry] = Field(default_factory=dict)


@dataclass(frozen=True)
class Located:
    """A declared table and where it is.

    Attributes:
        columns: declared name -> name there, where they differ.
        drop_time: its dates carry a time of day that means nothing.
    """

    table: Table
    owner: str
    name: str
    columns: dict[str, str] = field(default_factory=dict)
    drop_time: bool = False

    @property
    def relation(self) -> str:
        """``OWNER.TABLE``."""
        return f"{self.owner}.{self.name}"

    def there(self, column: str) -> str:
        """What a declared column is called there."""
        return self.columns.get(column, column)


def locate(file: Path | None) -> tuple[Located, ...]:
    """Every table that is to be read, in the order of ``TABLES``; without a file, where CMIS3 has it.

    Raises:
        ConfigurationError: the file cannot be read, or names what is not declared.
    """
    entries = _entries(file) if file is not None else _File()
    return tuple(
        _located(table, entry, entries.owner)
        for table in TABLES
        if not (entry := entries.tables.get(table.name, _TableEntry())).absent
    )


def _located(table: Table, entry: _TableEntry, owner: str | None) -> Located:
    usual = next(name for prefix, name in _OWNERS.items() if table.name.startswith(prefix))
    return Located(table, entry.owner or owner or usual, entry.name or table.name, entry.columns, entry.drop_time)


def _entries(file: Path) -> _File:
    try:
        entries = _File.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(file, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(file, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    known = {table.name: table for table in TABLES}
    for name, entry in entries.tables.items():
        if name not in known:
            raise _wrong(file, f"không có bảng {name}; các bảng: {', '.join(known)}")
        strange = sorted(set(entry.columns) - set(known[name].column_names))
        if strange:
            raise _wrong(file, f"bảng {name} không khai báo cột {', '.join(strange)}")
        if entry.absent and known[name].required:
            raise _wrong(file, f"bảng {name} bắt buộc, không bỏ được")
    return entries


def _wrong(file: Path, what: str) -> ConfigurationError:
    return ConfigurationError(f"PHANKY_ORACLE_MAPPING_FILE: {file}: {what}. Sửa tệp ánh xạ rồi chạy lại.")
