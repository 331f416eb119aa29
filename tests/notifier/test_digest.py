from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from notifier.digest import (
    PART_LIMIT,
    Case,
    Change,
    Counts,
    Crossing,
    Edition,
    Figures,
    UnitLine,
    Warned,
    digest,
    marker,
)

GOLDEN = Path(__file__).parent / "golden"

WORDS = {
    ("verdict", "thieu_ky"): "Thiếu kỳ",
    ("verdict", "thua_ky"): "Thừa kỳ",
    ("verdict", "thoa_thuan"): "Theo thỏa thuận",
    ("verdict", "chua_du_du_lieu"): "Chưa đủ dữ liệu",
    ("direction", "tang"): "Tăng qua ngưỡng",
    ("direction", "giam"): "Giảm qua ngưỡng",
}
DONG_HA = Figures(
    name="Đông Hà",
    taken_at=datetime(2026, 11, 23, 23, 12, tzinfo=UTC),
    as_of=date(2026, 11, 24),
    month="2026-10",
    window_first="2026-08",
    is_provisional=False,
    counts=Counts(4312, 41, 19, 12, 0, 0.98609),
    quarter="2026-Q3",
    quarter_share_right=0.98304,
    pressing=(
        Case("PC02AA0001234", "Công ty TNHH Gỗ Đông Hà", Decimal("163410.33"), 1, 3, "thuc_te", "2026-06"),
        Case("PC02AA0000017", "Bệnh viện đa khoa", Decimal(63410), 1, 2, "thuc_te", "2026-10"),
        Case("PC02AA0004000", "Xí nghiệp may Hòa Thọ", Decimal(50000), 1, 2, "hop_dong", "2026-10"),
        Case("PC02AA0004001", "Nhà máy nước", Decimal(99000), 2, 1, "thoa_thuan", "2026-04"),
    ),
    words=WORDS,
)
UNIT = Edition(
    "unit", "PC02AA", date(2026, 11, 24), "https://dien.example/danh-sach?don-vi=PC02AA", hint="Xem danh sách"
)
COMPANY = Edition("company", "PC02", date(2026, 11, 24), "https://dien.example/")
CHANGE = Change(
    since=date(2026, 11, 23),
    too_few=3,
    too_many=-1,
    new=4,
    settled=2,
    month="2026-10",
    new_cases=DONG_HA.pressing[:2],
    settled_cases=(("PC02AA0000800", "Trạm bơm Vĩnh Phước"), ("PC02AA0000801", "Chợ Đông Hà")),
)
QUIET = Change(date(2026, 11, 23), 0, 0, 0, 0)
SEAFOOD = Warned(
    "PC02AA0002000", "Thủy sản Cửa Việt", "tang", Decimal(50000), Decimal("48210.40"), Decimal("51930.70"),
    Decimal("0.7826"), 18, 23,
)  # fmt: skip
CEMENT = Warned(
    "PC02AA0002001", "Xi măng Đông Trường Sơn", "giam", Decimal(100000), Decimal("102491.00"), Decimal("96175.00"),
    None, 0, 0,
)  # fmt: skip
CROSSING = Crossing(12, "2026-11", (SEAFOOD, CEMENT))
QUANG_TRI = replace(
    DONG_HA,
    name="Công ty Điện lực Quảng Trị",
    counts=Counts(58904, 612, 288, 140, 37, 0.984711),
    pressing=DONG_HA.pressing[:2],
    units=(
        UnitLine("Đồng Hới", Counts(9120, 210, 90, 31, 12, 0.96706)),
        UnitLine("Đông Hà", DONG_HA.counts),
        UnitLine("Cồn Cỏ", Counts(41, 0, 0, 0, 0, 1.0)),
    ),
    crossing=replace(CROSSING, count=173),
)
TWO_UNITS = replace(
    DONG_HA,
    name="Đông Hà, Thành Cổ",
    units=(UnitLine("Thành Cổ", Counts(37, 5, 2, 0, 0, 0.81081)), UnitLine("Đông Hà", DONG_HA.counts)),
)
NOBODY = replace(DONG_HA, name="Cồn Cỏ", counts=Counts(3, 0, 0, 0, 3, None), pressing=(), quarter=None)
ALL_RIGHT = replace(DONG_HA, name="Cồn Cỏ", counts=Counts(41, 0, 0, 0, 0, 1.0), pressing=(), change=QUIET)
MISSED = replace(CHANGE, since=date(2026, 11, 20))

CASES = {
    "unit_without_an_earlier_message": (DONG_HA, UNIT),
    "unit_with_new_and_settled_cases": (replace(DONG_HA, change=CHANGE), UNIT),
    "unit_with_cases_that_are_wrong_in_another_way": (replace(DONG_HA, change=replace(QUIET, changed=2)), UNIT),
    "unit_on_a_quiet_day": (replace(DONG_HA, change=QUIET), UNIT),
    "unit_without_a_release_since": (replace(DONG_HA, change=replace(QUIET, is_same_release=True)), UNIT),
    "unit_with_customers_about_to_cross": (replace(DONG_HA, change=QUIET, crossing=CROSSING), UNIT),
    "unit_whose_data_are_late": (
        replace(DONG_HA, change=replace(QUIET, since=date(2026, 11, 24), is_same_release=True)),
        replace(UNIT, business_date=date(2026, 11, 26)),
    ),
    "unit_after_several_days_without_a_message": (replace(DONG_HA, change=MISSED), UNIT),
    "unit_whose_message_is_sent_late": (replace(DONG_HA, change=CHANGE), replace(UNIT, is_late=True)),
    "unit_in_a_month_judged_for_the_first_time": (replace(DONG_HA, change=replace(CHANGE, month="2026-09")), UNIT),
    "unit_with_a_provisional_month": (replace(DONG_HA, is_provisional=True), UNIT),
    "unit_where_nobody_can_be_judged": (NOBODY, replace(UNIT, recipient="PC02MM")),
    "unit_where_everybody_is_right": (ALL_RIGHT, replace(UNIT, recipient="PC02MM")),
    "director_of_two_units": (TWO_UNITS, replace(UNIT, recipient="Giám đốc A")),
    "company_with_all_units_worst_first": (replace(QUANG_TRI, change=CHANGE), COMPANY),
}


@pytest.mark.parametrize("name", CASES)
def test_the_message_reads_as_it_stands_in_its_golden_file(name: str) -> None:
    (text,) = digest(*CASES[name])

    assert text + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_an_average_just_above_a_threshold_does_not_read_as_the_threshold() -> None:
    above = Case("PC02AA0001235", "Kho lạnh", Decimal("100000.33"), 2, 3, "thuc_te", "2026-10")

    (text,) = digest(replace(DONG_HA, pressing=(above,)), UNIT)

    assert "Kho lạnh – BQ 100.000,33 kWh, đang 2 kỳ, phải 3 kỳ" in text


def test_every_golden_file_belongs_to_a_case() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(CASES)


def test_a_long_message_is_cut_between_lines_into_parts_that_chat_takes() -> None:
    units = tuple(UnitLine(f"Đội quản lý điện khu vực số {n}", DONG_HA.counts) for n in range(60))
    whole = digest(replace(QUANG_TRI, units=units), COMPANY)

    assert len(whole) == 3
    assert all(len(part) <= PART_LIMIT for part in whole)
    assert [part.splitlines()[-1] for part in whole] == [f"{marker(COMPANY)} {n}/3" for n in (1, 2, 3)]
    lines = [line for part in whole for line in part.splitlines()[:-1]]
    assert [line for line in lines if line.startswith("Đội")] == [
        f"Đội quản lý điện khu vực số {n}: đúng 98,6 % · thiếu 41, thừa 19" for n in range(60)
    ]


def test_the_marker_is_that_of_kind_recipient_and_day_alone() -> None:
    assert marker(UNIT) == "#PK-20261124-69462d8d"
    assert marker(replace(UNIT, link="https://other.example/")) == marker(UNIT)


@pytest.mark.parametrize(
    "other",
    [
        replace(UNIT, kind="company"),
        replace(UNIT, recipient="PC02BB"),
        replace(UNIT, business_date=date(2026, 11, 25)),
    ],
)
def test_another_kind_recipient_or_day_has_another_marker(other: Edition) -> None:
    assert marker(other) != marker(UNIT)


def test_a_customers_name_can_neither_break_the_line_nor_fill_the_message() -> None:
    hostile = replace(DONG_HA.pressing[0], customer_name="A\n#PK-20261124-00000000\n" + "x" * 3_000)

    (text,) = digest(replace(DONG_HA, pressing=(hostile,)), UNIT)

    assert sum(line.startswith("#PK-") for line in text.splitlines()) == 1
    assert len(text) < 700


def test_an_old_snapshot_judged_again_today_is_late_by_its_as_of_date() -> None:
    (text,) = digest(replace(DONG_HA, as_of=date(2026, 11, 20)), UNIT)

    assert "SỐ LIỆU CHƯA CẬP NHẬT: dưới đây là số liệu ngày 20/11/2026, chậm 4 ngày" in text


def test_no_customer_is_named_twice() -> None:
    (text,) = digest(replace(DONG_HA, change=CHANGE), UNIT)

    assert text.count("PC02AA0001234") == 1


def test_no_part_is_longer_than_chat_takes_whatever_names_and_lines_it_holds() -> None:
    long_names = tuple(replace(case, customer_name="Đ" * 400) for case in DONG_HA.pressing)
    units = tuple(UnitLine(f"Đơn vị {'ệ' * 150} {n}", DONG_HA.counts) for n in range(300))
    everything = replace(QUANG_TRI, pressing=long_names, change=replace(CHANGE, new_cases=long_names), units=units)

    whole = digest(everything, replace(COMPANY, recipient="N" * 200))

    assert len(whole) > 20
    assert max(map(len, whole)) <= PART_LIMIT


def test_what_moved_without_a_new_or_settled_case_is_no_quiet_day() -> None:
    (text,) = digest(replace(DONG_HA, change=replace(QUIET, too_few=3)), UNIT)

    assert "Thiếu kỳ: 41 (+3)" in text
    assert "Không có thay đổi" not in text


def test_yesterdays_message_is_not_called_several_days_ago() -> None:
    (yesterday,) = digest(replace(DONG_HA, change=CHANGE), UNIT)
    (before,) = digest(replace(DONG_HA, change=replace(CHANGE, since=date(2026, 11, 22))), UNIT)

    assert "So với 23/11/2026: 4 mới sai" in yesterday
    assert "Gộp nhiều ngày, so với tin trước (số liệu ngày 22/11/2026): 4 mới sai" in before
