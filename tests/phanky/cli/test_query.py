from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from phanky.identity import whole_company
from semantic import open_release
from tests import marts
from tests.marts import House, case
from tests.phanky.cli.conftest import CASES, Run
from tests.runs import sample_run, succeed
from tests.whole_marts import WholeHouse, rows_of


def shown(printed: str) -> list[list[str]]:
    """Cells of a table for people, its heading first."""
    lines = [line for line in printed.splitlines() if line.strip() and not line.startswith(" ─")]
    return [[cell for cell in line.strip().split("  ") if cell.strip()] for line in lines]


def cells(printed: str) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in shown(printed)]


def test_csv_has_the_names_asked_for_and_plain_values(phanky: Run, house: WholeHouse) -> None:
    outcome = phanky("query", "customers_in_scope", "share_right", "kwh_total", "--by", "unit_code", "--format", "csv")

    assert outcome.out == (
        "unit_code,customers_in_scope,share_right,kwh_total\nPC02AA,3,0.3333333333333333,221460\nPC02BB,2,1.0,62000\n"
    )
    assert outcome.err == ""


def test_json_has_fractions_numbers_and_null_where_there_is_nothing(phanky: Run, house: WholeHouse) -> None:
    rows = phanky("query", "share_right", "kwh_total", "--by", "verdict", "--format", "json").json

    assert rows == [
        {"verdict": "chua_du_du_lieu", "share_right": None, "kwh_total": 31000},
        {"verdict": "dung", "share_right": 1.0, "kwh_total": 62000},
        {"verdict": "thieu_ky", "share_right": 0.0, "kwh_total": 128460},
        {"verdict": "thoa_thuan", "share_right": 1.0, "kwh_total": 31000},
        {"verdict": "thua_ky", "share_right": 0.0, "kwh_total": 31000},
    ]


def test_customers_are_those_of_the_newest_month_asked_and_energy_is_added_over_the_months(
    phanky: Run, house: WholeHouse
) -> None:
    asked = ("query", "customers_in_scope", "kwh_total", "--format", "csv")

    assert phanky(*asked).out.splitlines()[1] == "5,283460"
    assert phanky(*asked, "--where", "month=2026-09").out.splitlines()[1] == "2,95230"
    assert phanky(*asked, "--where", "month=2026-09..2026-10").out.splitlines()[1] == "5,283460"
    assert phanky(*asked, "--where", "quarter=2026-Q3").out.splitlines()[1] == "2,95230"
    assert phanky(*asked, "--by", "quarter").out.splitlines()[1:] == ["2026-Q3,2,95230", "2026-Q4,5,188230"]


def test_one_dimension_named_twice_means_any_of_its_values(phanky: Run, house: WholeHouse) -> None:
    asked = ("query", "customers_in_scope", "--by", "verdict", "--format", "csv")

    printed = phanky(*asked, "--where", "verdict=thieu_ky", "--where", "verdict=thua_ky", "--where", "unit_code=PC02AA")

    assert printed.out.splitlines()[1:] == ["thieu_ky,1", "thua_ky,1"]


def test_nothing_behind_the_equals_sign_means_that_there_is_none(phanky: Run, house: WholeHouse) -> None:
    asked = ("query", "customers_in_scope", "--by", "required_periods", "--format", "csv")

    assert phanky(*asked, "--where", "required_periods=").out.splitlines()[1:] == [",1"]
    assert phanky(*asked, "--where", "required_periods=", "--where", "required_periods=2").out.splitlines()[1:] == [
        "2,1",
        ",1",
    ]


def test_what_follows_by_and_where_need_not_repeat_them(phanky: Run, house: WholeHouse) -> None:
    short = phanky(
        "query", "customers_right", "--by", "unit_code", "month", "--where", "unit_code=PC02AA", "month=2026-10",
        "--format", "csv",
    )  # fmt: skip

    assert short.out == "unit_code,month,customers_right\nPC02AA,2026-10,1\n"
    assert phanky("query", "customers_right", "--by", "unit_code,month", "--limit", 1, "--format", "csv").out == (
        "unit_code,month,customers_right\nPC02AA,2026-09,1\n"
    )


def test_rows_stand_in_the_order_asked_and_as_many_as_asked(phanky: Run, house: WholeHouse) -> None:
    asked = ("query", "kwh_total", "--by", "verdict", "--order", "-kwh_total", "--limit", 2, "--format", "csv")

    assert phanky(*asked).out == "verdict,kwh_total\nthieu_ky,128460\ndung,62000\n"


def test_people_read_labels_words_and_vietnamese_figures(phanky: Run, house: WholeHouse) -> None:
    printed = phanky(
        "query", "customers_in_scope", "share_right", "kwh_total", "kwh_growth_month", "--by", "verdict",
        "--where", "unit_code=PC02AA",
    ).out  # fmt: skip

    heading, *rows, _ = cells(printed)
    assert heading == [
        "Kết luận",
        "Khách hàng thuộc diện xét",
        "Tỷ lệ đúng",
        "Sản lượng (kWh)",
        "Tăng trưởng so với tháng trước",
    ]
    assert rows == [
        ["Đúng phân kỳ (dung)", "1", "100,0 %", "62.000", "0,0 %"],
        ["Thiếu kỳ (thieu_ky)", "1", "0,0 %", "128.460", "0,0 %"],
        ["Thừa kỳ (thua_ky)", "1", "0,0 %", "31.000", "–"],
    ]


def test_a_change_has_its_sign_and_months_are_written_for_people(phanky: Run, house: WholeHouse) -> None:
    rise = cells(phanky("query", "kwh_growth_month", "--by", "month", "--where", "month=2026-10").out)

    assert rise[1] == ["T10/2026", "+97,7 %"]


def test_the_line_below_names_release_months_and_mart(phanky: Run, house: WholeHouse) -> None:
    release = phanky("releases", "--format", "json").json[0]["release_id"]

    one = phanky("query", "customers_right", "--by", "unit_code").out.splitlines()[-1]
    two = phanky("query", "customers_right", "kwh_total", "--by", "verdict").out.splitlines()[-1]

    assert one == f"Bản phát hành {release} · T10/2026 · từ agg_unit_month."
    assert two == (f"Bản phát hành {release} · Đúng phân kỳ: T10/2026; Sản lượng: T9–T10/2026 · từ agg_segment_month.")


def test_months_apart_are_named_one_by_one(phanky: Run, home: Path) -> None:
    WholeHouse(home).release(rows_of([case(month=month) for month in ("2026-03", "2026-06", "2026-07")]))

    last = phanky("query", "customers_right", "--by", "quarter").out.splitlines()[-1]

    assert "· T3/2026, T6/2026, T7/2026 ·" in last


def test_an_answer_without_rows_says_so(phanky: Run, house: WholeHouse) -> None:
    asked = ("query", "customers_right", "--by", "unit_code", "--where", "required_periods=9")

    assert phanky(*asked).out.splitlines()[0] == "Không có dòng nào."
    assert phanky(*asked, "--format", "csv").out == "unit_code,customers_right\n"
    assert phanky(*asked, "--format", "json").json == []


def test_a_long_table_is_cut_and_says_how_many_rows_there_are(phanky: Run, home: Path) -> None:
    WholeHouse(home).release(rows_of([case(f"PC02AA{number:07d}") for number in range(70)]))

    cut = phanky("query", "kwh_total", "--by", "customer_id").out
    whole = phanky("query", "kwh_total", "--by", "customer_id", "--limit", 70).out

    assert cut.count("PC02AA") == 60
    assert "Đang hiện 60 trên 70 dòng. Xem đủ: --format csv, hoặc --limit lớn hơn." in cut
    assert (whole.count("PC02AA"), "Đang hiện" in whole) == (70, False)


def test_figures_for_everyone_come_from_the_mart_that_everyone_may_see(phanky: Run, house: WholeHouse) -> None:
    assert phanky("query", "customers_right", "--everyone").out.endswith("từ agg_unit_month.\n")
    assert phanky("query", "customers_right", "--by", "verdict", "--everyone").err == (
        "Lỗi: Số toàn công ty cho mọi người chỉ có theo đơn vị, tháng và quý. Bỏ chiều hoặc chỉ số khác.\n"
    )


def test_sql_is_all_that_is_printed_and_gives_the_same_rows_on_the_release(phanky: Run, house: WholeHouse) -> None:
    asked = (
        "query", "share_right", "kwh_total", "--by", "verdict", "--where", "unit_code=PC02AA", "--order", "-kwh_total",
    )  # fmt: skip

    sql = phanky(*asked, "--sql").out

    assert sql.startswith("SELECT ")
    assert "'PC02AA'" in sql
    with open_release(whole_company("test"), home=house.home) as release:
        rows = release.select(sql).to_pylist()
    assert [{**row, "kwh_total": float(row["kwh_total"])} for row in rows] == phanky(*asked, "--format", "json").json


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("customer_right",), "Không có chỉ số “customer_right”. Gần giống: customers_right, "),
        (("customers_right", "--by", "units"), "Không có chiều “units”. Gần giống: unit_name, unit_code, month."),
        (("customers_right", "--by", "mont"), "Không có chiều “mont”. Gần giống: month"),
        (("customers_right", "--where", "verdict"), "Lọc viết CHIỀU=GIÁ_TRỊ, không viết “verdict”."),
        (("customers_right", "--where", "verdict=thieu"), "Không có kết luận “thieu”. Gần giống: thieu_ky"),
        (("customers_right", "--where", "unit_code=PC02AB"), "Không có mã đơn vị “PC02AB”. Gần giống: PC02BB, PC02AA."),
        (("customers_right", "--where", "required_periods=hai"), "required_periods nhận một số nguyên"),
        (("customers_right", "--where", "month=2026-13"), "Không có tháng “2026-13”. Gần giống: 2026-10, 2026-09."),
        (("customers_right", "--where", "month=2026-9..2026-10"), "Khoảng tháng viết như 2026-01..2026-06"),
        (
            ("customers_right", "--where", "month=2026-10..2026-09"),
            "Khoảng tháng phải từ trước đến sau: 2026-09 đứng trước 2026-10.",
        ),
        (
            ("customers_right", "--where", "month=2026-09..2026-10", "--where", "month=2026-08"),
            "Một khoảng month đứng một mình: ghi --where month=ĐẦU..CUỐI một lần.",
        ),
        (("customers_right", "--where", "month=2027-01..2027-02"), "Kỳ được hỏi không có tháng nào đã xét."),
        (("findings", "--by", "verdict"), "findings không chia hay lọc theo verdict. Dùng được: month, quarter, "),
        (("customers_right", "--order", "kwh_total"), "Không xếp theo kwh_total được: câu hỏi chỉ có customers_right."),
        (("month",), "Chưa hỏi chỉ số nào. Xem “phanky metrics”."),
        ((), "thiếu tham số CHỈ_SỐ. Xem “phanky query --help”."),
        (("customers_right", "--release", "2025"), "Không có bản phát hành “2025”."),
    ],
)
def test_what_does_not_exist_or_go_together_is_refused_in_one_line(
    phanky: Run, house: WholeHouse, arguments: tuple[str, ...], message: str
) -> None:
    outcome = phanky("query", *arguments, "--format", "csv")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"Lỗi: {message}")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("command", [("query", "customers_right"), ("metrics",)])
def test_a_release_made_before_there_were_metrics_is_told_how_to_get_them(
    phanky: Run, home: Path, command: tuple[str, ...]
) -> None:
    release_id = House(home).release(marts.rows_of(CASES)).release_id

    assert phanky(*command).err == (
        f"Lỗi: Bản {release_id} chưa có định nghĩa chỉ số. Chạy “phanky run” để có bản mới.\n"
    )


def test_an_earlier_release_is_asked_by_its_name(phanky: Run, house: WholeHouse) -> None:
    first = phanky("releases", "--format", "json").json[0]["release_id"]
    house.release(rows_of([case("PC02AA0000001")]), as_of=date(2026, 11, 25))

    assert phanky("query", "customers_in_scope", "--format", "csv").out == "customers_in_scope\n1\n"
    assert phanky("query", "customers_in_scope", "--release", first, "--format", "csv").out == "customers_in_scope\n5\n"


def test_on_the_sample_counts_by_unit_and_verdict_are_those_of_the_verdicts(shared_folder: Path) -> None:
    home = sample_run(shared_folder, "duckdb")
    verdicts = csv.DictReader(io.StringIO(succeed(home, "verdicts", "--quarter", "2026-Q3", "--format", "csv")))
    counted = Counter((row["unit_code"], row["verdict"]) for row in verdicts if row["verdict"] != "ngoai_pham_vi")

    asked = ("customers_in_scope", "--by", "unit_code", "verdict", "--where", "quarter=2026-Q3", "--format", "csv")
    answered = csv.DictReader(io.StringIO(succeed(home, "query", *asked)))

    assert {
        (row["unit_code"], row["verdict"]): int(row["customers_in_scope"])
        for row in answered
        if row["verdict"] != "ngoai_pham_vi"
    } == counted


def test_on_the_sample_shares_of_the_closed_quarters_are_these(shared_folder: Path) -> None:
    asked = ("share_right", "customers_wrong", "--by", "quarter", "--where", "quarter=2026-Q1..2026-Q3")

    printed = cells(succeed(sample_run(shared_folder, "duckdb"), "query", *asked))

    assert printed[1:4] == [["Q1/2026", "88,6 %", "36"], ["Q2/2026", "88,8 %", "36"], ["Q3/2026", "88,1 %", "38"]]
