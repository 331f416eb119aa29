"""A tiny valid set of CMIS table exports, and ways to spoil it.

``write_exports(folder)`` writes one CSV per required table: two units, two books, two customers, three months
of bills.  Keyword arguments, one a table, change it:

* ``HDN_HDON=None`` leaves the table out;
* ``HDN_HDON=changed("HDN_HDON", 0, DIEN_TTHU="x")`` writes other rows (dicts; the first gives the header);
* ``HDN_HDON="ID_HDON;KY\\n1;1\\n"`` or ``bytes`` become the file as they stand.
"""

from __future__ import annotations

import csv
from pathlib import Path

Row = dict[str, str]
Change = list[Row] | str | bytes | None


def _table(text: str) -> list[Row]:
    return list(csv.DictReader(text.strip().splitlines()))


_TABLES: dict[str, str] = {
    "D_DVI_QLY": """
MA_DVIQLY,TEN_DVIQLY,MA_DVICTREN
PC02AA,Điện lực Đông Hà,PC02
PC02BB,Điện lực Thành Cổ,PC02
""",
    "D_SOGCS": """
MA_DVIQLY,MA_SOGCS,TEN_SOGCS,SO_KY,NGAY_GHI,LOAI_SOGCS,TINH_TRANG
PC02AA,SPHU3KY,Sổ ba kỳ,3,6;15;25,KH,1
PC02BB,0012,Sổ một kỳ,1,CT,KH,1
""",
    "HDG_KHACH_HANG": """
MA_DVIQLY,MA_KHANG,TEN_KHANG,NGAY_HLUC,NGAY_HHLUC
PC02AA,PC02AA0000001,Công ty Một,2024-01-01,
PC02BB,PC02BB0000002,Xưởng Hai,2024-01-01,
""",
    "HDG_DIEM_DO": """
MA_DVIQLY,MA_DDO,MA_KHANG,CSUAT,NGAY_HLUC,NGAY_HHLUC
PC02AA,PC02AA0000001001,PC02AA0000001,250.5,2024-01-01,
PC02BB,PC02BB0000002001,PC02BB0000002,40,2024-01-01,
""",
    "HDG_DDO_SOGCS": """
MA_DVIQLY,MA_SOGCS,MA_DDO,MA_KHANG,NGAY_HLUC,NGAY_HHLUC
PC02AA,SPHU3KY,PC02AA0000001001,PC02AA0000001,2024-01-01,
PC02BB,0012,PC02BB0000002001,PC02BB0000002,2024-01-01,
""",
    "HDG_BBAN_APGIA": """
MA_DDO,LOAI_BCS,MA_NHOMNN,MA_NGIA,NGAY_HLUC,SO_THUTU,TRANG_THAI
PC02AA0000001001,KT,SXBT,A,2024-01-01,1,1
PC02BB0000002001,KT,KDDV,A,2024-01-01,1,1
""",
    "HDN_HDON": """
ID_HDON,MA_DVIQLY,MA_KHANG,MA_SOGCS,KY,THANG,NAM,NGAY_DKY,NGAY_CKY,LOAI_HDON,DIEN_TTHU
1,PC02AA,PC02AA0000001,SPHU3KY,1,7,2026,2026-07-01,2026-07-31,TD,120000
2,PC02BB,PC02BB0000002,0012,1,7,2026,2026-07-01,2026-07-31,TD,48000
3,PC02AA,PC02AA0000001,SPHU3KY,1,8,2026,2026-08-01,2026-08-31,TD,125000.5
4,PC02BB,PC02BB0000002,0012,1,8,2026,2026-08-01,2026-08-31,TD,52000
5,PC02AA,PC02AA0000001,SPHU3KY,1,9,2026,2026-09-01,2026-09-30,TD,118000.125
6,PC02BB,PC02BB0000002,0012,1,9,2026,2026-09-01,2026-09-30,TD,53000
""",
}

REQUIRED = tuple(_TABLES)
"""Names of the tables that are written unless they are left out."""


def rows(table: str) -> list[Row]:
    """Fresh rows of a required table, all values as text."""
    return _table(_TABLES[table])


def changed(table: str, index: int, **values: str) -> list[Row]:
    """The rows of a required table with other values in one of them (0 = the first below the header)."""
    result = rows(table)
    result[index] |= values
    return result


def csv_text(table_rows: list[Row], separator: str = ",") -> str:
    """Rows as the text of a CSV file; the keys of the first row are the header."""
    lines = [separator.join(table_rows[0]), *(separator.join(row.values()) for row in table_rows)]
    return "\n".join(lines) + "\n"


def write_exports(folder: Path, **changes: Change) -> Path:
    """Write the exports into ``folder``, changed as the module's docstring tells; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, content in ({name: rows(name) for name in REQUIRED} | changes).items():
        if content is not None:
            text = csv_text(content) if isinstance(content, list) else content
            (folder / f"{table}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder
