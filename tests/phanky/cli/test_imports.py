from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from phanky.ledger import AGREEMENT_LIST, KEY_CUSTOMER_LIST, RECIPIENT_LIST, open_ledger
from phanky.settings import load_settings
from tests.phanky.cli.conftest import Run
from tests.whole_marts import WholeHouse

HEADER = "MA_KHANG,SO_KY,SO_VBAN,TU_NGAY,DEN_NGAY\n"


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "thỏa thuận.csv"
    path.write_text(f"{HEADER}PC02AA0000001,2,15/TT,2026-01-01,\nPC02BB0000009,3,,2026-03-01,2026-12-31\n", "utf-8")
    return path


def in_force(home: Path) -> list[dict[str, object]]:
    with open_ledger(load_settings(home=home)) as ledger:
        rows: list[dict[str, object]] = ledger.lists.rows(AGREEMENT_LIST)[1].to_pylist()
    return rows


def test_an_imported_list_is_in_force_at_once(phanky: Run, home: Path, listing: Path) -> None:
    outcome = phanky("import", "agreements", listing)

    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("Đã nhập 2 thỏa thuận, phiên bản ")
    assert [(row["MA_KHANG"], row["SO_KY"]) for row in in_force(home)] == [("PC02AA0000001", 2), ("PC02BB0000009", 3)]


def test_the_same_list_again_says_that_nothing_changed(phanky: Run, listing: Path) -> None:
    first = phanky("import", "agreements", listing, "--format", "json").json

    again = phanky("import", "agreements", listing)

    assert again.out.startswith(f"Không có gì thay đổi: danh sách đang dùng đã là phiên bản {first['version']}")


def test_codes_that_the_release_in_service_does_not_know_are_pointed_out(
    phanky: Run, house: WholeHouse, listing: Path
) -> None:
    outcome = phanky("import", "agreements", listing)

    assert outcome.code == 0
    assert "1 mã không có trong bản phát hành hiện tại: PC02BB0000009" in outcome.err


def test_a_faulty_list_is_refused_with_file_row_and_column_and_the_old_one_stays(
    phanky: Run, home: Path, listing: Path
) -> None:
    phanky("import", "agreements", listing)
    faulty = listing.with_name("sai.csv")
    faulty.write_text(f"{HEADER}PC02AA0000001,4,,2026-01-01,\n", "utf-8")

    outcome = phanky("import", "agreements", faulty)

    assert outcome.code == 4
    assert outcome.err.startswith("Lỗi: sai.csv, dòng 2, cột SO_KY: ")
    assert len(in_force(home)) == 2


def test_a_file_that_is_not_there_is_refused(phanky: Run, tmp_path: Path) -> None:
    outcome = phanky("import", "agreements", tmp_path / "không-có.xlsx")

    assert outcome.code == 2
    assert "Không có tệp" in outcome.err


def test_the_template_can_be_filled_in_and_imported(phanky: Run, home: Path, tmp_path: Path) -> None:
    template = tmp_path / "mẫu.xlsx"
    assert phanky("import", "agreements", "--template", template).code == 0
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["AGREEMENTS", "Hướng dẫn"]
    sheet = book["AGREEMENTS"]
    assert [cell.value for cell in sheet[1]] == ["MA_KHANG", "SO_KY", "SO_VBAN", "TU_NGAY", "DEN_NGAY"]
    sheet.append(["0012", 3, "7/PL", datetime(2026, 5, 1), datetime(2026, 12, 31)])  # noqa: DTZ001  # a sheet's date
    book.save(template)

    outcome = phanky("import", "agreements", template)

    assert outcome.code == 0, outcome.err
    assert [(row["MA_KHANG"], row["SO_KY"], str(row["DEN_NGAY"])) for row in in_force(home)] == [
        ("0012", 3, "2026-12-31"),
        ("PC02AA0000001", 2, "None"),
    ]


def test_the_template_explains_every_column(phanky: Run, tmp_path: Path) -> None:
    phanky("import", "agreements", "--template", tmp_path / "mẫu.xlsx")

    notes = openpyxl.load_workbook(tmp_path / "mẫu.xlsx")["Hướng dẫn"]

    explained = {row[0].value: row[1].value for row in notes.iter_rows(min_row=2) if row[0].value}
    assert list(explained) == ["MA_KHANG", "SO_KY", "SO_VBAN", "TU_NGAY", "DEN_NGAY"]
    assert all(explained.values())


def test_a_template_of_another_kind_of_file_is_refused(phanky: Run, tmp_path: Path) -> None:
    assert phanky("import", "agreements", "--template", tmp_path / "mẫu.csv").code == 2


def test_key_customers_are_imported_with_reason_and_remark_and_replace_no_agreement(
    phanky: Run, home: Path, listing: Path, tmp_path: Path
) -> None:
    phanky("import", "agreements", listing)
    path = tmp_path / "trọng điểm.csv"
    path.write_text("MA_KHANG,LY_DO,GHI_CHU\nPC02AA0000001,Bệnh viện,Hai nguồn\nPC02AA0000002,,\n", "utf-8")

    outcome = phanky("import", "key-customers", path)

    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("Đã nhập 2 khách hàng trọng điểm, phiên bản ")
    with open_ledger(load_settings(home=home)) as ledger:
        assert ledger.lists.rows(KEY_CUSTOMER_LIST)[1].to_pylist() == [
            {"MA_KHANG": "PC02AA0000001", "LY_DO": "Bệnh viện", "GHI_CHU": "Hai nguồn"},
            {"MA_KHANG": "PC02AA0000002", "LY_DO": None, "GHI_CHU": None},
        ]
    assert len(in_force(home)) == 2


def test_a_list_of_codes_alone_is_a_list_of_key_customers(phanky: Run, tmp_path: Path) -> None:
    path = tmp_path / "mã.csv"
    path.write_text("MA_KHANG\nPC02AA0000001\n", "utf-8")

    assert phanky("import", "key-customers", path).out.startswith("Đã nhập 1 khách hàng trọng điểm")


def test_key_customers_that_the_release_does_not_know_are_pointed_out(
    phanky: Run, house: WholeHouse, tmp_path: Path
) -> None:
    path = tmp_path / "mã.csv"
    path.write_text("MA_KHANG\nPC02BB0000009\n", "utf-8")

    assert "1 mã không có trong bản phát hành hiện tại: PC02BB0000009" in phanky("import", "key-customers", path).err


def test_the_template_of_key_customers_can_be_filled_in_and_imported(phanky: Run, home: Path, tmp_path: Path) -> None:
    template = tmp_path / "mẫu.xlsx"
    assert phanky("import", "key-customers", "--template", template).code == 0
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["KEY_CUSTOMERS", "Hướng dẫn"]
    book["KEY_CUSTOMERS"].append(["0012", "Trạm bơm"])
    book.save(template)

    assert phanky("import", "key-customers", template).code == 0
    with open_ledger(load_settings(home=home)) as ledger:
        codes = ledger.lists.rows(KEY_CUSTOMER_LIST)[1]["MA_KHANG"].to_pylist()
    assert codes == ["0012", "PC02AA0000001"]


RECIPIENT_HEADER = "TEN,VAI_TRO,DON_VI,KENH,DIA_CHI,TAM_NGUNG_TU,TAM_NGUNG_DEN\n"


def recipients_file(folder: Path, *lines: str) -> Path:
    path = folder / "người nhận.csv"
    path.write_text(RECIPIENT_HEADER + "".join(f"{line}\n" for line in lines), "utf-8")
    return path


def test_recipients_are_imported_and_the_next_messages_go_to_them(
    phanky: Run, house: WholeHouse, tmp_path: Path
) -> None:
    path = recipients_file(
        tmp_path,
        "Lãnh đạo công ty,leader,,http,lanh-dao,,",
        'Giám đốc,director,"PC02AA",outbox,,,',
        'Nhân viên,staff,"PC02AA,PC02BB",console,,2026-11-01,2026-11-30',
    )

    outcome = phanky("import", "recipients", path)

    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("Đã nhập 3 người nhận tin, phiên bản ")
    told = phanky("digest", "--dry-run", "--date", "2026-11-24", "--format", "json").json
    assert [(one["recipient"], one["kind"], one["channel"], one["address"]) for one in told] == [
        ("Giám đốc", "unit", "outbox", "Giám đốc"),
        ("Lãnh đạo công ty", "company", "http", "lanh-dao"),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A,boss,,outbox,,,", "dòng 2, cột VAI_TRO: 'boss' ngoài phạm vi, cần leader, department, director, staff"),
        ("A,leader,,mail,,,", "dòng 2, cột KENH: 'mail' ngoài phạm vi, cần outbox, console, http"),
        ("A,director,,outbox,,,", "dòng 2, cột DON_VI: director và staff phải có ít nhất một đơn vị"),
        ("A,leader,PC02AA,outbox,,,", "dòng 2, cột DON_VI: leader và department nhận mọi đơn vị, phải để trống"),
        ('A,staff,"PC02AA,,PC02BB",outbox,,,', "dòng 2, cột DON_VI: thừa dấu phẩy giữa các mã đơn vị"),
        ("A,leader,,http,,,", "dòng 2, cột DIA_CHI: kênh http phải có địa chỉ người nhận"),
        (",leader,,outbox,,,", "dòng 2, cột TEN: "),
        ("A,leader,,outbox,,2026-11-30,2026-11-01", "dòng 2, cột TAM_NGUNG_DEN: ngày cuối '2026-11-01' trước"),
        ("A,leader,,outbox,,,\nA,leader,,console,,,", "dòng 3, cột TEN: khóa 'A' đã có ở dòng 2"),
    ],
)
def test_a_faulty_list_of_recipients_is_refused_naming_row_and_column(
    phanky: Run, home: Path, tmp_path: Path, line: str, told: str
) -> None:
    outcome = phanky("import", "recipients", recipients_file(tmp_path, line))

    assert outcome.code == 4
    assert told in outcome.err
    with open_ledger(load_settings(home=home)) as ledger:
        assert ledger.lists.rows(RECIPIENT_LIST)[1].num_rows == 0


def test_units_that_the_release_does_not_know_are_pointed_out(phanky: Run, house: WholeHouse, tmp_path: Path) -> None:
    path = recipients_file(tmp_path, 'A,director,"PC02AA, PC02ZZ",outbox,,,')

    outcome = phanky("import", "recipients", path)

    assert outcome.code == 0
    assert "1 mã không có trong bản phát hành hiện tại: PC02ZZ" in outcome.err
    assert phanky("import", "recipients", path, "--format", "json").json["unknown_units"] == ["PC02ZZ"]


def test_the_template_of_recipients_can_be_filled_in_and_imported(phanky: Run, home: Path, tmp_path: Path) -> None:
    template = tmp_path / "mẫu.xlsx"
    assert phanky("import", "recipients", "--template", template).code == 0
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["RECIPIENTS", "Hướng dẫn"]
    book["RECIPIENTS"].append(["Giám đốc", "director", "PC02AA", "http", "gd.dongha", datetime(2026, 12, 1)])  # noqa: DTZ001  # a sheet's date
    book.save(template)

    outcome = phanky("import", "recipients", template)

    assert outcome.code == 0, outcome.err
    with open_ledger(load_settings(home=home)) as ledger:
        rows = ledger.lists.rows(RECIPIENT_LIST)[1].to_pylist()
    assert [(row["TEN"], row["DON_VI"], str(row["TAM_NGUNG_TU"])) for row in rows] == [
        ("Giám đốc", "PC02AA", "2026-12-01"),
        ("Lãnh đạo công ty", None, "None"),
    ]
