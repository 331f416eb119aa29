from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from notifier import Message, Recipient, messages
from notifier.issue import LastRelease
from phanky.identity import Role
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, rows_of, too_many

DAY = date(2026, 11, 24)
CASES = [
    case("PC02AA0000001"),
    too_few("PC02AA0000002"),
    case("PC02BB0000001"),
    too_many("PC02BB0000002"),
    too_few("PC01AA0000001", average_kwh=Decimal("163410.00"), required_periods=3),
]
LEADER = Recipient("Lãnh đạo", Role.LEADER, None, "http", "lanh-dao")
DIRECTOR = Recipient("Giám đốc Đông Hà", Role.DIRECTOR, frozenset({"PC02AA"}), "http", "gd.dongha")
OFFICER = Recipient("Nhân viên", Role.STAFF, frozenset({"PC02AA", "PC02BB"}), "console")


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    built = WholeHouse(tmp_path)
    built.release(rows_of(CASES))
    return built


def never(_kind: str, _recipient: str) -> str | None:
    return None


def made(
    house: WholeHouse,
    recipients: Sequence[Recipient] | None,
    *,
    last_release: LastRelease = never,
    day: date = DAY,
    is_late: bool = False,
) -> dict[str, Message]:
    found = messages(house.settings, day, "current", recipients=recipients, last_release=last_release, is_late=is_late)
    return {message.recipient: message for message in found}


def text(message: Message) -> str:
    return "\n".join(message.parts)


def test_without_a_list_the_company_and_each_unit_get_one_in_the_outbox(house: WholeHouse) -> None:
    found = made(house, None)

    assert [(one.kind, one.recipient, one.channel, one.address) for one in found.values()] == [
        ("company", "PC02", "outbox", "PC02"),
        ("unit", "PC01AA", "outbox", "PC01AA"),
        ("unit", "PC02AA", "outbox", "PC02AA"),
        ("unit", "PC02BB", "outbox", "PC02BB"),
    ]
    assert len({message.marker for message in found.values()}) == 4
    assert "danh-sach?don-vi=PC02AA" in text(found["PC02AA"])


def test_each_of_the_list_gets_one_message_within_his_scope_on_his_channel(house: WholeHouse) -> None:
    found = made(house, [LEADER, DIRECTOR, OFFICER])

    assert {name: (one.kind, one.channel, one.address) for name, one in found.items()} == {
        "Lãnh đạo": ("company", "http", "lanh-dao"),
        "Giám đốc Đông Hà": ("unit", "http", "gd.dongha"),
        "Nhân viên": ("unit", "console", ""),
    }
    assert "PC01AA0000001" in text(found["Lãnh đạo"])
    assert "PC02BB" not in text(found["Giám đốc Đông Hà"])
    assert "PC01AA" not in text(found["Nhân viên"])
    assert "danh-sach?don-vi=PC02AA&don-vi=PC02BB" in text(found["Nhân viên"])


def test_two_of_one_scope_get_the_same_figures_under_markers_of_their_own(house: WholeHouse) -> None:
    deputy = replace(DIRECTOR, name="Phó giám đốc", address="pgd.dongha")

    found = made(house, [DIRECTOR, deputy])

    first, second = found.values()
    assert first.marker != second.marker
    assert text(first).replace(first.marker, "") == text(second).replace(second.marker, "")


@pytest.mark.parametrize(
    ("mute_from", "mute_to", "is_sent"),
    [
        (None, None, True),
        (date(2026, 11, 24), date(2026, 11, 24), False),
        (date(2026, 11, 25), date(2026, 11, 30), True),
        (date(2026, 11, 1), date(2026, 11, 23), True),
        (date(2026, 11, 1), None, False),
        (date(2026, 11, 25), None, True),
        (None, date(2026, 11, 24), False),
        (None, date(2026, 11, 23), True),
    ],
)
def test_who_is_muted_gets_none_on_those_days_both_included(
    house: WholeHouse, mute_from: date | None, mute_to: date | None, is_sent: bool
) -> None:
    muted = replace(DIRECTOR, mute_from=mute_from, mute_to=mute_to)

    assert ("Giám đốc Đông Hà" in made(house, [LEADER, muted])) == is_sent


def test_changes_are_told_against_the_release_that_the_recipients_own_last_message_named(house: WholeHouse) -> None:
    first = current(house)
    house.release(rows_of([*CASES[:1], case("PC02AA0000002"), *CASES[2:]]), as_of=date(2026, 11, 25))
    second = current(house)
    house.release(rows_of([too_few("PC02AA0000001"), *CASES[1:]]), as_of=date(2026, 11, 26))

    def last(kind: str, recipient: str) -> str | None:
        return {("company", "Lãnh đạo"): second, ("unit", "Giám đốc Đông Hà"): first}.get((kind, recipient))

    found = made(house, [LEADER, DIRECTOR, OFFICER], last_release=last, day=date(2026, 11, 26))

    assert "So với 25/11/2026: 2 mới sai, 0 đã xử lý xong" in text(found["Lãnh đạo"])
    several = "Gộp nhiều ngày, so với tin trước (số liệu ngày 24/11/2026): 1 mới sai, 0 đã xử lý xong"
    assert several in text(found["Giám đốc Đông Hà"])
    assert "mới sai" not in text(found["Nhân viên"])


def test_a_last_release_that_is_gone_or_of_other_data_does_not_hold_the_message_up(house: WholeHouse) -> None:
    sample = house.release(rows_of(CASES[1:]), source="sample").release_id
    uncounted = house.release(rows_of(CASES[:2]), with_metrics=False).release_id
    house.release(rows_of(CASES), as_of=date(2026, 11, 25))

    for last in ("20261101-0123abcd", "../..", sample, uncounted):
        found = made(house, [DIRECTOR], last_release=lambda *_, last=last: last)
        assert "Ngoài sinh hoạt: 2 KH" in text(found["Giám đốc Đông Hà"])
        assert "o với" not in text(found["Giám đốc Đông Hà"])


def test_a_message_sent_after_its_time_says_so(house: WholeHouse) -> None:
    assert "Tin ngày 24/11/2026, gửi trễ" in text(made(house, [LEADER], is_late=True)["Lãnh đạo"])
    assert "trễ" not in text(made(house, [LEADER])["Lãnh đạo"])


def test_data_of_an_earlier_day_are_called_late_with_the_last_good_date(house: WholeHouse) -> None:
    found = made(house, [DIRECTOR], day=date(2026, 11, 26))

    assert "SỐ LIỆU CHƯA CẬP NHẬT: dưới đây là số liệu ngày 24/11/2026, chậm 2 ngày" in text(found["Giám đốc Đông Hà"])


def test_messages_made_twice_are_the_same_to_the_byte(house: WholeHouse) -> None:
    assert made(house, [LEADER, DIRECTOR]) == made(house, [LEADER, DIRECTOR])


def test_units_get_a_workbook_of_their_wrong_customers_and_the_company_none(house: WholeHouse) -> None:
    found = made(house, [LEADER, DIRECTOR])

    assert found["Lãnh đạo"].attachment is None
    assert found["Giám đốc Đông Hà"].attachment is not None
    assert found["Giám đốc Đông Hà"].attachment_name == "sai-phan-ky-Giám-đốc-Đông-Hà-20261124.xlsx"


def test_who_gets_none_is_sent_none(house: WholeHouse) -> None:
    assert made(house, []) == {}


def current(house: WholeHouse) -> str:
    return (house.home / "releases" / "current").read_text(encoding="utf-8").strip()
