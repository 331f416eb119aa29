"""The exports of :mod:`tests.exports` with every optional table beside them, at two moments.

``write_first`` is the company as it was first exported; ``write_second`` the same day's export after a few bills
came out otherwise: the workshop has grown from one band into the next, and one of its bills was corrected.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.exports import Change, rows, write_exports

AS_OF = date(2026, 10, 5)
FACTORY, WORKSHOP = "PC02AA0000001", "PC02BB0000002"

_SCHEDULE = "MA_DVIQLY,MA_SOGCS,KY,THANG,NAM,NGAY_DKY,NGAY_CKY,TRANG_THAI\n" + "".join(
    f"PC02AA,SPHU3KY,1,{month},2026,2026-{month:02}-01,2026-{month:02}-05,THD\n"
    f"PC02AA,SPHU3KY,2,{month},2026,2026-{month:02}-06,2026-{month:02}-14,THD\n"
    f"PC02AA,SPHU3KY,3,{month},2026,2026-{month:02}-15,2026-{month:02}-24,THD\n"
    f"PC02BB,0012,1,{month},2026,2026-{month:02}-01,2026-{month:02}-30,THD\n"
    for month in (7, 8, 9)
)
_OPTIONAL: dict[str, Change] = {
    "GCS_LICHGCS": _SCHEDULE,
    "HDG_HOP_DONG": f"""MA_DVIQLY,MA_HDONG,MA_KHANG,MA_LOAIHD,HLUC_TUNGAY,HLUC_DENNGAY
PC02AA,AA-1,{FACTORY},HDNSH,2024-01-01,
PC02BB,BB-2,{WORKSHOP},HDNSH,2024-01-01,
""",
    "HDG_PHU_LUC_HD": """MA_HDONG,SO_KY,NGAY_GCS,A_TBINH,NGAY_HLUC,NGAY_HHLUC
AA-1,3,6;15;25,110000,2024-01-01,
BB-2,1,CT,40000,2024-01-01,
""",
    "HDG_QHE_DDO": f"""MA_DDO_CHINH,MA_DDO_PHU,LOAI_QHE,NGAY
{FACTORY}001,{FACTORY}002,31,2024-01-01
""",
    "GCS_CHISO": f"""ID_CHISO,MA_DVIQLY,MA_DDO,MA_KHANG,BCS,LOAI_CHISO,SAN_LUONG,KY,THANG,NAM,NGAY_DKY,NGAY_CKY
1,PC02BB,{WORKSHOP}001,{WORKSHOP},KT,DDK,48000,1,7,2026,2026-07-01,2026-07-31
2,PC02BB,{WORKSHOP}001,{WORKSHOP},KT,DDK,52000,1,8,2026,2026-08-01,2026-08-31
3,PC02BB,{WORKSHOP}001,{WORKSHOP},KT,DDK,53000,1,9,2026,2026-09-01,2026-09-30
""",
    "HDN_HDON_DC": """ID_HDON_DC,ID_HDON,LOAI_DCHINH,LOAI_HDON,DIEN_TTHU,NGAY_TAO
1,2,TH,TD,-9000,2026-09-02 08:15:00
""",
}
_CORRECTED = """ID_HDON_DC,ID_HDON,LOAI_DCHINH,LOAI_HDON,DIEN_TTHU,NGAY_TAO
1,2,TH,TD,-9000,2026-09-02 08:15:00
2,2,TT,TD,9000,2026-10-04 16:40:00
"""


def write_first(folder: Path, **changes: Change) -> Path:
    """The workshop uses 48,000 kWh a month on average: one kỳ is right."""
    return write_exports(folder, **(_OPTIONAL | changes))


def write_second(folder: Path) -> Path:
    """The workshop uses 54,000 kWh a month on average: one kỳ is too few; the factory's bills changed as well."""
    bills = rows("HDN_HDON")
    bills[4] |= {"DIEN_TTHU": "119500.250"}
    bills[5] |= {"DIEN_TTHU": "62000"}
    return write_exports(folder, **(_OPTIONAL | {"HDN_HDON": bills, "HDN_HDON_DC": _CORRECTED}))
