"""Malformed CSV exports are refused with the exact file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from phanky.errors import InputError
from tests.exports import Change, changed, csv_text, rows, write_exports
from tests.flows.cmis.files.conftest import Refusal, Take

BILLS = "HDN_HDON"
FILE = "HDN_HDON.csv"


def bill(index: int, **values: str) -> dict[str, Change]:
    return {BILLS: changed(BILLS, index, **values)}


def bill_with_commas(index: int, **values: str) -> dict[str, Change]:
    whole = [row | {"DIEN_TTHU": row["DIEN_TTHU"].split(".")[0]} for row in changed(BILLS, index, **values)]
    whole[index] |= values
    return {BILLS: csv_text(whole, ";")}


def bill_lines(*lines: str) -> str:
    header = ",".join(rows(BILLS)[0])
    good = ",".join(rows(BILLS)[0].values())
    return "\n".join([header, good, *lines]) + "\n"


LINE = "2,PC02AA,PC02AA0000001,S1,1,8,2026,2026-08-01,2026-08-31,TD,5"

CELLS = [
    # Whole numbers and ids.
    ("a word where the number of the period stands", bill(1, KY="x"), 3, "KY", "'x' không phải số nguyên"),
    ("decimals in a month", bill(0, THANG="7.0"), 2, "THANG", "'7.0' không phải số nguyên"),
    ("a grouped year", bill_with_commas(2, NAM="2.026"), 4, "NAM", "'2.026' không phải số nguyên"),
    ("a year beyond 32 bits", bill(2, NAM="20260000000"), 4, "NAM", "'20260000000' quá lớn"),
    ("letters in an id", bill(4, ID_HDON="5a"), 6, "ID_HDON", "'5a' không phải số nguyên"),
    ("an id in exponent form", bill(4, ID_HDON="1E5"), 6, "ID_HDON", "'1E5' không phải số nguyên"),
    ("an id beyond 64 bits", bill(4, ID_HDON="9223372036854775808"), 6, "ID_HDON", "quá lớn"),
    # Quantities.
    ("no number", bill(3, DIEN_TTHU="abc"), 5, "DIEN_TTHU", "'abc' không phải số"),
    ("a null word", bill(3, DIEN_TTHU="NULL"), 5, "DIEN_TTHU", "'NULL' không phải số"),
    ("four decimals", bill(3, DIEN_TTHU="1.2345"), 5, "DIEN_TTHU", "'1.2345' có quá 3 chữ số thập phân"),
    ("sixteen digits", bill(3, DIEN_TTHU="1000000000000000"), 5, "DIEN_TTHU", "quá lớn"),
    ("a decimal comma in a comma file", {BILLS: bill_lines(LINE[:-1] + '"1,5"')},
     3, "DIEN_TTHU", "'1,5' không phải số"),
    ("two points in a comma file", bill(3, DIEN_TTHU="1.234.567"), 5, "DIEN_TTHU", "'1.234.567' không phải số"),
    ("a decimal point in a semicolon file", bill_with_commas(3, DIEN_TTHU="1.23"), 5, "DIEN_TTHU", "'1.23' không phải"),
    ("a fraction by point in a semicolon file", bill_with_commas(3, DIEN_TTHU="0.500"), 5, "DIEN_TTHU", "'0.500'"),
    ("a group too long", bill_with_commas(3, DIEN_TTHU="1234.567"), 5, "DIEN_TTHU", "'1234.567' không phải số"),
    ("four decimals by comma", bill_with_commas(3, DIEN_TTHU="1,2345"), 5, "DIEN_TTHU", "có quá 3 chữ số thập phân"),
    ("English grouping in a semicolon file", bill_with_commas(3, DIEN_TTHU="1,234.5"), 5, "DIEN_TTHU", "'1,234.5'"),
    # Dates.
    ("the 31st of February", bill(5, NGAY_CKY="31/02/2026"), 7, "NGAY_CKY", "'31/02/2026' không phải ngày có thật"),
    ("the 30th of February in ISO", bill(5, NGAY_CKY="2026-02-30"), 7, "NGAY_CKY", "'2026-02-30' không phải ngày"),
    ("an impossible month before the day", bill(5, NGAY_CKY="09/30/2026"), 7, "NGAY_CKY", "'09/30/2026'"),
    ("a two-digit year", bill(5, NGAY_CKY="30/09/26"), 7, "NGAY_CKY", "'30/09/26'"),
    ("a time of day in a date", bill(5, NGAY_CKY="2026-09-30 12:00:00"), 7, "NGAY_CKY", "có giờ phút"),
    ("a word for a date", bill(5, NGAY_CKY="CT"), 7, "NGAY_CKY", "'CT' không phải ngày"),
    # Empty cells.
    ("an empty customer", bill(2, MA_KHANG=""), 4, "MA_KHANG", "ô bắt buộc để trống"),
    ("a customer of blanks", bill(2, MA_KHANG=" \u00a0 "), 4, "MA_KHANG", "ô bắt buộc để trống"),
    ("an empty quantity", bill(2, DIEN_TTHU=""), 4, "DIEN_TTHU", "ô bắt buộc để trống"),
    # Rows.
    ("too few cells", {BILLS: bill_lines(LINE, "3,PC02AA")}, 4, None, "dòng có 2 ô, tiêu đề có 11 cột"),
    ("too many cells", {BILLS: bill_lines(LINE, LINE + ",6")}, 4, None, "dòng có 12 ô, tiêu đề có 11 cột"),
    ("too few cells below a line break", {BILLS: bill_lines(LINE.replace("S1", '"S\n1"'), "", "3")}, 6, None, "1 ô"),
    ("a quote that is never closed", {BILLS: bill_lines(LINE, LINE.replace("S1", '"S1'))}, 4, "MA_SOGCS", "không đóng"),
    ("a quote closed too late", {BILLS: bill_lines(LINE.replace("S1", '"S1'), LINE.replace("S1", '"S2"'))},
     3, "MA_SOGCS", 'dấu " đặt sai chỗ'),
    ("a quote inside a bare cell", {BILLS: bill_lines(LINE, LINE.replace("S1", 'S"1'))}, 4, "MA_SOGCS", "đặt sai chỗ"),
    ("text after a closing quote", {BILLS: bill_lines(LINE.replace("S1", '"S"1'))}, 3, "MA_SOGCS", "đặt sai chỗ"),
    ("old line breaks", {BILLS: bill_lines(LINE, LINE + "\r" + LINE)}, 4, "DIEN_TTHU", "CR kiểu cũ"),
    # Bytes.
    ("Latin-1", {BILLS: bill_lines(LINE, LINE.replace("S1", "Sổ1")).encode().replace("ổ".encode(), b"\xf4")},
     4, "MA_SOGCS", "byte 0xF4 không phải UTF-8"),
    ("Latin-1 below a quoted line break", {BILLS: bill_lines(LINE.replace("S1", '"S\n1"'), "\xe2").encode("latin-1")},
     5, "ID_HDON", "byte 0xE2"),
    ("UTF-16", {BILLS: bill_lines(LINE).encode("utf-16")}, 1, None, "UTF-16"),
    ("UTF-16 without a mark", {BILLS: bill_lines(LINE).encode("utf-16-le")}, 1, None, "nhị phân hoặc UTF-16"),
    ("binary", {BILLS: bill_lines(LINE, LINE).encode().replace(b",TD,5\n", b",T\0D,5\n")}, 3, "LOAI_HDON", "nhị phân"),
    # Headers.
    ("a missing column", {BILLS: [{k: v for k, v in row.items() if k != "DIEN_TTHU"} for row in rows(BILLS)]}, 1,
     "DIEN_TTHU", "thiếu cột, cần DIEN_TTHU (số, tối đa 3 chữ số thập phân)"),
    ("two missing columns", {BILLS: [{k: v for k, v in row.items() if k not in ("KY", "NAM")} for row in rows(BILLS)]},
     1, "KY, NAM", "thiếu cột, cần KY (số nguyên); NAM (số nguyên)"),
    ("a foreign separator", {BILLS: csv_text(rows(BILLS), "|")}, 1,
     "ID_HDON, MA_DVIQLY, MA_KHANG, KY, THANG, NAM, NGAY_DKY, NGAY_CKY, LOAI_HDON, DIEN_TTHU", "các cột 'ID_HDON|MA_"),
    ("a repeated column", {BILLS: "ID_HDON,KY,ky\n1,1,1\n"}, 1, "KY", "cột có 2 lần"),
    ("a column in both spellings", {BILLS: "maKhang,MA_KHANG\n1,1\n"}, 1, "maKhang", "cột có 2 lần"),
    ("an unclosed quote in the header", {BILLS: '"ID_HDON,KY\n1,1\n'}, 1, None, 'dòng tiêu đề có dấu " sai chỗ'),
    ("an empty header line", {BILLS: "\n1,1\n"}, 1, None, "dòng 1 không phải dòng tiêu đề"),
    ("nothing but a byte order mark", {BILLS: b"\xef\xbb\xbf"}, 1, None, "tệp rỗng"),
    ("an empty file", {BILLS: b""}, None, None, "tệp rỗng"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "row", "column", "problem"), [case[1:] for case in CELLS], ids=[c[0] for c in CELLS]
)
def test_a_malformed_text_file_is_refused_at_its_place(
    changes: dict[str, Change], row: int | None, column: str | None, problem: str, refusal: Refusal
) -> None:
    error = refusal(**changes)
    where = FILE + (f", dòng {row}" if row else "") + (f", cột {column}" if column else "")
    assert str(error).startswith(f"{where}: ")
    assert problem in error.problem
    assert error.more == 0
    assert "\n" not in str(error)


def test_the_first_fault_is_told_and_the_others_are_counted(refusal: Refusal) -> None:
    bills = changed(BILLS, 1, KY="x", DIEN_TTHU="1.2345")
    bills[4] |= {"NGAY_DKY": "?"}
    units = changed("D_DVI_QLY", 1, MA_DVIQLY="")
    error = refusal(HDN_HDON=bills, D_DVI_QLY=units)
    assert str(error) == (
        "D_DVI_QLY.csv, dòng 3, cột MA_DVIQLY: ô bắt buộc để trống, cần mã, dạng chữ (và 3 lỗi khác). "
        "Sửa ở nguồn, xuất lại tệp rồi chạy lại."
    )
    assert error.more == 3
    assert error.__notes__ == [
        "HDN_HDON.csv, dòng 3, cột KY: 'x' không phải số nguyên",
        "HDN_HDON.csv, dòng 3, cột DIEN_TTHU: '1.2345' có quá 3 chữ số thập phân",
        "HDN_HDON.csv, dòng 6, cột NGAY_DKY: '?' không phải ngày có thật, cần ngày yyyy-MM-dd hoặc dd/MM/yyyy",
    ]


def test_every_fault_of_a_large_file_is_counted_and_the_topmost_told(refusal: Refusal) -> None:
    header = ",".join(rows(BILLS)[0])
    lines = [LINE.replace("2026-08-31", "2026-08-32") for _ in range(150_000)]
    lines[90_000] = "1,2"
    error = refusal(HDN_HDON="\n".join([header, *lines]))
    assert (error.place.row, error.place.column, error.more) == (2, "NGAY_CKY", 149_999)


def test_a_file_with_other_columns_than_its_header_says_is_given_up_early(refusal: Refusal) -> None:
    header = ",".join(rows(BILLS)[0])
    error = refusal(HDN_HDON="\n".join([header, LINE, *("1,2" for _ in range(12_000))]))
    assert (error.place.row, error.place.column, error.more) == (3, None, 9_999)


def test_malformed_rows_within_the_limit_are_set_aside(take: Take, tmp_path: Path) -> None:
    bills = changed(BILLS, 1, KY="x", DIEN_TTHU="1.2345")
    text = csv_text(bills) + "7,PC02AA\n" + LINE + "\n"
    taken = take(write_exports(tmp_path / "exports", HDN_HDON=text), rejects_limit=2)[BILLS]
    assert taken.rejects == (
        "HDN_HDON.csv, dòng 3, cột KY: 'x' không phải số nguyên; DIEN_TTHU: '1.2345' có quá 3 chữ số thập phân",
        "HDN_HDON.csv, dòng 8: dòng có 2 ô, tiêu đề có 11 cột",
    )
    assert taken.rows["_row"].to_pylist() == [2, 4, 5, 6, 7, 9]
    assert taken.control.rows == 6
    assert str(taken.control.total) == "468005.625"


def test_the_limit_of_malformed_rows_counts_over_all_tables(take: Take, tmp_path: Path) -> None:
    folder = write_exports(tmp_path / "exports", **bill(1, KY="x"), D_DVI_QLY=changed("D_DVI_QLY", 1, MA_DVIQLY=""))
    assert len(take(folder, rejects_limit=2)) == 7
    with pytest.raises(InputError, match="Đã quá 1 dòng lỗi được phép"):
        take(folder, rejects_limit=1)
