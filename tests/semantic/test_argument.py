from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from semantic import Words, argue
from tests.marts import Row, case, rule, too_few, word_rows

WORDS = Words.from_rows(
    [
        *word_rows(),
        {"word_set": "basis", "code": "thuc_te", "label_vi": "Bình quân thực tế", "is_wrong": False, "is_right": False},
        {"word_set": "basis", "code": "thoa_thuan", "label_vi": "Thỏa thuận", "is_wrong": False, "is_right": False},
        {"word_set": "reason", "code": "da_thanh_ly", "label_vi": "Đã thanh lý", "is_wrong": False, "is_right": False},
    ]
)


def argued(row: Row, **of_rule: Any) -> str:
    return "\n".join(argue(row, rule(**of_rule), WORDS))


def test_too_few_periods_are_argued_from_months_to_conclusion() -> None:
    assert argue(too_few(), rule(), WORDS) == (
        "Điện năng: T8/2026 61.000 kWh (31 ngày); T9/2026 65.000 kWh (30 ngày); T10/2026 64.230 kWh (31 ngày).",
        "Bình quân T8–T10/2026: 63.410 kWh/tháng, tổng 190.230 kWh.",
        "Ngưỡng: bình quân từ 50.000 đến 100.000 kWh/tháng ứng với 2 kỳ; cách ngưỡng gần nhất (50.000) 13.410 kWh.",
        "Sổ ghi chỉ số SPHU1KY: đang ghi 1 kỳ/tháng.",
        "Quy định: Nghị định 18/2025/NĐ-CP.",
        "Kết luận: Thiếu kỳ, phải 2 kỳ, đang 1 kỳ (Bình quân thực tế).",
        "Sai từ T8/2026.",
    )


def test_months_judged_by_days_are_compared_without_dividing_exactly_at_the_threshold() -> None:
    """187.500 kWh × 92 days is exactly 50.000 kWh × 3 months × 115 days."""
    row = too_few(
        window_kwh=Decimal("187500.000"),
        window_days=92,
        covered_days=115,
        is_window_ordinary=False,
        days_month_2=54,
        average_kwh=Decimal("50000.00"),
        day_weighted_average_kwh=Decimal("50000.00"),
        plain_average_kwh=Decimal("62500.00"),
        distance_to_threshold_kwh=Decimal("0.00"),
    )

    assert argue(row, rule(), WORDS)[1:4] == (
        "Bình quân T8–T10/2026 theo ngày: 50.000 kWh/tháng, vì hóa đơn phủ 115 ngày còn các tháng có 92 ngày; "
        "chia đều là 62.500 kWh/tháng.",
        "So sánh không chia: 187.500 kWh × 92 ngày = 17.250.000, bằng 50.000 kWh × 3 tháng × 115 ngày = 17.250.000.",
        "Ngưỡng: bình quân từ 50.000 đến 100.000 kWh/tháng ứng với 2 kỳ; cách ngưỡng gần nhất (50.000) 0 kWh.",
    )


def test_an_average_that_only_rounds_to_the_threshold_shows_on_which_side_it_lies() -> None:
    row = case(
        window_kwh=Decimal("149999.999"),
        average_kwh=Decimal("50000.00"),
        distance_to_threshold_kwh=Decimal("0.00"),
    )

    text = argued(row)

    assert "So sánh không chia: 149.999,999 kWh = 149.999,999, nhỏ hơn 50.000 kWh × 3 tháng = 150.000." in text
    assert "bình quân dưới 50.000 kWh/tháng ứng với 1 kỳ" in text


@pytest.mark.parametrize(
    ("window_kwh", "average", "band"),
    [
        ("149999.997", "49999.999", "dưới 50.000"),
        ("150000.000", "50000.00", "từ 50.000 đến 100.000"),
        ("300000.000", "100000.00", "từ 50.000 đến 100.000"),
        ("300000.003", "100000.001", "trên 100.000"),
    ],
)
def test_both_ends_of_the_middle_band_belong_to_it(window_kwh: str, average: str, band: str) -> None:
    row = case(window_kwh=Decimal(window_kwh), average_kwh=Decimal(average))

    assert f"Ngưỡng: bình quân {band} kWh/tháng" in argued(row)


def test_a_new_customer_is_argued_from_the_registered_average_and_the_missing_month_is_named() -> None:
    row = case(
        basis="hop_dong",
        average_kwh=Decimal("60000.00"),
        registered_average_kwh=Decimal("60000.000"),
        plain_average_kwh=None,
        day_weighted_average_kwh=None,
        kwh_month_1=None,
        days_month_1=None,
        gap_months=1,
        verdict="thieu_ky",
        required_periods=2,
        threshold_periods=2,
        distance_to_threshold_kwh=Decimal("10000.00"),
        wrong_since_month="2026-10",
    )

    text = argued(row)

    assert "T8/2026 không có hóa đơn; T9/2026 30.000 kWh (30 ngày)" in text
    assert "Bình quân đăng ký trong hợp đồng: 60.000 kWh/tháng; chưa đủ hóa đơn của T8–T10/2026." in text
    assert "bình quân từ 50.000 đến 100.000 kWh/tháng ứng với 2 kỳ" in text
    assert "So sánh không chia" not in text
    assert "Kết luận: Thiếu kỳ, phải 2 kỳ, đang 1 kỳ (Bình quân đăng ký trong hợp đồng)." in text


def test_an_agreement_that_the_book_does_not_follow_is_named_with_its_document() -> None:
    row = too_few(agreed_periods=3, agreement_document="15/TT-2026", required_periods=3, basis="thoa_thuan")

    text = argued(row)

    assert "Thỏa thuận đang hiệu lực: 3 kỳ theo văn bản 15/TT-2026." in text
    assert "Kết luận: Thiếu kỳ, phải 3 kỳ, đang 1 kỳ (Thỏa thuận)." in text


def test_a_citation_that_nobody_has_checked_says_so() -> None:
    assert "Quy định: Nghị định 18/2025/NĐ-CP.\n" in argued(case())
    assert "Quy định: Điều 17 (chưa kiểm chứng).\n" in argued(case(), citation="Điều 17", citation_is_verified=False)


def test_mixed_books_without_history_and_a_month_still_open_are_said() -> None:
    row = case(book_codes="SPHU1KY, PD29009*9", has_mixed_books=True, has_schedule_history=False, is_provisional=True)

    text = argued(row)

    assert "Sổ ghi chỉ số SPHU1KY, PD29009*9: đang ghi 1 kỳ/tháng." in text
    assert "lấy số nhỏ nhất" in text
    assert "không có lịch sử" in text
    assert text.endswith("Tạm tính: T10/2026 còn kỳ chưa lập hóa đơn xong.")


def test_a_customer_out_of_scope_is_argued_by_the_reason_alone() -> None:
    nothing = dict.fromkeys(
        ["required_periods", "threshold_periods", "actual_periods", "average_kwh", "basis", "book_codes", "window_kwh"]
        + [f"{what}_month_{place}" for what in ("kwh", "days") for place in (1, 2, 3)]
    )
    row = case(month="2026-01", verdict="ngoai_pham_vi", reason="da_thanh_ly", **nothing)

    assert argue(row, rule(), WORDS) == (
        "Điện năng: T11/2025 không có hóa đơn; T12/2025 không có hóa đơn; T1/2026 không có hóa đơn.",
        "Quy định: Nghị định 18/2025/NĐ-CP.",
        "Kết luận: Ngoài phạm vi (Đã thanh lý).",
    )


def test_words_come_from_their_table_and_a_code_without_a_word_shows_itself() -> None:
    renamed = Words.from_rows(row | {"label_vi": "Thiếu lần ghi"} for row in word_rows() if row["code"] == "thieu_ky")

    assert argue(too_few(), rule(), renamed)[-2] == "Kết luận: Thiếu lần ghi, phải 2 kỳ, đang 1 kỳ (thuc_te)."
    assert (WORDS.wrong, WORDS.right) == ({"thieu_ky", "thua_ky"}, {"dung", "thoa_thuan"})
