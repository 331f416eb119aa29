"""CHUOI_GIA is taken apart by tokens, and its parts become rows of HDG_BBAN_APGIA."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from flows.cmis.files.price_string import PricePart, PriceStringError, parse
from phanky.errors import InputError
from tests.exports import write_exports
from tests.flows.cmis.files.conftest import Refusal, Take

WHOLE, HALF = Decimal(100), Decimal(50)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("KT: 100%*SHBT-A", [PricePart("KT", WHOLE, None, "SHBT", "A")]),
        ("KT: 100%*2320-KDDV", [PricePart("KT", WHOLE, "2320", "KDDV", None)]),
        (
            "KT: 50%*1518-SXBT-A + 50%*SHBT-A",
            [PricePart("KT", HALF, "1518", "SXBT", "A"), PricePart("KT", HALF, None, "SHBT", "A")],
        ),
        (
            "BT:100%*1896-SXBT-A;CD:100%*3474-SXBT-A;TD:100%*1241-SXBT-A",
            [
                PricePart("BT", WHOLE, "1896", "SXBT", "A"),
                PricePart("CD", WHOLE, "3474", "SXBT", "A"),
                PricePart("TD", WHOLE, "1241", "SXBT", "A"),
            ],
        ),
        ("  KT : 33.5 % * CQHC ; ", [PricePart("KT", Decimal("33.5"), None, "CQHC", None)]),
        ("KT:12,5%*1.518-SXBT", [PricePart("KT", Decimal("12.5"), "1.518", "SXBT", None)]),
    ],
)
def test_a_price_string_is_its_parts_in_their_order(text: str, parts: list[PricePart]) -> None:
    assert list(parse(text)) == parts


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "cần bộ chỉ số (KT, BT, CD, TD …), gặp hết chuỗi"),
        ("100%*SHBT-A", "cần ':', gặp '%'"),
        ("KT 100%*SHBT", "cần ':', gặp '100'"),
        ("KT:", "cần tỷ lệ phần trăm, gặp hết chuỗi"),
        ("KT: SHBT", "cần tỷ lệ phần trăm, gặp 'SHBT'"),
        ("KT: 100*SHBT", "cần '%', gặp '*'"),
        ("KT: 100%SHBT", "cần '*', gặp 'SHBT'"),
        ("KT: 100%*", "cần nhóm ngành nghề (SXBT, KDDV …), gặp hết chuỗi"),
        ("KT: 100%*2320", "cần '-', gặp hết chuỗi"),
        ("KT: 100%*2320-", "cần nhóm ngành nghề (SXBT, KDDV …), gặp hết chuỗi"),
        ("KT: 100%*SHBT-", "cần mã nhóm giá, gặp hết chuỗi"),
        ("KT: 100%*SHBT-A-B", "cần '+' hoặc ';', gặp '-'"),
        ("KT: 50%*SHBT +", "cần tỷ lệ phần trăm, gặp hết chuỗi"),
        ("KT: 50%*SHBT 50%*SXBT", "cần '+' hoặc ';', gặp '50'"),
        ("KT: 0%*SHBT", "tỷ lệ 0% ngoài khoảng 0–100%"),
        ("KT: 150%*SHBT", "tỷ lệ 150% ngoài khoảng 0–100%"),
        ("KT: 100%*SHBT/A", "ký tự lạ '/'"),
    ],
)
def test_a_malformed_price_string_is_refused_where_it_stops_being_one(text: str, problem: str) -> None:
    with pytest.raises(PriceStringError) as caught:
        parse(text)
    assert str(caught.value) == problem


def test_a_row_with_a_price_string_becomes_one_row_per_part(take: Take, tmp_path: Path) -> None:
    prices = (
        "MA_DDO;NGAY_HLUC;CHUOI_GIA;TRANG_THAI\n"
        "PC02AA0000001001;2024-01-01;KT: 50%*1518-SXBT-A + 50%*SHBT-A;1\n"
        'PC02BB0000002001;2024-01-01;"BT:100%*1896-SXBT-A;CD:100%*3474-SXBT-A;TD:100%*1241-KDDV";1\n'
    )
    taken = take(write_exports(tmp_path / "exports", HDG_BBAN_APGIA=prices))["HDG_BBAN_APGIA"]
    columns = ["_row", "MA_DDO", "LOAI_BCS", "MA_NHOMNN", "MA_NGIA", "SO_THUTU", "TRANG_THAI"]
    assert [tuple(row.values()) for row in taken.rows.select(columns).to_pylist()] == [
        (2, "PC02AA0000001001", "KT", "SXBT", "A", 1, 1),
        (2, "PC02AA0000001001", "KT", "SHBT", "A", 2, 1),
        (3, "PC02BB0000002001", "BT", "SXBT", "A", 1, 1),
        (3, "PC02BB0000002001", "CD", "SXBT", "A", 2, 1),
        (3, "PC02BB0000002001", "TD", "KDDV", None, 3, 1),
    ]
    assert taken.control.rows == 5
    assert taken.notes == ()


def test_a_group_in_its_own_column_wins_over_the_price_string(take: Take, tmp_path: Path) -> None:
    prices = (
        "MA_DDO,LOAI_BCS,MA_NHOMNN,NGAY_HLUC,SO_THUTU,chuoiGia\n"
        "PC02AA0000001001,KT,CQBV,2024-01-01,7,KT: 100%*SHBT-A\n"
        "PC02BB0000002001,,,2024-01-01,,KT: 100%*KDDV\n"
    )
    taken = take(write_exports(tmp_path / "exports", HDG_BBAN_APGIA=prices))["HDG_BBAN_APGIA"].rows
    assert taken.select(["_row", "LOAI_BCS", "MA_NHOMNN", "SO_THUTU"]).to_pylist() == [
        {"_row": 2, "LOAI_BCS": "KT", "MA_NHOMNN": "CQBV", "SO_THUTU": 7},
        {"_row": 3, "LOAI_BCS": "KT", "MA_NHOMNN": "KDDV", "SO_THUTU": 1},
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("P1,2024-01-01,KT: 100%SHBT", "cột CHUOI_GIA: chuỗi giá 'KT: 100%SHBT' sai: cần '*', gặp 'SHBT'. "),
        ("P1,2024-01-01,", "cột LOAI_BCS: ô bắt buộc để trống, cần mã, dạng chữ (và 1 lỗi khác). "),
        (
            "P1,x,KT: 50%*SHBT + 50%*KDDV",
            "cột NGAY_HLUC: 'x' không phải ngày có thật, cần ngày yyyy-MM-dd hoặc dd/MM/yyyy. ",
        ),
    ],
)
def test_a_bad_row_with_a_price_string_is_refused_at_its_place(row: str, message: str, refusal: Refusal) -> None:
    error = refusal(HDG_BBAN_APGIA=f"MA_DDO,NGAY_HLUC,CHUOI_GIA\nP0,2024-01-01,KT: 100%*SHBT\n{row}\n")
    assert str(error).startswith(f"HDG_BBAN_APGIA.csv, dòng 3, {message}")


def test_a_row_with_a_malformed_price_string_can_be_set_aside(take: Take, tmp_path: Path) -> None:
    prices = "MA_DDO,NGAY_HLUC,CHUOI_GIA\nP0,2024-01-01,KT: 50%*SHBT+50%*KDDV\nP1,2024-01-01,?\n"
    taken = take(write_exports(tmp_path / "exports", HDG_BBAN_APGIA=prices), rejects_limit=1)["HDG_BBAN_APGIA"]
    assert taken.rejects == ("HDG_BBAN_APGIA.csv, dòng 3, cột CHUOI_GIA: chuỗi giá '?' sai: ký tự lạ '?'",)
    assert taken.rows["_row"].to_pylist() == [2, 2]
    assert taken.control.rows == 2


def test_without_group_or_price_string_the_table_is_refused(refusal: Refusal) -> None:
    error = refusal(HDG_BBAN_APGIA="MA_DDO,NGAY_HLUC\nP0,2024-01-01\n")
    assert isinstance(error, InputError)
    assert str(error).startswith("HDG_BBAN_APGIA.csv, dòng 1, cột LOAI_BCS, MA_NHOMNN: thiếu cột")
