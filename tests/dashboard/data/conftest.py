"""A release of two units with its reconciliation, and a ledger with a run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.view import View
from phanky.identity import Identity
from phanky.ledger import Ledger, Outcome, open_ledger
from semantic import open_release
from tests.marts import Row, case, word_rows
from tests.whole_marts import WholeHouse, rows_of

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
WORDS = [
    *word_rows(),
    {"word_set": "reconciliation", "code": "da_tinh", "label_vi": "Đã tính vào chỉ tiêu", "rank": 1},
    {"word_set": "reconciliation", "code": "sinh_hoat", "label_vi": "Sinh hoạt", "rank": 2},
    {"word_set": "reconciliation", "code": "ban_buon", "label_vi": "Bán buôn", "rank": 3},
]


def line(unit: str, month: str, reason: str, bills: int, customers: int, kwh: int) -> Row:
    return {
        "unit_code": unit, "month": month, "quarter": "2026-Q4", "reason": reason, "is_counted": reason == "da_tinh",
        "bills": bills, "customers": customers, "kwh": Decimal(kwh),
    }  # fmt: skip


LINES = [
    line("PC02AA", "2026-09", "da_tinh", 3, 2, 60_000),
    line("PC02AA", "2026-10", "da_tinh", 4, 2, 75_000),
    line("PC02AA", "2026-10", "sinh_hoat", 90, 90, 15_000),
    line("PC02AA", "2026-10", "ban_buon", 1, 1, 10_000),
    line("PC02AA", "2026-11", "sau_thang_xet", 1, 1, 500),
    line("PC02BB", "2026-10", "da_tinh", 1, 1, 40_000),
    line("PC02BB", "2026-10", "sinh_hoat", 10, 10, 60_000),
]


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    """The home with the release."""
    built = WholeHouse(tmp_path)
    cases = [case(month="2026-09"), case(), case("PC02BB0000001")]
    built.release(rows_of(cases, agg_reconciliation=LINES, dim_words=WORDS))
    return built


@pytest.fixture
def ledger(house: WholeHouse) -> Iterator[Ledger]:
    """One run that failed and one entry in the audit log."""
    with open_ledger(house.settings) as opened:
        run = opened.start_run(source="files", target="duckdb")
        opened.finish_run(run, outcome=Outcome.FAILED, message="HDN_HDON.csv, dòng 7: thiếu MA_KHANG.")
        opened.record(who="lan", what="export", scope="*", detail="/tai/danh-sach.csv: 12 rows")
        yield opened


def view_for(house: WholeHouse, ledger: Ledger, identity: Identity) -> View:
    """What somebody sees of it; release memory is given back with the test."""
    return View(open_release(identity, home=house.home), identity, house.settings, NOW, records=ledger)
