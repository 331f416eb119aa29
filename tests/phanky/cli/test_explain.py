from __future__ import annotations

from tests.marts import customer
from tests.phanky.cli.conftest import CASES, Run
from tests.whole_marts import WholeHouse, rows_of


def test_a_verdict_is_argued_from_the_months_to_the_conclusion(phanky: Run, house: WholeHouse) -> None:
    outcome = phanky("explain", "PC02AA0000003")

    assert outcome.code == 0
    text = outcome.out
    assert text.startswith("PC02AA0000003 – Công ty A\nĐiện lực Đông Hà (PC02AA) · T10/2026\n")
    parts = [
        "T8/2026 61.000 kWh",
        "63.410 kWh/tháng",
        "50.000",
        "SPHU1KY",
        "Nghị định 18/2025/NĐ-CP",
        "Thiếu kỳ, phải 2 kỳ",
    ]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert "Sai từ T8/2026" in text


def test_findings_stand_beside_the_argument(phanky: Run, house: WholeHouse) -> None:
    assert "- Sổ khác số kỳ: sổ A, B, tính theo số kỳ nhỏ nhất: 1." in phanky("explain", "PC02AA0000003").out
    assert "Sổ khác số kỳ" not in phanky("explain", "PC02AA0000003", "--month", "2026-09").out


def test_json_gives_the_row_the_rule_the_argument_and_the_receipt(phanky: Run, house: WholeHouse) -> None:
    document = phanky("explain", "PC02AA0000003", "--month", "2026-10", "--format", "json").json

    assert (document["verdict"]["verdict"], document["verdict"]["average_kwh"]) == ("thieu_ky", 63410)
    assert document["rule"]["citation"] == "Nghị định 18/2025/NĐ-CP"
    assert document["findings"][0]["rule_id"] == "mixed_books"
    assert document["release_id"].startswith("20261124-")


def test_a_customer_out_of_scope_is_told_why(phanky: Run, house: WholeHouse) -> None:
    home_use = customer("PC02AA0000099") | {"scope": "ngoai_pham_vi", "scope_reason": "thieu_hoa_don"}
    house.release(rows_of(CASES, dim_customers=[home_use]))

    outcome = phanky("explain", "PC02AA0000099")

    assert outcome.code == 0
    assert "Thiếu hóa đơn" in outcome.out


def test_an_unknown_customer_is_refused_with_those_that_are_near(phanky: Run, house: WholeHouse) -> None:
    outcome = phanky("explain", "PC02AA000003")

    assert outcome.code == 2
    assert outcome.err.startswith("Lỗi: Không có khách hàng “PC02AA000003”. Gần giống: PC02AA0000003")


def test_a_month_without_a_verdict_is_refused_with_those_there_are(phanky: Run, house: WholeHouse) -> None:
    outcome = phanky("explain", "PC02AA0000004", "--month", "2026-09")

    assert (outcome.code, outcome.err) == (2, "Lỗi: Không có kết luận của tháng “2026-09”. Gần giống: 2026-10.\n")
