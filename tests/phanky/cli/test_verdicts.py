from __future__ import annotations

import csv
import io
import time
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from phanky.cli.options import Format
from phanky.cli.output import print_data
from tests.marts import case
from tests.phanky.cli.conftest import CASES, Outcome, Run
from tests.whole_marts import WholeHouse, rows_of

LEADING = [
    "month", "quarter", "customer_id", "unit_code", "window_kwh", "average_kwh", "required_periods", "actual_periods",
    "verdict", "basis", "rule_id",
]  # fmt: skip


def lines(outcome: Outcome) -> list[list[str]]:
    assert outcome.code == 0, outcome.err
    return list(csv.reader(io.StringIO(outcome.out)))


def test_csv_leads_with_the_promised_columns_in_order_and_goes_on_with_the_evidence(
    phanky: Run, house: WholeHouse
) -> None:
    header, *_ = lines(phanky("verdicts", "--format", "csv"))

    assert header[:11] == LEADING
    assert {"reason", "kwh_month_1", "book_codes", "wrong_since_month", "customer_name"} <= set(header)


def test_without_a_period_csv_gives_every_month_by_customer_and_month(phanky: Run, house: WholeHouse) -> None:
    _, *rows = lines(phanky("verdicts", "--format", "csv"))

    assert [(row[2], row[0]) for row in rows] == [
        ("PC02AA0000001", "2026-09"),
        ("PC02AA0000001", "2026-10"),
        ("PC02AA0000003", "2026-09"),
        ("PC02AA0000003", "2026-10"),
        ("PC02AA0000004", "2026-10"),
        ("PC02BB0000005", "2026-10"),
        ("PC02BB0000006", "2026-10"),
    ]


def test_energies_lose_their_trailing_zeros_and_averages_keep_two_decimals(phanky: Run, home: Path) -> None:
    energies = [("PC02AA0000001", "26512.000", "8837.33"), ("PC02AA0000002", "0.500", "0.17")]
    rows = [case(c, window_kwh=Decimal(w), average_kwh=Decimal(a)) for c, w, a in energies]
    WholeHouse(home).release(rows_of([*rows, case("PC02AA0000003", average_kwh=Decimal("30000.00"))]))

    _, *printed = lines(phanky("verdicts", "--format", "csv"))

    assert [(row[4], row[5]) for row in printed] == [("26512", "8837.33"), ("0.5", "0.17"), ("90000", "30000.00")]


def test_what_is_empty_is_empty_in_csv_and_null_in_json(phanky: Run, house: WholeHouse) -> None:
    _, row = lines(phanky("verdicts", "--verdict", "chua_du_du_lieu", "--format", "csv"))
    (document,) = phanky("verdicts", "--verdict", "chua_du_du_lieu", "--format", "json").json

    assert (row[5], row[6]) == ("", "")
    assert (document["average_kwh"], document["required_periods"]) == (None, None)


def test_a_quarter_means_the_rows_of_its_last_month(phanky: Run, house: WholeHouse) -> None:
    house.release(rows_of([*CASES, case("PC02AA0000001", "2026-08")]))

    _, *rows = lines(phanky("verdicts", "--quarter", "2026-Q3", "--format", "csv"))

    assert [(row[0], row[2], row[8]) for row in rows] == [
        ("2026-09", "PC02AA0000001", "dung"),
        ("2026-09", "PC02AA0000003", "thieu_ky"),
    ]


def test_month_unit_and_verdict_all_have_to_hold(phanky: Run, house: WholeHouse) -> None:
    found = phanky(
        "verdicts", "--month", "2026-10", "--unit", "PC02AA", "--verdict", "thieu_ky", "--format", "json"
    ).json

    assert [(row["customer_id"], row["month"]) for row in found] == [("PC02AA0000003", "2026-10")]


def test_the_table_shows_the_newest_month_with_those_to_act_on_first(phanky: Run, house: WholeHouse) -> None:
    outcome = phanky("verdicts")

    shown = [line for line in outcome.out.splitlines() if "PC02" in line]
    assert ["Thiếu kỳ" in shown[0], "Thừa kỳ" in shown[1]] == [True, True]
    assert "2026-09" not in outcome.out
    assert "63.410" in shown[0]
    assert "Thiếu kỳ: 1 · Thừa kỳ: 1 · Theo thỏa thuận: 1 · Đúng phân kỳ: 1 · Chưa đủ dữ liệu: 1" in outcome.out


def test_a_cut_table_says_how_many_rows_there_are(phanky: Run, house: WholeHouse) -> None:
    assert "Đang hiện 2 trên 5 dòng" in phanky("verdicts", "--limit", 2).out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--month", "2026-13"), "Lỗi: Không có tháng “2026-13”. Gần giống: 2026-10, 2026-09."),
        (("--quarter", "2026-Q4"), "Lỗi: Không có quý “2026-Q4”. Gần giống: 2026-Q3."),
        (("--unit", "PC02AB"), "Lỗi: Không có đơn vị “PC02AB”. Gần giống: PC02BB, PC02AA."),
        (("--verdict", "thieu"), "Lỗi: Không có kết luận “thieu”. Gần giống: thieu_ky"),
        (("--release", "2025"), "Lỗi: Không có bản phát hành “2025”."),
    ],
)
def test_what_does_not_exist_is_refused_in_one_line_that_names_what_is_near(
    phanky: Run, house: WholeHouse, arguments: tuple[str, str], message: str
) -> None:
    outcome = phanky("verdicts", *arguments, "--format", "csv")

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith(message)
    assert outcome.err.count("\n") == 1


def test_text_that_needs_it_is_quoted_so_that_the_csv_reads_back(phanky: Run, home: Path) -> None:
    WholeHouse(home).release(rows_of([case("PC02AA0000001", book_codes='A, "B"\nC')]))

    header, row = lines(phanky("verdicts", "--format", "csv"))

    assert row[header.index("book_codes")] == 'A, "B"\nC'


def test_a_release_can_be_named_by_the_beginning_of_its_id(phanky: Run, house: WholeHouse) -> None:
    first = phanky("releases", "--format", "json").json[0]["release_id"]
    house.release(rows_of([case("PC02AA0000001")]))

    assert len(phanky("verdicts", "--release", first[:12], "--format", "json").json) == 7
    assert len(phanky("verdicts", "--format", "json").json) == 1


def test_a_million_rows_are_written_in_seconds(capfd: pytest.CaptureFixture[str]) -> None:
    count = 1_000_000
    table = pa.table(
        {
            "month": pa.array(["2026-10"]).take(pa.array([0] * count)),
            "window_kwh": pa.array(range(count)).cast(pa.decimal128(19, 0)).cast(pa.decimal128(22, 3)),
            "average_kwh": pa.array(range(count)).cast(pa.decimal128(19, 0)).cast(pa.decimal128(21, 2)),
        }
    )
    begun = time.monotonic()

    print_data(table, Format.CSV)

    assert time.monotonic() - begun < 10
    printed = capfd.readouterr().out.splitlines()
    assert len(printed) == count + 1
    assert printed[-1] == "2026-10,999999,999999.00"
