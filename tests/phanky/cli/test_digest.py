from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from phanky.ledger import DeliveryKey, open_ledger
from phanky.settings import load_settings
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


def test_every_message_goes_to_the_outbox_once_however_often_it_is_sent(phanky: Run, house: WholeHouse) -> None:
    first = phanky("digest", "--date", "2026-11-24", "--format", "json")
    again = phanky("digest", "--date", "2026-11-24", "--format", "json")

    assert (first.code, again.code) == (0, 0)
    assert [(row["recipient"], row["state"], row["attempts"]) for row in again.json] == [
        ("PC02", "sent", 1),
        ("PC02AA", "sent", 1),
        ("PC02BB", "sent", 1),
    ]
    files = sorted((house.home / "outbox").glob("PC02AA/*.txt"))
    assert [file.read_text(encoding="utf-8").splitlines()[0] for file in files] == ["KIỂM SOÁT PHÂN KỲ – Đông Hà"]


def test_deliveries_begin_with_kind_recipient_day_state_attempts_and_release(phanky: Run, house: WholeHouse) -> None:
    phanky("digest", "--date", "2026-11-24")

    lines = phanky("deliveries", "--date", "2026-11-24", "--format", "csv").out.splitlines()

    assert lines[0].startswith("kind,recipient,business_date,state,attempts,release_id,")
    assert lines[2].startswith("unit,PC02AA,2026-11-24,sent,1,2026")
    assert "đã gửi" in phanky("deliveries").out
    assert phanky("deliveries", "--date", "2026-11-23").out == "Không có tin nào.\n"


def test_a_message_that_is_not_sent_is_told_with_an_exit_code_and_a_person_decides(
    phanky: Run, house: WholeHouse
) -> None:
    (house.home / "outbox").write_text("in the way", encoding="utf-8")
    with open_ledger(load_settings(home=house.home, ledger_url=None)) as ledger:
        key = DeliveryKey("unit", "PC02AA", date(2026, 11, 24))
        marker = "#PK-20261124-9f3a01c2"
        ledger.deliveries.freeze(
            key, release_id="r", marker=marker, parts=(f"tin {marker}",), channel="outbox", address="PC02AA"
        )
        ledger.deliveries.composed(key.business_date)
        ledger.deliveries.skipped(key, "quá 11:00")

    refused = phanky("digest", "--resend", "PK-20261124-9f3a01c2")
    assert refused.code == 8
    assert "1 tin chưa gửi: PK-20261124-9f3a01c2 (pending)" in refused.err

    (house.home / "outbox").unlink()
    assert phanky("digest", "--confirm", "PK-20261124-9f3a01c2").code == 2
    assert phanky("digest", "--resend", "PK-20261124-00000000").code == 2
    assert phanky("digest", "--resend", "PK-1", "--confirm", "PK-1").code == 2


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


def test_changes_are_told_against_the_release_of_the_message_that_was_sent_last(phanky: Run, house: WholeHouse) -> None:
    assert phanky("digest", "--date", "2026-11-24").code == 0
    changed = [row for row in CASES if row["customer_id"] != "PC02AA0000004"]
    house.release(rows_of([*changed, case("PC02AA0000004")]), as_of=date(2026, 11, 25))

    text = phanky("digest", "--dry-run", "--date", "2026-11-25").out

    assert "So với 24/11/2026: 0 mới sai, 1 đã xử lý xong" in text


def test_before_the_first_message_was_sent_no_change_is_told(phanky: Run, house: WholeHouse) -> None:
    changed = [row for row in CASES if row["customer_id"] != "PC02AA0000004"]
    house.release(rows_of([*changed, case("PC02AA0000004")]), as_of=date(2026, 11, 25))

    assert "So với" not in phanky("digest", "--dry-run", "--date", "2026-11-25").out


@pytest.mark.parametrize("output", ["csv", "json"])
def test_programs_get_kind_recipient_day_release_and_marker(phanky: Run, house: WholeHouse, output: str) -> None:
    out = phanky("digest", "--dry-run", "--date", "2026-11-24", "--format", output).out

    for word in ("company", "PC02AA", "2026-11-24", "#PK-20261124-"):
        assert word in out
