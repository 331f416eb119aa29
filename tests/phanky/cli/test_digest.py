from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.marts import case
from tests.phanky.cli.conftest import CASES, Run
from tests.whole_marts import WholeHouse, rows_of


def test_a_dry_run_prints_the_companys_message_and_one_for_each_unit(phanky: Run, house: WholeHouse) -> None:
    text = phanky("digest", "--dry-run", "--date", "2026-11-24").out

    headings = [line for line in text.splitlines() if line.startswith("KIỂM SOÁT PHÂN KỲ")]
    assert headings == [
        "KIỂM SOÁT PHÂN KỲ – Công ty Điện lực Quảng Trị",
        "KIỂM SOÁT PHÂN KỲ – Đông Hà",
        "KIỂM SOÁT PHÂN KỲ – Thành Cổ",
    ]
    assert text.count("#PK-20261124-") == 3


def test_without_a_channel_nothing_is_sent_and_the_command_says_so(phanky: Run, house: WholeHouse) -> None:
    outcome = phanky("digest")

    assert outcome.code == 2
    assert "--dry-run" in outcome.err


def test_a_past_day_speaks_of_the_release_that_was_in_service_at_seven(phanky: Run, house: WholeHouse) -> None:
    house.now = datetime(2026, 11, 25, 3, tzinfo=UTC)  # ten in the morning in Việt Nam
    second = house.release(rows_of([*CASES, case("PC02AA0000008")])).release_id

    def spoken_of(*arguments: str) -> str:
        release: str = phanky("digest", "--dry-run", *arguments, "--format", "json").json[0]["release_id"]
        return release

    assert spoken_of("--date", "2026-11-25") != second
    assert spoken_of("--date", "2026-11-26") == second
    assert spoken_of() == second


def test_a_day_before_the_first_release_speaks_of_the_one_in_service(phanky: Run, house: WholeHouse) -> None:
    text = phanky("digest", "--dry-run", "--date", "2026-11-20").out

    assert "#PK-20261120-" in text


def test_changes_are_told_against_the_last_release_of_an_earlier_day(phanky: Run, house: WholeHouse) -> None:
    changed = [row for row in CASES if row["customer_id"] != "PC02AA0000004"]
    house.release(rows_of([*changed, case("PC02AA0000004")]), as_of=date(2026, 11, 25))

    text = phanky("digest", "--dry-run").out

    assert "So với 24/11/2026: 0 mới sai, 1 đã xử lý xong" in text


def test_no_change_is_told_against_a_release_that_was_made_before_there_were_metrics(phanky: Run, home: Path) -> None:
    house = WholeHouse(home)
    house.release(rows_of(CASES), as_of=date(2026, 11, 23), with_metrics=False)
    house.release(rows_of(CASES))

    text = phanky("digest", "--dry-run").out

    assert "Ngoài sinh hoạt" in text
    assert "So với" not in text


@pytest.mark.parametrize("output", ["csv", "json"])
def test_programs_get_kind_recipient_day_release_and_marker(phanky: Run, house: WholeHouse, output: str) -> None:
    out = phanky("digest", "--dry-run", "--date", "2026-11-24", "--format", output).out

    for word in ("company", "PC02AA", "2026-11-24", "#PK-20261124-"):
        assert word in out
