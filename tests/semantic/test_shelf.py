from __future__ import annotations

from datetime import date

import pytest

from flows.publish import close_quarter
from phanky.errors import DamageError, UsageError
from semantic import Shelf
from tests.marts import House, case, rows_of, too_few


def test_before_the_first_release_there_is_nothing_and_the_error_says_what_to_run(house: House) -> None:
    shelf = Shelf(house.home)

    assert (shelf.current_id(), shelf.release_ids(), shelf.receipts()) == (None, (), ())
    with pytest.raises(UsageError, match=r"Chưa có bản phát hành nào\. Chạy “phanky run”"):
        shelf.resolve("current")


def test_a_release_is_found_by_id_by_unique_beginning_and_as_the_current_one(house: House) -> None:
    first = house.release(rows_of([case()]), as_of=date(2026, 11, 23)).release_id
    second = house.release(rows_of([too_few()]), as_of=date(2026, 11, 24)).release_id
    shelf = Shelf(house.home)

    assert shelf.resolve("current") == second
    assert shelf.resolve(first) == first
    assert shelf.resolve("20261123") == first
    assert shelf.release_ids() == (first, second)


def test_a_beginning_of_two_releases_is_refused_and_both_are_named(house: House) -> None:
    first = house.release(rows_of([case()])).release_id
    second = house.release(rows_of([too_few()])).release_id

    with pytest.raises(UsageError, match="chỉ nhiều bản phát hành") as refused:
        Shelf(house.home).resolve("2026")
    assert first in str(refused.value)
    assert second in str(refused.value)


@pytest.mark.parametrize("text", ["20251124", "", "../releases", "hôm qua"])
def test_an_unknown_release_is_refused_and_the_nearest_are_named(two_units: House, text: str) -> None:
    (known,) = Shelf(two_units.home).release_ids()

    with pytest.raises(UsageError, match=rf"Không có bản phát hành “{text}”. Gần giống: {known}"):
        Shelf(two_units.home).resolve(text)


def test_a_signed_off_quarter_names_the_release_it_was_signed_off_on(house: House) -> None:
    signed = house.release(rows_of([case(month="2026-09")])).release_id
    close_quarter(house.settings, "2026-Q3")
    house.release(rows_of([too_few(month="2026-09")]))

    assert Shelf(house.home).resolve("2026-Q3") == signed


def test_a_folder_without_a_receipt_is_no_release(house: House) -> None:
    published = house.release(rows_of([case()])).release_id
    (house.home / "releases" / "20261124-00000000").mkdir()

    assert Shelf(house.home).release_ids() == (published,)


def test_an_audit_finds_one_changed_byte(house: House) -> None:
    published = house.release(rows_of([case()])).release_id
    shelf = Shelf(house.home)
    path = shelf.release_folder(published) / "marts/dim_words/data.parquet"
    content = bytearray(path.read_bytes())

    assert shelf.audit(published).release_id == published
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamageError, match=r"marts/dim_words/data\.parquet: tệp thiếu hoặc không khớp biên nhận"):
        shelf.audit(published)


def test_sign_offs_that_cannot_be_read_are_never_taken_for_none(house: House) -> None:
    house.release(rows_of([case()]))
    (house.home / "releases/signed-off.json").write_text('{"2026-Q3": ')

    with pytest.raises(DamageError, match=r"signed-off\.json: danh sách quý đã chốt không đọc được"):
        Shelf(house.home).sign_offs()
