"""The scrolled table: what it may ask, and what it gets."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.access import UnfitError
from dashboard.address import Address
from dashboard.cases.grid import rows_response, rows_wanted
from dashboard.view import View
from tests.dashboard.cases.conftest import HOTEL, WATER, WOOD

ASKED: dict[str, Any] = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}}


def codes(view: View, search: str = "", **changes: Any) -> list[str]:
    response = rows_response(view, rows_wanted(ASKED | changes), Address.parse("/danh-sach", search))
    return [row["ma"] for row in response["rowData"]]


def contains(typed: str) -> dict[str, str]:
    return {"filterType": "text", "type": "contains", "filter": typed}


def test_it_gets_the_rows_of_the_address_as_readers_write_them(company: View) -> None:
    response = rows_response(company, rows_wanted(ASKED), Address.parse("/danh-sach", "don-vi=PC02BB"))

    assert response == {
        "rowData": [
            {
                "don-vi": "Thành Cổ", "ma": HOTEL, "ten": "=Khách sạn", "so": "SPHU1KY", "nhom-gia": "KDDV",
                "thang-truoc-2": "61.000", "thang-truoc-1": "65.000", "thang-nay": "64.230", "binh-quan": "81.000,5",
                "ky-dang": "1", "ky-phai": "2", "ket-luan": "Thiếu kỳ", "sai-tu": "T10/2026", "verdict": "thieu_ky",
            }
        ],
        "rowCount": 1,
    }  # fmt: skip


def test_it_scrolls_sorts_and_looks_for_words(company: View) -> None:
    assert codes(company, startRow=1, endRow=2) == [WOOD]
    assert codes(company, sortModel=[{"colId": "ma", "sort": "asc"}]) == [WOOD, WATER, HOTEL]
    assert codes(company, "xep=ma", sortModel=[{"colId": "ma", "sort": "desc"}]) == [HOTEL, WATER, WOOD]
    assert codes(company, filterModel={"ten": contains("dong ha")}) == [WOOD]
    assert codes(company, "tim=duong", filterModel={"ma": contains("PC02AA")}) == [WATER]


def test_a_unit_scrolls_through_its_own_customers_alone(dong_ha: View) -> None:
    assert codes(dong_ha, "don-vi=PC02BB") == [WOOD, WATER]
    assert codes(dong_ha, filterModel={"ma": contains(HOTEL)}) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"startRow": -1},
        {"startRow": "0"},
        {"startRow": True},
        {"startRow": 100},
        {"endRow": None},
        {"endRow": 100_000},
        {"sortModel": "ma"},
        {"sortModel": [1]},
        {"sortModel": [{"colId": "v.verdict", "sort": "asc"}]},
        {"sortModel": [{"colId": "ma", "sort": "asc; DROP"}]},
        {"sortModel": [{"colId": ["ma"], "sort": "asc"}]},
        {"sortModel": [{"colId": "ma", "sort": "asc"}] * 99},
        {"filterModel": []},
        {"filterModel": {"verdict": contains("x")}},
        {"filterModel": {"ten": "x"}},
        {"filterModel": {"ten": {**contains("x"), "type": "regex"}}},
        {"filterModel": {"ten": {**contains("x"), "filter": 5}}},
        {"filterModel": {"ten": {**contains("x"), "filter": "x" * 3_000}}},
    ],
)
def test_what_the_table_never_sends_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UnfitError):
        rows_wanted(ASKED | changes)


@pytest.mark.parametrize("value", [[], "rows", 5, {}])
def test_what_is_no_request_is_refused(value: object) -> None:
    with pytest.raises(UnfitError):
        rows_wanted(value)
