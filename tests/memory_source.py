"""A real source of CMIS data whose tables stand in memory, and a small company to fill it with.

Rows are dictionaries by column name; absent columns are empty, days may be ISO text, and a row's place is its
position plus two, as if a header line stood above.  Tables may also be given as Arrow tables in
``Table.extract_schema`` or ``Table.arrow_schema``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.cmis.declaration import ROW_NUMBER, TABLES, Control, Kind, Table
from flows.cmis.source import Extract

Rows = Sequence[Mapping[str, Any]]
ROWS_PER_BATCH = 10_000


@dataclass(frozen=True)
class MemorySource:
    """A :class:`flows.cmis.source.Source` over ``tables`` (name -> rows or Arrow table).

    Attributes:
        controls: what the source claims to hold, where that is to differ from what it hands over.
        rejects: rows set aside, by table.
        notes: remarks on a table, by table.
    """

    tables: Mapping[str, Rows | pa.Table]
    name: str = "memory"
    baseline: str = "memory"
    controls: Mapping[str, Control] = field(default_factory=dict)
    rejects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """A hash of every value of every table, in the order given."""
        digest = hashlib.sha256()
        for name, rows in self.tables.items():
            digest.update(name.encode())
            if isinstance(rows, pa.Table):
                for batch in rows.to_batches():
                    digest.update(batch.serialize())
            else:
                digest.update(repr(list(rows)).encode())
        return digest.hexdigest()

    @contextmanager
    def opened(self) -> Iterator[Iterator[Extract]]:
        """The tables in the order of ``TABLES``."""
        yield (self._extract(table) for table in TABLES if table.name in self.tables)

    def _extract(self, table: Table) -> Extract:
        content = arrow_table(table, self.tables[table.name])
        return Extract(
            table=table,
            origin=f"{table.name}.csv",
            batches=content.to_reader(ROWS_PER_BATCH),
            control=lambda: self.controls.get(table.name) or counted(table, content),
            rejects=lambda: self.rejects.get(table.name, ()),
            notes=self.notes.get(table.name, ()),
        )


def arrow_table(table: Table, rows: Rows | pa.Table) -> pa.Table:
    """Rows in ``table.extract_schema``."""
    if isinstance(rows, pa.Table):
        if ROW_NUMBER in rows.column_names:
            return rows.cast(table.extract_schema)
        return rows.add_column(0, ROW_NUMBER, pa.array(range(2, rows.num_rows + 2))).cast(table.extract_schema)
    columns = {c.name: [_value(c.kind, row.get(c.name)) for row in rows] for c in table.columns}
    return pa.table({ROW_NUMBER: range(2, len(rows) + 2), **columns}, schema=table.extract_schema)


def counted(table: Table, content: pa.Table) -> Control:
    """What a table holds, counted by Arrow; decimals are added exactly."""
    total = pc.sum(content[table.total]).as_py() or Decimal(0) if table.total else None
    has_id = table.column(table.key[0]).kind is Kind.ID
    return Control(content.num_rows, total, pc.max(content[table.key[0]]).as_py() if has_id else None)


def small_company() -> dict[str, list[dict[str, Any]]]:
    """Two units, two books, three customers, bills of 2026-06 to 2026-08: valid, fresh on every call."""
    customers = ["PC02AA0000001", "PC02AA0000002", "PC02BB0000001"]
    return {
        "D_DVI_QLY": [
            {"MA_DVIQLY": "PC02AA", "TEN_DVIQLY": "Điện lực Đông Hà", "MA_DVICTREN": "PC02"},
            {"MA_DVIQLY": "PC02BB", "TEN_DVIQLY": "Điện lực Thành Cổ", "MA_DVICTREN": "PC02"},
        ],
        "D_SOGCS": [_book("PC02AA", "S1", 1), _book("PC02BB", "S2", 2)],
        "GCS_LICHGCS": [_schedule(month, *place) for month in (6, 7, 8) for place in _PLACES],
        "HDG_KHACH_HANG": [_from_2024(code, TEN_KHANG=f"Khách hàng {code[-2:]}") for code in customers],
        "HDG_DIEM_DO": [_from_2024(code, MA_DDO=f"{code}001") for code in customers],
        "HDG_DDO_SOGCS": [
            _from_2024(code, MA_DDO=f"{code}001", MA_SOGCS="S1" if "AA" in code else "S2") for code in customers
        ],
        "HDG_BBAN_APGIA": [
            {"MA_DDO": f"{code}001", "LOAI_BCS": "KT", "MA_NHOMNN": "SXBT", "NGAY_HLUC": "2024-01-01", "TRANG_THAI": 1}
            for code in customers
        ],
        "HDN_HDON": [
            _bill(100 * month + i, code, month) for month in (6, 7, 8) for i, code in enumerate(customers, start=1)
        ],
    }


_PLACES = (("PC02AA", "S1"), ("PC02BB", "S2"))


def _book(unit: str, code: str, periods: int) -> dict[str, Any]:
    return {"MA_DVIQLY": unit, "MA_SOGCS": code, "SO_KY": periods, "NGAY_GHI": "CT", "LOAI_SOGCS": "KH",
            "TINH_TRANG": 1}  # fmt: skip


def _schedule(month: int, unit: str, book: str) -> dict[str, Any]:
    return {"MA_DVIQLY": unit, "MA_SOGCS": book, "KY": 1, "THANG": month, "NAM": 2026, "TRANG_THAI": "THD"}


def _from_2024(customer: str, **columns: Any) -> dict[str, Any]:
    return {"MA_DVIQLY": customer[:6], "MA_KHANG": customer, "NGAY_HLUC": "2024-01-01", **columns}


def _bill(number: int, customer: str, month: int) -> dict[str, Any]:
    last = date(2026, month + 1, 1).toordinal() - 1
    return {
        "ID_HDON": number, "MA_DVIQLY": customer[:6], "MA_KHANG": customer, "KY": 1, "THANG": month, "NAM": 2026,
        "NGAY_DKY": date(2026, month, 1), "NGAY_CKY": date.fromordinal(last), "LOAI_HDON": "TD",
        "DIEN_TTHU": Decimal("1000.5"),
    }  # fmt: skip


def _value(kind: Kind, value: Any) -> Any:
    if isinstance(value, str) and kind is Kind.DATE:
        return date.fromisoformat(value)
    if isinstance(value, str) and kind is Kind.MOMENT:
        return datetime.fromisoformat(value)
    if value is not None and kind is Kind.QUANTITY:
        return Decimal(value)
    return value
