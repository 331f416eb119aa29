from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from dashboard.address import Address
from dashboard.data.reconciliation import Compared, Reason, Reconciliation
from dashboard.data.recorded import took
from dashboard.data.values import Data, Operations
from dashboard.pages.data import layout
from dashboard.shell.rendering import to_html
from dashboard.texts import data as texts
from phanky.ledger import AuditNote, Outcome, RunEntry
from tests.semantic.test_receipt import RECEIPT

AT = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)
TOTAL = Compared("", 95, 93, Decimal(100_000), 4, 2, Decimal(75_000), Decimal(25_000), 0.75)
FOUND = Reconciliation(
    month="2026-10",
    unit=None,
    units={"PC02AA": "Đông Hà", "PC02BB": "Thành Cổ"},
    months=("2026-10", "2026-09"),
    is_judged=True,
    total=TOTAL,
    rows=(replace(TOTAL, key="PC02AA"),),
    reasons=(
        Reason("da_tinh", "Đã tính vào chỉ tiêu", None, True, 4, 2, Decimal(75_000), 0.75),
        Reason("sinh_hoat", "Sinh hoạt", "Giá sinh hoạt", False, 91, 91, Decimal(25_000), 0.25),
    ),
)
RUN = RunEntry(7, AT, AT + timedelta(seconds=66), "files", "duckdb", None, None, Outcome.FAILED, "Thiếu MA_KHANG.")
NOTE = AuditNote(AT, "<b>lan", "export", "*", "12 rows")
OPERATIONS = Operations((), (RUN,), (NOTE,), "http://prefect:4200")
DATA = Data(RECEIPT, ZoneInfo("Asia/Ho_Chi_Minh"), FOUND, OPERATIONS)


def shown(values: Data, search: str = "") -> str:
    return to_html(layout(values, Address.parse("/du-lieu", search)))


def test_the_reconciliation_is_told_in_a_sentence_and_leads_to_each_unit() -> None:
    text = shown(DATA)

    assert "CMIS lập 100.000 kWh, chỉ tiêu tính 75.000 kWh (75,0 %)." in text
    assert "Phần chênh lớn nhất: sinh hoạt, 25.000 kWh." in text
    assert 'href="/du-lieu?don-vi=PC02AA&amp;thang=2026-10"' in text


def test_a_frame_of_the_portal_stays_one_through_links_and_form() -> None:
    text = shown(DATA, "nhung=1")

    assert 'href="/du-lieu?nhung=1&amp;don-vi=PC02AA&amp;thang=2026-10"' in text
    assert '<input name="nhung" value="1" type="hidden">' in text


def test_moves_between_units_never_draw_a_bar_longer_than_its_place() -> None:
    moved = replace(FOUND, rows=(replace(TOTAL, key="PC02AA", counted_share=1.12),))

    assert "width:100.00%" in shown(replace(DATA, reconciliation=moved))


def test_a_run_tells_how_it_ended_and_how_long_it_took() -> None:
    text = shown(DATA)

    assert "06:12 24/11/2026" in text
    assert "1 phút 06 giây" in text
    assert "Thiếu MA_KHANG." in text
    assert took(replace(RUN, finished_at=None)) == "–"


def test_what_somebody_wrote_is_text_and_nothing_else() -> None:
    assert "&lt;b&gt;lan" in shown(DATA)
    assert "<b>lan" not in shown(DATA)


def test_without_operations_there_are_neither_runs_nor_notes_of_the_snapshot() -> None:
    text = shown(replace(DATA, operations=None))

    assert RECEIPT.release_id in text
    for heading in (texts.RUNS, texts.AUDIT, texts.RELEASES, texts.CHECKED, texts.PREFECT, *RECEIPT.notes):
        assert heading not in text


def test_prefect_is_linked_where_it_is_set() -> None:
    assert 'href="http://prefect:4200"' in shown(DATA)
    unset = replace(DATA, operations=replace(OPERATIONS, prefect_url=None))
    assert texts.PREFECT not in shown(unset)


def test_an_empty_ledger_and_an_older_release_say_so() -> None:
    text = shown(replace(DATA, reconciliation=None, operations=Operations((), (), audit=(), prefect_url=None)))

    for sentence in (texts.NO_RUNS, texts.NO_AUDIT, texts.NO_RELEASE, texts.NO_RECONCILIATION):
        assert sentence in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 giây"), (59.4, "59 giây"), (126, "2 phút 06 giây"), (3_600 + 5 * 60, "1 giờ 05 phút")],
)
def test_how_long_is_said_in_two_units_at_most(seconds: float, words: str) -> None:
    assert texts.took(timedelta(seconds=seconds)) == words
