"""What can be said of a table and its columns.

A column's ``kind`` fixes its Arrow type and how text is read into it; the rest says what a value may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pyarrow as pa

AUDIT_COLUMNS = frozenset({"NGAY_TAO", "NGUOI_TAO", "NGAY_SUA", "NGUOI_SUA"})
"""Nearly every CMIS table carries them; where one is wanted its table declares it."""

ROW_NUMBER = "_row"
"""Name of the extra int64 column in which a source says where a row stands (files: the line, header = 1)."""


class Kind(StrEnum):
    """How a column is read and stored."""

    CODE = "code"  # text, outer blanks trimmed, case kept, never grouped, never a number or a null word
    TEXT = "text"  # free text, NFC
    ID = "id"  # int64, never grouped
    WHOLE = "whole"  # small integer, never grouped (KY, THANG, NAM, SO_KY, status flags)
    QUANTITY = "quantity"  # decimal(18,3): kWh, kW, register values
    DATE = "date"
    MOMENT = "moment"  # date with time of day


ARROW_TYPES: dict[Kind, pa.DataType] = {
    Kind.CODE: pa.string(),
    Kind.TEXT: pa.string(),
    Kind.ID: pa.int64(),
    Kind.WHOLE: pa.int32(),
    Kind.QUANTITY: pa.decimal128(18, 3),
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.timestamp("us"),
}


@dataclass(frozen=True)
class Column:
    """One column: ``optional`` may be absent from the source, ``nullable`` may be empty in a row.

    ``low`` and ``high``, given together, bound the value; of a date they bound the year.
    """

    name: str
    kind: Kind
    optional: bool = False
    nullable: bool = False
    low: int | None = None
    high: int | None = None
    allowed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise ValueError(f"{self.name}: one bound without the other")

    @property
    def arrow_type(self) -> pa.DataType:
        """The Arrow type in landing files."""
        return ARROW_TYPES[self.kind]


@dataclass(frozen=True)
class Rule:
    """What must not be in a row: ``fault`` is SQL over its columns, ``problem`` is told of ``column``."""

    column: str
    fault: str
    problem: str


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        key: columns that identify a row.
        versions: a repeated key with identical rows counts once (a finding); otherwise it is refused.
        interval: (from, to) columns of which the first may not lie after the second.
        monthly: partitioned by its NAM and THANG.
        rules: what else a row of a company list has to keep; exports of CMIS have none.
        total: the column whose sum is compared with the source.
        ignored: columns CMIS has that are not read unless declared; anything else unknown is reported.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False
    versions: bool = False
    interval: tuple[str, str] | None = None
    monthly: bool = False
    total: str | None = None
    rules: tuple[Rule, ...] = ()
    ignored: frozenset[str] = AUDIT_COLUMNS

    def column(self, name: str) -> Column:
        """The column called ``name``; KeyError when there is none."""
        return next(c for c in self.columns if c.name == name)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Column names in the order of landing files."""
        return tuple(c.name for c in self.columns)

    @property
    def arrow_schema(self) -> pa.Schema:
        """Schema of landing files."""
        return pa.schema([pa.field(c.name, c.arrow_type) for c in self.columns])

    @property
    def extract_schema(self) -> pa.Schema:
        """Schema of the batches a source yields: the row number, then the columns."""
        return pa.schema([pa.field(ROW_NUMBER, pa.int64()), *self.arrow_schema])


@dataclass(frozen=True)
class Control:
    """What the source itself says a table holds: rows, the exact sum of ``Table.total``, the greatest id."""

    rows: int
    total: Decimal | None = None
    max_id: int | None = None
