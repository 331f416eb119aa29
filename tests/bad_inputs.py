"""Exports that a run must refuse: what is wrong with them, how to write them, and what the person is told.

``told`` is what the line on stderr says after "Lỗi: "; ``{path}`` stands for the folder or zip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from tests.bad_exports import (
    BILLS,
    Write,
    beside,
    bill,
    cut,
    exports,
    formula,
    lines,
    parquet,
    repeated,
    with_semicolons,
    without,
    workbook,
    zipped,
)
from tests.exports import changed, csv_text, rows

CUSTOMERS, BOOKS, PLACES = "HDG_KHACH_HANG", "D_SOGCS", "HDG_DDO_SOGCS"
CORRECTIONS = "ID_HDON_DC,ID_HDON,LOAI_DCHINH,DIEN_TTHU\n"
SCHEDULE = "MA_DVIQLY,MA_SOGCS,KY,THANG,NAM\n"
FIRST_BILL = "1,PC02AA,PC02AA0000001,SPHU3KY,1,7,2026,2026-07-01,2026-07-31,TD,"


@dataclass(frozen=True)
class BadInput:
    """``write`` puts the exports into a new folder and returns what ``--path`` is given."""

    sentence: str
    write: Write
    told: str


def _bad_inputs() -> Iterator[BadInput]:
    yield from _files()
    yield from _cells()
    yield from _rows()


def _files() -> Iterator[BadInput]:
    yield BadInput("a missing required table", exports(HDN_HDON=None), "{path}: thiếu bảng bắt buộc HDN_HDON. Xuất")
    yield BadInput("an empty file", exports(HDN_HDON=b""), "HDN_HDON.csv: tệp rỗng. Xuất lại")
    yield BadInput(
        "a required table with nothing but its header",
        exports(HDN_HDON=",".join(rows(BILLS)[0]) + "\n"),
        "HDN_HDON.csv: bảng bắt buộc không có dòng nào. Xuất lại",
    )
    yield BadInput(
        "two files for one table",
        beside("hdnHdon.parquet", b"PAR1"),
        "hdnHdon.parquet: bảng HDN_HDON có hai tệp, tệp kia là HDN_HDON.csv. Chỉ giữ lại",
    )
    yield BadInput(
        "an optional table in a file of another kind",
        beside("GCS_CHISO.xls", b"\xd0\xcf\x11\xe0"),
        "GCS_CHISO.xls: không đọc được loại tệp này. Xuất bảng thành .csv, .xlsx, .parquet",
    )
    yield BadInput("a truncated zip", zipped(cut), "xuat.zip: tệp zip hỏng hoặc bị cắt cụt. Nén lại")
    yield BadInput("a zip bomb", zipped(HDN_HDON=b"0" * 80_000_000), "xuat.zip: bung ra hơn 200 lần cỡ nén (bom nén?)")
    yield BadInput(
        "Latin-1 bytes",
        exports(
            HDG_KHACH_HANG=csv_text(changed(CUSTOMERS, 1, TEN_KHANG="Café"))
            .replace("ô", "o")
            .encode("latin-1", "replace")
        ),
        "HDG_KHACH_HANG.csv, dòng 3, cột TEN_KHANG: byte 0xE9 không phải UTF-8. Lưu lại",
    )
    yield BadInput(
        "a picture under the name of a table",
        exports(HDN_HDON=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        "HDN_HDON.csv, dòng 1: byte 0x89 không phải UTF-8. Lưu lại",
    )
    yield BadInput(
        "binary in the middle",
        lines(BILLS, FIRST_BILL.replace("TD", "T\0D") + "5"),
        "HDN_HDON.csv, dòng 8, cột LOAI_HDON: ",
    )
    yield BadInput(
        "UTF-16",
        exports(HDN_HDON=csv_text(rows(BILLS)).encode("utf-16")),
        "HDN_HDON.csv, dòng 1: tệp mã UTF-16, cần UTF-8. Lưu lại",
    )
    yield BadInput(
        "a workbook with merged cells",
        workbook(lambda sheet: sheet.merge_cells("C3:C4")),
        "HDN_HDON.xlsx, dòng 3, cột MA_KHANG: ",
    )
    yield BadInput("a workbook with formulas", workbook(formula), "HDN_HDON.xlsx, dòng 5, cột DIEN_TTHU: ")
    yield BadInput(
        "a Parquet column that may have lost kWh",
        parquet(DIEN_TTHU=pa.array([1.5] * 6, pa.float32())),
        "HDN_HDON.parquet, cột DIEN_TTHU: kiểu Parquet float không giữ trọn",
    )
    yield BadInput(
        "a code that became a number in Parquet",
        parquet(MA_SOGCS=pa.array([12] * 6)),
        "HDN_HDON.parquet, cột MA_SOGCS: kiểu Parquet int64 không giữ trọn",
    )


def _cells() -> Iterator[BadInput]:
    yield BadInput(
        "a word for a number", bill(3, DIEN_TTHU="abc"), "HDN_HDON.csv, dòng 5, cột DIEN_TTHU: 'abc' không phải số"
    )
    yield BadInput(
        "too many decimals",
        bill(2, DIEN_TTHU="1.2345"),
        "HDN_HDON.csv, dòng 4, cột DIEN_TTHU: '1.2345' có quá 3 chữ số thập phân",
    )
    yield BadInput(
        "'1.23' where '.' groups thousands",
        with_semicolons(1, "1.23"),
        "HDN_HDON.csv, dòng 3, cột DIEN_TTHU: '1.23' không phải số: trong tệp ngăn cách bằng ';'",
    )
    yield BadInput(
        "negative kWh",
        bill(1, DIEN_TTHU="-1"),
        "HDN_HDON.csv, dòng 3, cột DIEN_TTHU: giá trị -1, cần từ 0 đến 1.000.000.000. Sửa",
    )
    yield BadInput(
        "more kWh than a company sells",
        bill(1, DIEN_TTHU="999999999999999.999"),
        "HDN_HDON.csv, dòng 3, cột DIEN_TTHU: giá trị 999999999999999.999, cần từ 0 đến 1.000.000.000. Sửa",
    )
    yield BadInput("a fourth period", bill(2, KY="4"), "HDN_HDON.csv, dòng 4, cột KY: giá trị 4, cần từ 1 đến 3. Sửa")
    yield BadInput(
        "a thirteenth month", bill(2, THANG="13"), "HDN_HDON.csv, dòng 4, cột THANG: giá trị 13, cần từ 1 đến 12. Sửa"
    )
    yield BadInput(
        "a year of two digits",
        bill(2, NAM="26"),
        "HDN_HDON.csv, dòng 4, cột NAM: giá trị 26, cần từ 2000 đến 2100. Sửa",
    )
    yield BadInput(
        "a book that is never read",
        exports(D_SOGCS=changed(BOOKS, 0, SO_KY="0")),
        "D_SOGCS.csv, dòng 2, cột SO_KY: giá trị 0, cần từ 1 đến 3. Sửa",
    )
    yield BadInput(
        "a schedule of a fourth period",
        exports(GCS_LICHGCS=SCHEDULE + "PC02AA,SPHU3KY,4,7,2026\n"),
        "GCS_LICHGCS.csv, dòng 2, cột KY: giá trị 4, cần từ 1 đến 3. Sửa",
    )
    yield BadInput(
        "the 31st of February",
        bill(5, NGAY_CKY="31/02/2026"),
        "HDN_HDON.csv, dòng 7, cột NGAY_CKY: '31/02/2026' không phải ngày có thật",
    )
    yield BadInput(
        "a bill of two thousand years",
        bill(2, NGAY_DKY="0026-08-01"),
        "HDN_HDON.csv, dòng 4, cột NGAY_DKY: giá trị 01/08/0026, cần năm từ 2000 đến 2100. Sửa",
    )
    yield BadInput(
        "letters in an id", bill(4, ID_HDON="5a"), "HDN_HDON.csv, dòng 6, cột ID_HDON: '5a' không phải số nguyên"
    )
    yield BadInput("a bill of nobody", bill(2, MA_KHANG=""), "HDN_HDON.csv, dòng 4, cột MA_KHANG: ô bắt buộc để trống")
    yield BadInput(
        "an unknown kind of correction",
        exports(HDN_HDON_DC=CORRECTIONS + "1,1,TT,5\n2,1,XX,5\n"),
        "HDN_HDON_DC.csv, dòng 3, cột LOAI_DCHINH: giá trị XX, chỉ nhận HB, LL, TT, TH. Sửa",
    )


def _rows() -> Iterator[BadInput]:
    yield BadInput(
        "a missing column",
        without(BILLS, "DIEN_TTHU"),
        "HDN_HDON.csv, dòng 1, cột DIEN_TTHU: thiếu cột, cần DIEN_TTHU (số, tối đa 3 chữ số thập phân)",
    )
    yield BadInput(
        "a missing end of validity",
        without(CUSTOMERS, "NGAY_HHLUC"),
        "HDG_KHACH_HANG.csv, dòng 1, cột NGAY_HHLUC: thiếu cột",
    )
    yield BadInput("a ragged row", lines(BILLS, "7,PC02AA"), "HDN_HDON.csv, dòng 8: dòng có 2 ô, tiêu đề có 11 cột.")
    yield BadInput(
        "a quote that is never closed",
        lines(BILLS, FIRST_BILL.replace("SPHU3KY", '"SPHU3KY') + "5"),
        'HDN_HDON.csv, dòng 8, cột MA_SOGCS: dấu " mở ra mà không đóng lại. Bao cả ô',
    )
    yield BadInput(
        "a repeated bill",
        exports(HDN_HDON=repeated(BILLS, 1)),
        "HDN_HDON.csv, dòng 8, cột ID_HDON: khóa lặp lại: ID_HDON = 2, đã có ở dòng 3. Mỗi khóa",
    )
    yield BadInput(
        "a repeated correction",
        exports(HDN_HDON_DC=CORRECTIONS + "1,1,TT,5\n1,2,TT,5\n"),
        "HDN_HDON_DC.csv, dòng 3, cột ID_HDON_DC: khóa lặp lại: ID_HDON_DC = 1, đã có ở dòng 2. Mỗi khóa",
    )
    yield BadInput(
        "two accounts of one version",
        exports(HDG_KHACH_HANG=repeated(CUSTOMERS, 0, MA_DVIQLY="PC02BB")),
        "HDG_KHACH_HANG.csv, dòng 4, cột MA_DVIQLY: trùng khóa MA_KHANG = PC02AA0000001, "
        "NGAY_HLUC = 01/01/2024 với dòng 2 nhưng khác MA_DVIQLY. Giữ lại",
    )
    yield BadInput(
        "one book with two numbers of periods",
        exports(D_SOGCS=repeated(BOOKS, 0, SO_KY="2")),
        "D_SOGCS.csv, dòng 4, cột SO_KY: trùng khóa MA_DVIQLY = PC02AA, MA_SOGCS = SPHU3KY với dòng 2",
    )
    yield BadInput(
        "an unknown unit",
        bill(4, MA_DVIQLY="PC09ZZ"),
        "HDN_HDON.csv, dòng 6, cột MA_DVIQLY: đơn vị PC09ZZ không có trong D_DVI_QLY. Bổ sung",
    )
    yield BadInput(
        "swapped days",
        bill(2, NGAY_DKY="2026-08-31", NGAY_CKY="2026-08-01"),
        "HDN_HDON.csv, dòng 4, cột NGAY_CKY: ngày cuối 01/08/2026 trước ngày đầu 31/08/2026 (NGAY_DKY). Hai",
    )
    yield BadInput(
        "a version that ends before it begins",
        exports(HDG_KHACH_HANG=changed(CUSTOMERS, 1, NGAY_HHLUC="2023-12-31")),
        "HDG_KHACH_HANG.csv, dòng 3, cột NGAY_HHLUC: ngày cuối 31/12/2023 trước ngày đầu 01/01/2024",
    )
    yield BadInput(
        "two books in force at once",
        exports(HDG_DDO_SOGCS=repeated(PLACES, 0, MA_SOGCS="0012", NGAY_HLUC="2025-03-01")),
        "HDG_DDO_SOGCS.csv, dòng 4, cột MA_SOGCS: điểm đo PC02AA0000001001 thuộc hai sổ PC02AA/0012 và "
        "PC02AA/SPHU3KY cùng hiệu lực ngày 01/03/2025 (xem thêm dòng 2). Đóng NGAY_HHLUC",
    )


BAD_INPUTS = tuple(_bad_inputs())
