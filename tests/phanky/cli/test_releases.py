from __future__ import annotations

from datetime import date

import pytest

from phanky.ledger import open_ledger
from tests.marts import case, too_few
from tests.phanky.cli.conftest import CASES, Run
from tests.whole_marts import WholeHouse, rows_of


@pytest.fixture
def later(house: WholeHouse) -> tuple[str, str]:
    """Ids of the first release and of one a day later: one customer newly wrong, one settled."""
    changed = [row for row in CASES if row["month"] == "2026-09"]
    changed += [too_few("PC02AA0000001"), case("PC02AA0000003"), *CASES[4:]]
    second = house.release(rows_of(changed), as_of=date(2026, 11, 25)).release_id
    (first,) = [path.name for path in (house.home / "releases").glob("20261124-*")]
    return first, second


def test_releases_are_listed_newest_first_with_the_one_in_service_marked(phanky: Run, later: tuple[str, str]) -> None:
    first, second = later

    rows = phanky("releases", "--format", "json").json

    assert [(row["release_id"], row["is_current"], row["as_of"]) for row in rows] == [
        (second, True, "2026-11-25"),
        (first, False, "2026-11-24"),
    ]
    assert f"→   {second}" in phanky("releases").out
    assert phanky("releases", "--format", "csv").out.splitlines()[1].startswith(f"{second},true,2026-11-25")


def test_before_the_first_release_the_list_says_what_to_do(phanky: Run) -> None:
    outcome = phanky("releases")

    assert (outcome.code, outcome.out) == (
        0,
        "Chưa có bản phát hành nào. Chạy “phanky run” hoặc “phanky demo” trước.\n",
    )


def test_rolling_back_puts_the_earlier_release_into_service_and_is_audited(
    phanky: Run, house: WholeHouse, later: tuple[str, str]
) -> None:
    first, second = later

    assert phanky("releases", "--rollback", first).out == f"Đang phục vụ bản {first} (trước đó: {second}).\n"
    assert phanky("releases", "--format", "json").json[1]["is_current"]
    with open_ledger(house.settings) as ledger:
        assert [(note.what, note.detail) for note in ledger.audit()] == [("rollback", f"{second} -> {first}")]


def test_comparing_names_new_settled_and_changed_cases(phanky: Run, later: tuple[str, str]) -> None:
    first, second = later

    outcome = phanky("compare", first, second)
    rows = phanky("compare", first, second, "--format", "json").json

    assert "Mới: 1 · Đã xử lý: 1 · Đổi: 0 · Sửa tháng đã chốt: 2" in outcome.out
    assert [(row["change"], row["customer_id"]) for row in rows][:2] == [
        ("new", "PC02AA0000001"),
        ("settled", "PC02AA0000003"),
    ]


def test_a_release_compared_with_itself_has_no_changes(phanky: Run, later: tuple[str, str]) -> None:
    outcome = phanky("compare", later[1], "--format", "csv")

    assert outcome.code == 0
    assert len(outcome.out.splitlines()) == 1


def test_closing_a_quarter_keeps_its_release_to_compare_with(
    phanky: Run, house: WholeHouse, later: tuple[str, str]
) -> None:
    assert phanky("close-quarter", "2026-Q3").out == f"Đã chốt Q3/2026 trên bản {later[1]}.\n"
    assert phanky("compare", "2026-Q3", "current").code == 0
    assert phanky("releases", "--format", "json").json[0]["signed_off"] == ["2026-Q3"]
    with open_ledger(house.settings) as ledger:
        assert ledger.audit()[0].what == "close_quarter"


def test_a_quarter_that_is_not_over_cannot_be_closed(phanky: Run, later: tuple[str, str]) -> None:
    outcome = phanky("close-quarter", "2026-Q4")

    assert outcome.code == 2
    assert outcome.err.startswith("Lỗi: Chưa chốt được quý 2026-Q4")
