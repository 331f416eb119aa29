"""A list that the company keeps is read from one file, whatever its format, and checked whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.cmis.declaration import AGREEMENTS, Column, Kind, Table
from flows.cmis.files import read_list
from phanky.errors import InputError
from phanky.progress import listening

HEADER = ["MA_KHANG", "SO_KY", "SO_VBAN", "TU_NGAY", "DEN_NGAY"]
ROWS: list[list[object]] = [
    ["PC02AA0000001", 2, "12/TT-ĐLĐH", date(2026, 1, 1), None],
    ["PC02BB0000002", 3, None, date(2025, 3, 1), date(2025, 12, 31)],
]


def as_csv(path: Path, header: list[str], rows: list[list[object]]) -> None:
    lines = [header, *([("" if cell is None else str(cell)) for cell in row] for row in rows)]
    path.write_text("".join(";".join(line) + "\n" for line in lines), encoding="utf-8-sig")


def as_xlsx(path: Path, header: list[str], rows: list[list[object]]) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(header)
    for row in rows:
        workbook.active.append([datetime.combine(c, time.min) if isinstance(c, date) else c for c in row])
    workbook.save(path)


def as_parquet(path: Path, header: list[str], rows: list[list[object]]) -> None:
    pq.write_table(pa.table(dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))), path)


WRITERS: dict[str, Callable[[Path, list[str], list[list[object]]], None]] = {
    "thỏa thuận.csv": as_csv,
    "thỏa thuận.XLSX": as_xlsx,
    "thỏa thuận.parquet": as_parquet,
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_agreements_come_out_of_every_format(name: str, tmp_path: Path) -> None:
    WRITERS[name](tmp_path / name, HEADER, ROWS)
    table = read_list(tmp_path / name, AGREEMENTS, work_dir=tmp_path / "work")
    assert table.schema == AGREEMENTS.arrow_schema
    assert table.to_pylist() == [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    assert list((tmp_path / "work").iterdir()) == []


def test_an_unknown_column_is_told_and_passed_over(tmp_path: Path) -> None:
    heard: list[tuple[str, str]] = []
    as_csv(tmp_path / "a.csv", [*HEADER, "GHI_CHU"], [[*row, "x"] for row in ROWS])
    with listening(lambda point, detail: heard.append((point, detail))):
        table = read_list(tmp_path / "a.csv", AGREEMENTS, work_dir=tmp_path)
    assert table.column_names == HEADER
    assert ("extract.note", "a.csv: bỏ qua cột lạ 'GHI_CHU'") in heard


def test_a_list_without_rows_is_an_empty_list(tmp_path: Path) -> None:
    as_csv(tmp_path / "a.csv", HEADER, [])
    assert read_list(tmp_path / "a.csv", AGREEMENTS, work_dir=tmp_path).num_rows == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["PC1", 4, "", "2026-01-01", ""], "cột SO_KY: '4' ngoài phạm vi, cần từ 1 đến 3. "),
        (["PC1", 0, "", "2026-01-01", ""], "cột SO_KY: '0' ngoài phạm vi, cần từ 1 đến 3. "),
        (["PC1", "", "", "2026-01-01", ""], "cột SO_KY: ô bắt buộc để trống, cần số nguyên. "),
        (["", 1, "", "2026-01-01", ""], "cột MA_KHANG: ô bắt buộc để trống, cần mã, dạng chữ. "),
        (["PC1", 1, "", "31/02/2026", ""], "cột TU_NGAY: '31/02/2026' không phải ngày có thật"),
        (["PC1", 1, "", "2026-02-01", "2026-01-31"], "cột DEN_NGAY: ngày cuối '2026-01-31' trước ngày đầu"),
        (["PC02AA0000001", 3, "", "01/01/2026", ""],
         "cột MA_KHANG, TU_NGAY: khóa 'PC02AA0000001, 2026-01-01' đã có ở dòng 2. "),
    ],
)  # fmt: skip
def test_a_bad_row_of_a_list_is_refused_at_its_place(row: list[object], message: str, tmp_path: Path) -> None:
    as_csv(tmp_path / "a.csv", HEADER, [*ROWS, row])
    with pytest.raises(InputError) as caught:
        read_list(tmp_path / "a.csv", AGREEMENTS, work_dir=tmp_path)
    assert str(caught.value).startswith(f"a.csv, dòng 4, {message}")


def test_the_first_bad_row_is_told_and_the_others_are_counted(tmp_path: Path) -> None:
    bad: list[list[object]] = [["PC1", 9, "", "2026-01-01", ""], ["PC1", 1, "", "2026-01-01", "2025-01-01"]]
    as_csv(tmp_path / "a.csv", HEADER, [*ROWS, *bad])
    with pytest.raises(InputError) as caught:
        read_list(tmp_path / "a.csv", AGREEMENTS, work_dir=tmp_path)
    assert (caught.value.place.row, caught.value.place.column, caught.value.more) == (4, "SO_KY", 2)


def test_a_value_that_is_not_among_the_allowed_ones_is_refused(tmp_path: Path) -> None:
    kinds = Table("KINDS", (Column("LOAI", Kind.CODE, allowed=("HB", "LL")),), key=("LOAI",))
    (tmp_path / "a.csv").write_text("LOAI\nHB\nhb\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^a.csv, dòng 3, cột LOAI: 'hb' ngoài phạm vi, cần HB, LL\."):
        read_list(tmp_path / "a.csv", kinds, work_dir=tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"x", "a.pdf: không đọc được loại tệp này. Dùng .csv, .xlsx, .parquet."),
        ("a.csv", b"", "a.csv: tệp rỗng. Xuất lại bảng này."),
        ("a.csv", b"MA_KHANG,SO_KY,SO_VBAN\n", "a.csv, dòng 1, cột TU_NGAY: thiếu cột, cần TU_NGAY"),
    ],
)
def test_a_file_that_is_no_list_is_refused(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_list(tmp_path / name, AGREEMENTS, work_dir=tmp_path)
    assert str(caught.value).startswith(message)


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="không tìm thấy tệp"):
        read_list(tmp_path / "a.csv", AGREEMENTS, work_dir=tmp_path)
