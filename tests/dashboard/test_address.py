from __future__ import annotations

import pytest

from dashboard.address import Address


def test_an_address_is_read_and_written_alike() -> None:
    address = Address.parse("/danh-sach", "?don-vi=PC02AA&don-vi=PC02BB&tim=%C4%91%C3%B4ng+h%C3%A0")

    assert address.all("don-vi") == ("PC02AA", "PC02BB")
    assert address.one("tim") == "đông hà"
    assert address.href == "/danh-sach?don-vi=PC02AA&don-vi=PC02BB&tim=%C4%91%C3%B4ng+h%C3%A0"


def test_another_filter_leaves_the_rest_as_it_is() -> None:
    address = Address.parse("/danh-sach", "?don-vi=PC02AA&trang=3")

    assert address.having(trang=None, nhom_gia="SXBT").href == "/danh-sach?don-vi=PC02AA&nhom-gia=SXBT"


def test_in_a_frame_of_the_portal_every_link_stays_in_the_frame() -> None:
    framed = Address.parse("/", "?nhung=1")

    assert framed.at("/danh-sach", don_vi="PC02AA").href == "/danh-sach?nhung=1&don-vi=PC02AA"


@pytest.mark.parametrize("path", [None, 7, ["x"], "x" * 5_000])
def test_what_is_no_address_is_the_first_page(path: object) -> None:
    assert Address.parse(path, {"a": 1}) == Address("/")


def test_an_endless_list_of_filters_is_cut() -> None:
    assert len(Address.parse("/", "?" + "&".join(f"a{n}=1" for n in range(150))).filters) == 60
