from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from phanky.errors import DamageError, UsageError
from phanky.identity import of_units, whole_company
from semantic import Release, Shelf, open_release
from tests.marts import House, case, rows_of, too_few

VERDICTS = "fct_reading_period_compliance"


@pytest.fixture(scope="module")
def release(two_units: House) -> Iterator[Release]:
    """The release of two units, as the whole company sees it."""
    with open_release(whole_company("trưởng phòng"), home=two_units.home) as opened:
        yield opened


def customers(release: Release, **options: Any) -> list[str]:
    found: list[str] = release.rows(VERDICTS, ["customer_id"], **options).column(0).to_pylist()
    return found


def test_rows_come_in_the_order_of_the_grain_unless_asked_otherwise(release: Release) -> None:
    assert release.rows(VERDICTS, ["month", "customer_id"]).to_pylist() == [
        {"month": "2026-09", "customer_id": "PC02AA0000001"},
        {"month": "2026-10", "customer_id": "PC02AA0000001"},
        {"month": "2026-09", "customer_id": "PC02AA0000002"},
        {"month": "2026-10", "customer_id": "PC02AA0000002"},
        {"month": "2026-10", "customer_id": "PC02BB0000001"},
    ]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"verdict": "thieu_ky"}, ["PC02AA0000002", "PC02BB0000001"]),
        ({"month": "2026-10", "managing_unit_code": "PC02AA"}, ["PC02AA0000001", "PC02AA0000002"]),
        ({"verdict": ["thieu_ky", "thua_ky"], "managing_unit_code": {"PC02BB", "PC02CC"}}, ["PC02BB0000001"]),
        ({"verdict": []}, []),
        ({"wrong_since_month": None, "month": "2026-10"}, ["PC02AA0000001"]),
        ({"wrong_since_month": [None, "2026-08"], "month": "2026-10", "required_periods": 1}, ["PC02AA0000001"]),
        ({"average_kwh": Decimal("63410.00"), "has_mixed_books": False}, ["PC02AA0000002", "PC02BB0000001"]),
        ({"verdict": "dung' OR '1'='1"}, []),
    ],
)
def test_a_condition_is_a_value_an_emptiness_or_several_values(
    release: Release, where: dict[str, Any], found: list[str]
) -> None:
    assert customers(release, where=where) == found


def test_greatest_first_and_ties_stay_apart_over_pages(release: Release) -> None:
    ordered: dict[str, Any] = {"where": {"month": "2026-10"}, "order_by": ["-average_kwh"]}

    assert customers(release, **ordered) == ["PC02AA0000002", "PC02BB0000001", "PC02AA0000001"]
    assert customers(release, **ordered, limit=1) == ["PC02AA0000002"]
    assert customers(release, **ordered, limit=1, offset=1) == ["PC02BB0000001"]
    assert customers(release, **ordered, limit=5, offset=2) == ["PC02AA0000001"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"columns": ["customer"]}, f"Không có cột của {VERDICTS} “customer”. Gần giống: customer_id"),
        ({"where": {"verdict; DROP TABLE x": "dung"}}, "Không có cột"),
        ({"order_by": ["-average"]}, "Không có cột .* Gần giống: .*average_kwh"),
        ({"limit": -1}, "Trang không hợp lệ"),
        ({"limit": "10"}, "Trang không hợp lệ: limit phải là số nguyên"),
        ({"limit": 2**70}, "Trang không hợp lệ: limit phải là số nguyên"),
        ({"offset": None}, "Trang không hợp lệ: offset phải là số nguyên"),
        ({"order_by": [None]}, "Không có cột .* “None”"),
        ({"columns": ["a\nb\ud800"]}, r"Không có cột .* “a\\nb\\ud800”"),
        ({"columns": ["x" * 100_000]}, "“x{80}…”"),
        ({"where": {"required_periods": "hai"}}, "Câu SQL không chạy được"),
    ],
)
def test_a_name_or_value_that_does_not_fit_is_refused(
    release: Release, options: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        release.rows(VERDICTS, **options)


def test_a_select_answers_with_the_names_of_the_released_definitions(release: Release) -> None:
    sql = f"SELECT managing_unit_code, count(*) AS rows FROM phanky.marts.{VERDICTS} WHERE month = ? GROUP BY ALL"

    assert release.select(f"{sql} ORDER BY ALL", ["2026-10"]).to_pylist() == [
        {"managing_unit_code": "PC02AA", "rows": 2},
        {"managing_unit_code": "PC02BB", "rows": 1},
    ]


def test_only_the_marts_asked_for_are_loaded(two_units: House) -> None:
    with open_release(whole_company("x"), home=two_units.home, marts=["dim_words"]) as opened:
        assert opened.rows("dim_words", ["code"], {"word_set": "basis"}).to_pylist() == [{"code": "hop_dong"}]
        with pytest.raises(UsageError, match="Không có mart đã nạp “dim_customers”"):
            opened.rows("dim_customers")
    with pytest.raises(UsageError, match=r"Không có mart “dim_wrods”\. Gần giống: dim_words"):
        open_release(whole_company("x"), home=two_units.home, marts=["dim_wrods"])


def test_a_unit_without_customers_sees_empty_marts_with_all_their_columns(two_units: House) -> None:
    with open_release(of_units("giám đốc", "PC02ZZ"), home=two_units.home) as opened:
        table = opened.rows(VERDICTS)
        assert (table.num_rows, table.num_columns) == (0, 41)
        assert opened.rows("dim_units").num_rows == 2


def test_an_older_release_still_tells_what_it_told(house: House) -> None:
    before = house.release(rows_of([case()]), as_of=date(2026, 11, 23)).release_id
    house.release(rows_of([too_few()]))

    with open_release(whole_company("x"), before, home=house.home) as opened:
        assert opened.rows(VERDICTS, ["verdict"]).to_pylist() == [{"verdict": "dung"}]


def test_threads_share_one_release(release: Release) -> None:
    def ask(_: int) -> list[str]:
        return customers(release, where={"month": "2026-10"})

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(200)))

    assert answers == [["PC02AA0000001", "PC02AA0000002", "PC02BB0000001"]] * 200


@pytest.mark.parametrize("damage", ["cut", "missing", "garbage"])
def test_a_release_that_does_not_match_its_receipt_is_not_opened(house: House, damage: str) -> None:
    published = house.release(rows_of([case()])).release_id
    path = Shelf(house.home).release_folder(published) / "marts/dim_words/data.parquet"
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-10])
    else:
        path.write_bytes(b"x" * path.stat().st_size)

    with pytest.raises(DamageError, match="Quay về bản"):
        open_release(whole_company("x"), home=house.home)


def test_scopes_of_equal_units_share_a_cache_key_and_others_do_not(two_units: House) -> None:
    keys = []
    for identity in (of_units("a", "PC02AA", "PC02BB"), of_units("b", "PC02BB", "PC02AA"), whole_company("c")):
        with open_release(identity, home=two_units.home, marts=["dim_words"]) as opened:
            keys.append(opened.scope_key)

    assert keys == ["PC02AA,PC02BB", "PC02AA,PC02BB", "*"]
