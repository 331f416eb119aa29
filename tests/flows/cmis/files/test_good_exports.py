"""Every way in which staff save the same tables gives the same Arrow tables."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from flows.cmis.declaration import AGREEMENTS, TABLES, Kind, table
from flows.cmis.files import FilesSource
from phanky.progress import listening
from tests.exports import REQUIRED, Row, csv_text, rows, write_exports
from tests.flows.cmis.files.conftest import Take

REAL = Path(__file__).parents[5] / "shared" / "data" / "real-2024-2026"


def camel(name: str) -> str:
    first, *others = name.lower().split("_")
    return first + "".join(word.capitalize() for word in others)


def with_commas(row: Row) -> Row:
    def written(name: str, value: str) -> str:
        if name not in ("DIEN_TTHU", "CSUAT"):
            return value
        whole, _, decimals = value.partition(".")
        return f"{int(whole):,}".replace(",", ".") + (f",{decimals}" if decimals else "")

    return {name: written(name, value) for name, value in row.items()}


def with_vietnamese_dates(row: Row) -> Row:
    def written(name: str, value: str) -> str:
        return (
            date.fromisoformat(value).strftime("%d/%m/%Y") if name.startswith("NGAY_") and value[:2] == "20" else value
        )

    return {name: written(name, value) for name, value in row.items()}


def write_csv(folder: Path, separator: str, encoding: str, change: Callable[[Row], Row]) -> None:
    for name in REQUIRED:
        changed = [change(row) for row in rows(name)]
        quoted = [{k: f'"{v}"' if separator in v else v for k, v in row.items()} for row in changed]
        (folder / f"{name}.csv").write_text(csv_text(quoted, separator), encoding=encoding)


def comma_csv(folder: Path) -> None:
    write_csv(folder, ",", "utf-8", dict)


def comma_csv_with_bom_and_midnights(folder: Path) -> None:
    def with_midnight(row: Row) -> Row:
        return {k: f"{v} 00:00:00" if k.startswith("NGAY_") and v[:2] == "20" else v for k, v in row.items()}

    write_csv(folder, ",", "utf-8-sig", with_midnight)


def semicolon_csv_with_grouped_numbers(folder: Path) -> None:
    write_csv(folder, ";", "utf-8", with_commas)


def tab_csv_with_vietnamese_dates(folder: Path) -> None:
    write_csv(folder, "\t", "utf-8", with_vietnamese_dates)


def camel_case_in_another_order(folder: Path) -> None:
    for name in REQUIRED:
        changed = [{camel(k): v for k, v in reversed(row.items())} for row in rows(name)]
        (folder / f"{camel(name)}.CSV").write_text(csv_text(changed), encoding="utf-8")


def crlf_csv_with_blanks_around(folder: Path) -> None:
    for name in REQUIRED:
        changed = [{k: f" {v}\u00a0" for k, v in row.items()} for row in rows(name)]
        text = csv_text(changed) + ",".join("" for _ in changed[0]) + "\n\n\n"
        (folder / f"{name}.csv").write_bytes(text.replace("\n", "\r\n").encode())


def value_of(table_name: str, name: str, text: str) -> object:
    kind = table(table_name).column(name).kind
    if text == "":
        return None
    if kind is Kind.DATE:
        return date.fromisoformat(text)
    if kind is Kind.QUANTITY:
        return Decimal(text)
    return int(text) if kind in (Kind.ID, Kind.WHOLE) else text


def workbooks_of_text(folder: Path) -> None:
    for name in REQUIRED:
        with xlsxwriter.Workbook(str(folder / f"{name}.xlsx")) as workbook:
            sheet = workbook.add_worksheet("Xuất")
            for i, line in enumerate([list(rows(name)[0]), *(list(row.values()) for row in rows(name))]):
                for j, text in enumerate(line):
                    # 118000.125 could be read only one way even as text: no group has six digits.
                    sheet.write_string(i, j, text)


def workbooks_of_typed_cells(folder: Path) -> None:
    for name in REQUIRED:
        with xlsxwriter.Workbook(str(folder / f"{name}.xlsx")) as workbook:
            day = workbook.add_format({"num_format": "dd/mm/yyyy"})
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, list(rows(name)[0]))
            for i, row in enumerate(rows(name), start=1):
                for j, (column, text) in enumerate(row.items()):
                    value = value_of(name, column, text)
                    if isinstance(value, date):
                        sheet.write_datetime(i, j, datetime.combine(value, datetime.min.time()), day)
                    elif value is not None:
                        sheet.write(i, j, float(value) if isinstance(value, Decimal) else value)


def parquet_of_typed_columns(folder: Path) -> None:
    for name in REQUIRED:
        columns = {c: [value_of(name, c, row[c]) for row in rows(name)] for c in rows(name)[0]}
        arrays = {
            c: pa.array(values) if any(v is not None for v in values) else pa.nulls(len(values), pa.date32())
            for c, values in columns.items()
        }
        pq.write_table(pa.table(arrays), folder / f"{name}.parquet")


def parquet_of_text(folder: Path) -> None:
    for name in REQUIRED:
        columns = {c: pa.array([row[c] for row in rows(name)]).dictionary_encode() for c in rows(name)[0]}
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")


def parquet_of_doubles(folder: Path) -> None:
    parquet_of_typed_columns(folder)
    for name, columns in {"HDN_HDON": ("DIEN_TTHU", "KY", "ID_HDON"), "D_SOGCS": ("SO_KY",)}.items():
        content = pq.read_table(folder / f"{name}.parquet")
        for column in columns:
            i = content.schema.get_field_index(column)
            content = content.set_column(i, column, content[column].cast(pa.float64()))
        pq.write_table(content, folder / f"{name}.parquet")


WAYS = [
    comma_csv,
    comma_csv_with_bom_and_midnights,
    semicolon_csv_with_grouped_numbers,
    tab_csv_with_vietnamese_dates,
    camel_case_in_another_order,
    crlf_csv_with_blanks_around,
    workbooks_of_text,
    workbooks_of_typed_cells,
    parquet_of_typed_columns,
    parquet_of_text,
    parquet_of_doubles,
]


@pytest.mark.parametrize("write", WAYS, ids=lambda write: write.__name__)
def test_the_same_tables_come_out_of_every_format(write: Callable[[Path], None], take: Take, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    write(folder)
    taken = take(folder)

    assert list(taken) == ["D_DVI_QLY", "D_SOGCS", "HDG_KHACH_HANG", "HDG_DIEM_DO", "HDG_DDO_SOGCS",
                           "HDG_BBAN_APGIA", "HDN_HDON"]  # fmt: skip
    for name, extract in taken.items():
        assert extract.rows.schema == table(name).extract_schema
        assert extract.rejects == ()
        assert extract.notes == ()
    assert taken["D_SOGCS"].rows.to_pylist() == [
        {"_row": 2, "MA_DVIQLY": "PC02AA", "MA_SOGCS": "SPHU3KY", "TEN_SOGCS": "Sổ ba kỳ", "SO_KY": 3,
         "NGAY_GHI": "6;15;25", "LOAI_SOGCS": "KH", "TINH_TRANG": 1},
        {"_row": 3, "MA_DVIQLY": "PC02BB", "MA_SOGCS": "0012", "TEN_SOGCS": "Sổ một kỳ", "SO_KY": 1,
         "NGAY_GHI": "CT", "LOAI_SOGCS": "KH", "TINH_TRANG": 1},
    ]  # fmt: skip
    assert taken["HDG_KHACH_HANG"].rows.to_pylist()[0] == {
        "_row": 2, "MA_DVIQLY": "PC02AA", "MA_KHANG": "PC02AA0000001", "TEN_KHANG": "Công ty Một", "LOAI_KHANG": None,
        "MANHOM_KHANG": None, "MA_KHTT": None, "NGAY_HLUC": date(2024, 1, 1), "NGAY_HHLUC": None,
    }  # fmt: skip
    bills = taken["HDN_HDON"].rows
    assert bills["_row"].to_pylist() == [2, 3, 4, 5, 6, 7]
    assert bills["ID_HDON"].to_pylist() == [1, 2, 3, 4, 5, 6]
    assert bills["NGAY_CKY"].to_pylist()[-1] == date(2026, 9, 30)
    assert bills["DIEN_TTHU"].to_pylist() == [
        Decimal("120000.000"), Decimal("48000.000"), Decimal("125000.500"),
        Decimal("52000.000"), Decimal("118000.125"), Decimal("53000.000"),
    ]  # fmt: skip


def test_the_control_counts_rows_exact_total_and_greatest_id(take: Take, tmp_path: Path) -> None:
    taken = take(write_exports(tmp_path / "exports"))
    assert taken["HDN_HDON"].control.rows == 6
    assert taken["HDN_HDON"].control.total == Decimal("516000.625")
    assert taken["HDN_HDON"].control.max_id == 6
    assert taken["D_SOGCS"].control.rows == 2
    assert taken["D_SOGCS"].control.total is None
    assert taken["D_SOGCS"].control.max_id is None


def test_codes_are_never_numbers_or_null_words(take: Take, tmp_path: Path) -> None:
    books = [
        row | {"MA_SOGCS": code}
        for row, code in zip(rows("D_SOGCS") * 2, ["NULL", "1E5", "0012", " sổ a "], strict=True)
    ]
    taken = take(write_exports(tmp_path / "exports", D_SOGCS=books))
    assert taken["D_SOGCS"].rows["MA_SOGCS"].to_pylist() == ["NULL", "1E5", "0012", "sổ a"]


def test_text_is_composed_to_one_unicode_form(take: Take, tmp_path: Path) -> None:
    decomposed = "D\u0323ie\u0302\u0323n lu\u031b\u0323c"
    taken = take(
        write_exports(tmp_path / "exports", D_DVI_QLY=f"MA_DVIQLY,TEN_DVIQLY\nPC02AA,{decomposed}\nPC02BB,B\n")
    )
    assert taken["D_DVI_QLY"].rows["TEN_DVIQLY"].to_pylist()[0] == "\u1e0ci\u1ec7n l\u1ef1c"


def test_a_row_below_a_name_with_line_breaks_keeps_its_line_number(take: Take, tmp_path: Path) -> None:
    units = 'MA_DVIQLY,TEN_DVIQLY\n"PC02AA","Điện lực\nĐông ""Hà""\r\n(cũ)"\n\nPC02BB,"Thành Cổ"\nPC02CC,\n'
    taken = take(write_exports(tmp_path / "exports", D_DVI_QLY=units))["D_DVI_QLY"].rows
    assert taken["_row"].to_pylist() == [2, 6, 7]
    assert taken["TEN_DVIQLY"].to_pylist() == ['Điện lực\nĐông "Hà"\r\n(cũ)', "Thành Cổ", None]


def test_fractions_as_oracle_writes_them_and_zeros_that_say_nothing_are_read(take: Take, tmp_path: Path) -> None:
    bills = [
        row | {"DIEN_TTHU": text}
        for row, text in zip(rows("HDN_HDON"), [".5", "0.050", "7.1230000", "-3", "0", "12.25"], strict=True)
    ]
    taken = take(write_exports(tmp_path / "exports", HDN_HDON=bills))
    assert [str(n) for n in taken["HDN_HDON"].rows["DIEN_TTHU"].to_pylist()] == [
        "0.500", "0.050", "7.123", "-3.000", "0.000", "12.250",
    ]  # fmt: skip


def test_a_semicolon_file_groups_by_points_and_divides_by_a_comma(take: Take, tmp_path: Path) -> None:
    texts = ["1.234.567,5", "1.234", "12.345.678", "1234,5", ",5", "-1.234,125"]
    bills = [row | {"DIEN_TTHU": text} for row, text in zip(rows("HDN_HDON"), texts, strict=True)]
    taken = take(write_exports(tmp_path / "exports", HDN_HDON=csv_text(bills, ";")))
    assert [str(n) for n in taken["HDN_HDON"].rows["DIEN_TTHU"].to_pylist()] == [
        "1234567.500", "1234.000", "12345678.000", "1234.500", "0.500", "-1234.125",
    ]  # fmt: skip


def test_a_header_without_rows_is_an_empty_table(take: Take, tmp_path: Path) -> None:
    taken = take(write_exports(tmp_path / "exports", GCS_LICHGCS="MA_DVIQLY,MA_SOGCS,KY,THANG,NAM"))
    assert taken["GCS_LICHGCS"].rows.num_rows == 0
    assert taken["GCS_LICHGCS"].control.rows == 0


def test_moments_keep_their_time_of_day(take: Take, tmp_path: Path) -> None:
    corrections = (
        "ID_HDON_DC,ID_HDON,LOAI_DCHINH,DIEN_TTHU,NGAY_TAO\n"
        "1,1,TT,-5,2026-08-05 13:45:09\n2,1,TT,5,05/08/2026 7:05\n3,1,TT,1,2026-08-05\n4,1,TT,1,\n"
    )
    taken = take(write_exports(tmp_path / "exports", HDN_HDON_DC=corrections))
    assert taken["HDN_HDON_DC"].rows["NGAY_TAO"].to_pylist() == [
        datetime.fromisoformat("2026-08-05T13:45:09"), datetime.fromisoformat("2026-08-05T07:05"),
        datetime.fromisoformat("2026-08-05T00:00"), None,
    ]  # fmt: skip


def test_unknown_columns_and_files_are_noted_and_passed_over(take: Take, tmp_path: Path) -> None:
    units = "MA_DVIQLY,GHI_CHU,NGAY_SUA\nPC02AA,x,2026-01-01\nPC02BB,,\n"
    folder = write_exports(tmp_path / "exports", D_DVI_QLY=units, GHI_CHU="x\n")
    (folder / ".DS_Store").write_bytes(b"\0")
    taken = take(folder)
    assert taken["D_DVI_QLY"].notes == (
        "bỏ qua tệp 'GHI_CHU.csv': không phải bảng CMIS nào",
        "D_DVI_QLY.csv: bỏ qua cột lạ 'GHI_CHU'",
    )
    assert taken["D_SOGCS"].notes == ()


@pytest.mark.parametrize("folder_in_zip", ["", "xuat/", "thang 9\\xuat\\"])
def test_a_zip_gives_what_its_folder_gives(folder_in_zip: str, take: Take, tmp_path: Path) -> None:
    folder = write_exports(tmp_path / "exports")
    with zipfile.ZipFile(tmp_path / "xuat.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("__MACOSX/._HDN_HDON.csv", b"\0")
        for file in folder.iterdir():
            packed.write(file, folder_in_zip + file.name)
    from_zip, from_folder = take(tmp_path / "xuat.zip"), take(folder)
    assert {name: t.rows for name, t in from_zip.items()} == {name: t.rows for name, t in from_folder.items()}
    assert from_zip["HDN_HDON"].origin == f"xuat.zip/{folder_in_zip.replace(chr(92), '/')}HDN_HDON.csv"


def test_the_fingerprint_follows_content_and_names_but_not_the_folder(tmp_path: Path) -> None:
    def fingerprint(folder: Path) -> str:
        return FilesSource(folder, work_dir=tmp_path / "work").fingerprint()

    first, second = write_exports(tmp_path / "a"), write_exports(tmp_path / "b")
    (second / "GHI_CHU.txt").write_text("không phải bảng", encoding="utf-8")
    assert fingerprint(first) == fingerprint(second)
    (second / "HDN_HDON.csv").write_bytes((first / "HDN_HDON.csv").read_bytes() + b"\n")
    assert fingerprint(first) != fingerprint(second)
    (first / "D_SOGCS.csv").rename(first / "d_sogcs.csv")
    assert fingerprint(first) != fingerprint(write_exports(tmp_path / "c"))


def test_a_million_empty_rows_in_a_workbook_are_passed_over(take: Take, tmp_path: Path) -> None:
    folder, path = write_exports(tmp_path / "exports", D_DVI_QLY=None), tmp_path / "two rows.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in {
            0: ["MA_DVIQLY", "TEN_DVIQLY"],
            1: ["PC02AA", "Đông Hà"],
            1_000_000: ["PC02BB", "B"],
        }.items():
            sheet.write_row(row, 0, cells)
    empty = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(3, 1_000_001))
    with (
        zipfile.ZipFile(path) as two,
        zipfile.ZipFile(folder / "D_DVI_QLY.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as many,
    ):
        for name in two.namelist():
            content = two.read(name)
            many.writestr(name, content.replace(b'<row r="1000001"', empty.encode() + b'<row r="1000001"'))
    taken = take(folder)["D_DVI_QLY"].rows
    assert taken["_row"].to_pylist() == [2, 1_000_001]


def test_the_sheet_named_after_the_table_is_read_and_the_other_noted(take: Take, tmp_path: Path) -> None:
    folder = write_exports(tmp_path / "exports", D_DVI_QLY=None)
    with xlsxwriter.Workbook(str(folder / "D_DVI_QLY.xlsx")) as workbook:
        workbook.add_worksheet("Ghi chú").write(0, 0, "xuất ngày 1/10")
        sheet = workbook.add_worksheet("d_dvi_qly")
        sheet.write_row(2, 3, ["MA_DVIQLY", "TEN_DVIQLY"])
        sheet.write_row(3, 3, ["PC02AA", 12])
        sheet.write_row(5, 3, ["PC02BB", 1.5])
    taken = take(folder)["D_DVI_QLY"]
    assert taken.rows.to_pylist() == [
        {"_row": 4, "MA_DVIQLY": "PC02AA", "TEN_DVIQLY": "12", "MA_DVICTREN": None},
        {"_row": 6, "MA_DVIQLY": "PC02BB", "TEN_DVIQLY": "1.5", "MA_DVICTREN": None},
    ]
    assert taken.notes == ("D_DVI_QLY.xlsx: bỏ qua trang tính 'Ghi chú'",)


def test_reading_tells_where_it_is(take: Take, tmp_path: Path) -> None:
    heard: list[tuple[str, str]] = []
    with listening(lambda point, detail: heard.append((point, detail))):
        take(write_exports(tmp_path / "exports"))
    assert ("extract.table", "HDN_HDON.csv") in heard
    assert ("extract.rows", "HDN_HDON.csv: 6 dòng") in heard


def test_a_large_table_comes_in_the_order_of_its_file(take: Take, tmp_path: Path) -> None:
    lines = ["ID_HDON,MA_DVIQLY,MA_KHANG,KY,THANG,NAM,NGAY_DKY,NGAY_CKY,LOAI_HDON,DIEN_TTHU"]
    lines += [f"{i},PC02AA,PC02AA{i:07d},1,9,2026,2026-09-01,2026-09-30,TD,{i}.{i % 8}25" for i in range(300_000)]
    lines[150_000] = lines[150_000].replace("PC02AA,", '"PC02AA",')
    lines.insert(200_000, "")
    taken = take(write_exports(tmp_path / "exports", HDN_HDON="\n".join(lines)))["HDN_HDON"]
    assert taken.rows["ID_HDON"].to_pylist() == list(range(300_000))
    assert taken.rows["_row"].to_pylist() == [*range(2, 200_001), *range(200_002, 300_003)]
    assert taken.control.rows == 300_000
    assert taken.control.total == sum(Decimal(f"{i}.{i % 8}25") for i in range(300_000))
    assert taken.control.max_id == 299_999


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared real consumption data is not beside the project")
def test_the_real_consumption_exports_are_read_whole(take: Take) -> None:
    taken = take(REAL)
    assert taken["HDN_HDON"].control.rows == 24_335
    assert taken["HDN_HDON"].control.total == Decimal(5_095_472_234)
    assert taken["HDN_HDON"].rows.num_rows == 24_335
    assert set(taken) <= {t.name for t in TABLES} - {AGREEMENTS.name}
