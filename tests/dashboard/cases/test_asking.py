"""From an address to rows."""

from __future__ import annotations

import json
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote

import pytest

from dashboard.address import Address
from dashboard.cases import Asked, ask, batches, count, page, read_options
from dashboard.cases.folding import PUNCTUATION, words_of
from dashboard.cases.values import read_cases
from dashboard.view import View
from phanky.errors import UsageError
from phanky.identity import whole_company
from tests import marts
from tests.dashboard.cases.conftest import HOTEL, NAMES, SCHOOL, VERDICTS, WATER, WOOD, view_for
from tests.whole_marts import COLUMNS, WholeHouse, rows_of


def asked(view: View, search: str = "") -> Asked:
    return ask(read_options(view), Address.parse("/danh-sach", search))


def codes(view: View, search: str = "") -> list[str]:
    question = asked(view, search)
    rows = page(view.release, question.filters, question.sort, 0, 50)
    assert count(view.release, question.filters) == len(rows)
    return [row["customer_id"] for row in rows]


def test_without_a_filter_the_wrong_ones_of_the_newest_month_are_listed_largest_first(company: View) -> None:
    assert codes(company) == [HOTEL, WOOD, WATER]
    assert codes(company, "ket-luan=sai") == [HOTEL, WOOD, WATER]


def test_a_row_has_what_the_list_shows(company: View) -> None:
    question = asked(company, f"tim={WATER}")
    (row,) = page(company.release, question.filters, question.sort, 0, 50)

    assert (row["unit_name"], row["customer_name"], row["verdict"]) == ("Đông Hà", "Nhà máy nước (Đường 9)", "thua_ky")
    assert (row["verdict_label"], row["actual_periods"], row["required_periods"]) == ("Thừa kỳ", 2, 1)
    assert (row["kwh_month_1"], row["kwh_month_3"], row["wrong_since_month"]) == (29_000, 31_000, "2026-10")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("don-vi=PC02AA", [WOOD, WATER]),
        ("don-vi=PC02AA,PC02BB", [HOTEL, WOOD, WATER]),
        ("ket-luan=thua_ky", [WATER]),
        ("ket-luan=thua_ky&ket-luan=thoa_thuan&xep=ma", [WATER, SCHOOL]),
        ("nhom-gia=KDDV%2C+SHBT", [WATER]),
        ("ky-phai=2", [HOTEL, WOOD]),
        ("ky-dang=2&ket-luan=tat_ca&xep=ma", [WATER, SCHOOL]),
        ("phat-hien=mixed_books", [WATER]),
        ("sai-tu=2026-10&xep=ma", [WATER, HOTEL]),
        ("thang=2026-09", [WOOD]),
        ("quy=2026-Q3", [WOOD]),
        ("thang=2026-Q4", [HOTEL, WOOD, WATER]),
        ("don-vi=PC02BB&ket-luan=thua_ky", []),
    ],
)
def test_a_filter_leaves_those_that_fit(company: View, search: str, found: list[str]) -> None:
    assert codes(company, search) == found


@pytest.mark.parametrize(
    "typed",
    ["dong ha", "Đông Hà", "ĐÔNG HÀ", "ha dong", "dong go ha", normalize("NFD", "Đông Hà"), WOOD, "pc02aa0000003"],
)
def test_names_and_codes_are_found_without_diacritics_and_case_whatever_the_form_and_order(
    company: View, typed: str
) -> None:
    assert codes(company, f"tim={quote(typed)}") == [WOOD]


def test_every_word_has_to_fit_the_beginning_of_a_word(company: View) -> None:
    assert codes(company, "tim=duong+9") == [WATER]
    assert codes(company, "tim=(duong)") == [WATER]
    assert codes(company, "tim=ong+ha") == []
    assert codes(company, "tim=PC02AA") == [WOOD, WATER]
    assert codes(company, "tim=dong+nuoc") == []
    assert codes(company, "tim=khach%25") == [HOTEL]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("ma", [WOOD, WATER, HOTEL]),
        ("-ma", [HOTEL, WATER, WOOD]),
        ("ten", [WOOD, HOTEL, WATER]),
        ("-don-vi", [HOTEL, WOOD, WATER]),
        ("binh-quan", [WATER, WOOD, HOTEL]),
        ("ket-luan", [WOOD, HOTEL, WATER]),
    ],
)
def test_the_list_is_sorted_by_any_column_and_ties_by_code(company: View, sort: str, found: list[str]) -> None:
    assert codes(company, f"xep={sort}") == found


def test_pages_do_not_overlap_and_one_behind_the_last_is_the_last(company: View) -> None:
    question = asked(company, "ket-luan=tat_ca")
    pages = [page(company.release, question.filters, "nhom-gia", offset, 2) for offset in (0, 2, 4)]

    assert sorted(row["customer_id"] for rows in pages for row in rows) == sorted(codes(company, "ket-luan=tat_ca"))
    assert read_cases(company, Address.parse("/danh-sach", "trang=999999")).page == 1


def test_files_have_the_rows_of_all_pages_in_the_same_order(company: View) -> None:
    question = asked(company, "ket-luan=tat_ca&xep=-ma")
    found = [code for batch in batches(company.release, question.filters, question.sort)
             for code in batch.column("customer_id").to_pylist()]  # fmt: skip

    assert found == codes(company, "ket-luan=tat_ca&xep=-ma")


def test_a_unit_lists_its_own_customers_whatever_it_asks_for(dong_ha: View) -> None:
    own = [WOOD, WATER]

    assert codes(dong_ha) == own
    assert codes(dong_ha, "don-vi=PC02BB") == own
    assert codes(dong_ha, "don-vi=PC02AA,PC02BB") == own
    assert codes(dong_ha, f"tim={HOTEL}") == []
    assert asked(dong_ha, "don-vi=PC02BB").notices == (
        "Bỏ qua đơn vị “PC02BB”: không có, hoặc ngoài phạm vi được xem.",
    )


@pytest.mark.parametrize(
    "search",
    [
        "don-vi=%00", "ket-luan=%27%3B--", "thang=2026-13", "quy=x", "ky-phai=9", "ky-dang=-1", "xep=--ma",
        "xep=v.verdict",
        "phat-hien=' OR 1=1", "sai-tu=2026-11", "nhom-gia=,,", "don-vi=%ED%A0%80",
    ],
)  # fmt: skip
def test_what_there_is_not_is_left_out_and_said(company: View, search: str) -> None:
    question = asked(company, search)

    assert question.filters == asked(company).filters
    assert question.sort == "-binh-quan"
    assert len(question.notices) >= 1


@pytest.mark.parametrize("value", ["0", "-3", "x", "1e9", "９", "99999999999999999999", ""])
def test_a_page_that_is_no_number_is_the_first(company: View, value: str) -> None:
    assert asked(company, f"trang={quote(value)}").page == 1


@pytest.mark.parametrize("typed", ["\x00", "\ud800", "' OR ''='", "a" * 5_000, " ".join("abcdefghijkl"), "%", "\\"])
def test_whatever_is_typed_is_looked_for_and_nothing_else(company: View, typed: str) -> None:
    question = ask(read_options(company), Address("/danh-sach", (("tim", typed),)))

    assert count(company.release, question.filters) in {0, 3}


def test_words_are_parted_where_the_searched_text_is() -> None:
    macro = Path("dbt_project/macros/searching.sql").read_text("utf-8")

    assert json.dumps(PUNCTUATION, ensure_ascii=False) in macro
    assert words_of(f"gỗ{PUNCTUATION}Hà") == ("gỗ", "Hà")


def test_a_release_made_before_names_could_be_searched_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = marts.COLUMNS["dim_customers"].replace(", search_text varchar", "")
    monkeypatch.setitem(COLUMNS, "dim_customers", columns)
    house = WholeHouse(tmp_path)
    bare = [{name: value for name, value in row.items() if name != "search_text"} for row in NAMES]
    house.release(rows_of(VERDICTS, dim_customers=bare))
    view = view_for(house, whole_company("Trần Lan"))

    assert codes(view) == [HOTEL, WOOD, WATER]
    for search in ("tim=go", "xep=ten"):
        with pytest.raises(UsageError, match="chưa tìm và xếp theo tên được"):
            codes(view, search)
