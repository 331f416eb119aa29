from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from phanky.errors import DamageError, UsageError
from semantic import CodeVersion, DataTests, FileReceipt, MartReceipt, Receipt
from semantic.receipt import from_json, to_json

RECEIPT = Receipt(
    release_id="20261124-9f3a01c2",
    snapshot_id="20261124-0123456789ab",
    source="oracle",
    as_of=date(2026, 11, 24),
    taken_at=datetime(2026, 11, 23, 23, 12, tzinfo=UTC),
    published_at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC),
    target="postgres",
    content_hash="9f3a01c2" * 8,
    code=CodeVersion("0.1.0", None, {"dbt": "1.12.6"}),
    lists={"agreements": "v3"},
    rules=({"rule_id": "nd18-2025", "citation_is_verified": True, "window_months": 3, "valid_to": None},),
    tests=DataTests(140, 140, 140),
    marts=(
        MartReceipt(
            name="dim_words",
            scope="open",
            grain=("word_set", "code"),
            rows=22,
            content_hash="ab",
            columns=(("word_set", "VARCHAR"), ("rank", "INTEGER")),
            files=(FileReceipt("marts/dim_words/data.parquet", "cd", 1234),),
        ),
    ),
    accepted_change="Cồn Cỏ chuyển sổ",
    notes=("HDN_HDON.csv: bỏ qua cột GHI_CHU",),
)


def test_a_receipt_reads_back_as_it_was_written() -> None:
    assert from_json(to_json(RECEIPT), "receipt.json") == RECEIPT


def test_a_receipt_with_fields_of_a_later_version_still_reads() -> None:
    later = to_json(RECEIPT).replace('"source":', '"colour": "blue",\n "source":')

    assert from_json(later, "receipt.json") == RECEIPT


@pytest.mark.parametrize("text", ["", "{}", '{"release_id": 5}', "not json"])
def test_a_receipt_that_is_none_is_damage_and_names_its_file(text: str) -> None:
    with pytest.raises(DamageError, match=r"releases/x/receipt\.json: biên nhận không đọc được"):
        from_json(text, "releases/x/receipt.json")


def test_a_mart_that_is_not_there_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match=r"Không có mart “dim_word”\. Gần giống: dim_words"):
        RECEIPT.mart("dim_word")


@pytest.mark.parametrize(("expected", "executed", "passed"), [(0, 0, 0), (140, 139, 139), (140, 140, 139)])
def test_tests_that_are_missing_or_failed_are_no_gate(expected: int, executed: int, passed: int) -> None:
    assert not replace(RECEIPT, tests=DataTests(expected, executed, passed)).tests.all_passed
