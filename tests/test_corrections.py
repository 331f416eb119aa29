"""Bills of a signed-off quarter are corrected in CMIS: who is told, where, and that nobody else is.

Six customers of two units, read in one kỳ each, thresholds of 50.000 and 100.000 kWh a month over three months.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from dashboard import follow_releases
from dashboard.access import SignedIn
from dashboard.address import Address
from dashboard.content import Contents
from dashboard.pages import PAGES
from dashboard.shell.rendering import to_html
from flows.pipeline import run
from flows.publish import close_quarter
from notifier import Message, Recipient, messages
from phanky.identity import Role, of_units, whole_company
from phanky.settings import Settings, load_settings
from semantic import Follower
from tests.corrected_company import (
    ADDED_A_LITTLE,
    AS_OF,
    CANCELLED,
    JUST_BELOW,
    KWH,
    REISSUED,
    RETURNED,
    company,
    correct,
)
from tests.live_cmis import LiveCmis
from tests.runs import phanky, succeed

pytestmark = pytest.mark.xdist_group("whole runs")

EXPECTED = {
    # 149.999 and 1 added are 150.000: exactly the threshold, which asks for two kỳ.
    JUST_BELOW: ("dung", "thieu_ky", "49999.67", "50000.00"),
    CANCELLED: ("thieu_ky", "chua_du_du_lieu", "60000.00", None),
    REISSUED: ("thieu_ky", "dung", "60000.00", "46666.67"),
    RETURNED: ("thieu_ky", "dung", "52000.00", "49000.00"),
}
"""Verdict and average of September, as signed off and afterwards."""
DIRECTOR = of_units("hoa", "PC02AA")
RECIPIENTS = (
    Recipient("Lãnh đạo", Role.LEADER, None, "outbox", ""),
    Recipient("Đông Hà", Role.DIRECTOR, frozenset({"PC02AA"}), "outbox", ""),
    Recipient("Thành Cổ", Role.DIRECTOR, frozenset({"PC02BB"}), "outbox", ""),
)


@dataclass(frozen=True)
class Corrected:
    """A home with the signed-off release and the one after the corrections."""

    settings: Settings
    signed: str
    now: str


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    settings = load_settings(home=tmp_path_factory.mktemp("corrected"), memory_limit_gb=0.5)
    cmis = LiveCmis(now=datetime.fromisoformat("2026-10-04T08:00")).fill(company())
    run(settings, cmis, as_of=AS_OF, target="duckdb")
    signed = close_quarter(settings, "2026-Q3").release_id
    cmis.pass_time(hours=30)
    correct(cmis)
    after = run(settings, cmis, as_of=AS_OF, target="duckdb", incremental=True)
    assert after.changed
    return Corrected(settings, signed, after.release_id)


@pytest.fixture(scope="module")
def releases(corrected: Corrected) -> Iterator[Follower]:
    followed = follow_releases(corrected.settings.home)
    yield followed
    followed.close()


def listed(corrected: Corrected, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(succeed(corrected.settings.home, *arguments, "--format", "json"))
    return found


def test_the_changes_of_a_signed_off_quarter_name_exactly_who_was_corrected(corrected: Corrected) -> None:
    rows = listed(corrected, "close-quarter", "2026-Q3", "--changes")

    assert {row["customer_id"]: (row["month"], *_sides(row)) for row in rows} == {
        code: ("2026-09", *sides) for code, sides in EXPECTED.items()
    }
    assert len(rows) == len(EXPECTED)
    told = succeed(corrected.settings.home, "close-quarter", "2026-Q3", "--changes")
    assert f"Q3/2026 chốt trên bản {corrected.signed}; so với bản {corrected.now}: 4 KH đổi kết luận." in told


def _sides(row: dict[str, Any]) -> tuple[object, ...]:
    averages = (row["average_kwh_before"], row["average_kwh_after"])
    return row["verdict_before"], row["verdict_after"], *(f"{float(kwh):.2f}" if kwh else None for kwh in averages)


def test_comparing_with_the_quarter_says_the_same(corrected: Corrected) -> None:
    rows = listed(corrected, "compare", "2026-Q3", "current")

    assert sorted(row["customer_id"] for row in rows if row["change"] == "revised") == sorted(EXPECTED)


def test_listing_the_changes_signs_nothing_off(corrected: Corrected) -> None:
    assert phanky(corrected.settings.home, "close-quarter", "2026-Q2", "--changes").err == (
        "Lỗi: Không có quý đã chốt “2026-Q2”. Gần giống: 2026-Q3.\n"
    )
    assert phanky(corrected.settings.home, "close-quarter", "2026-Q3", "--changes", "--force").code == 2


def shown(corrected: Corrected, releases: Follower, who: SignedIn, path: str, search: str = "") -> str:
    made = Contents(PAGES, corrected.settings, releases).show(who, Address.parse(path, search))
    assert made.status == 200
    return to_html(made.tree)


LEADER = SignedIn(whole_company("lan"), "Lan")
HEAD = SignedIn(DIRECTOR, "Hoa")


@pytest.mark.parametrize(
    ("who", "customers"),
    [(LEADER, {JUST_BELOW, CANCELLED, REISSUED, RETURNED}), (HEAD, {JUST_BELOW, CANCELLED, REISSUED})],
)
def test_the_page_of_changes_lists_them_within_the_readers_scope(
    corrected: Corrected, releases: Follower, who: SignedIn, customers: set[str]
) -> None:
    link = f'href="/thay-doi?tu=2026-Q3">{len(customers)} khách hàng đổi kết luận sau khi chốt Q3/2026</a>'
    assert link in shown(corrected, releases, who, "/")

    text = shown(corrected, releases, who, "/thay-doi", "?tu=2026-Q3")

    assert f"{len(customers)} khách hàng đổi kết luận" in text
    assert {code for code in KWH if code in text} == customers
    assert "50.000 kWh/tháng" in text


def test_the_customers_page_marks_the_month_and_gives_both_verdicts(corrected: Corrected, releases: Follower) -> None:
    text = shown(corrected, releases, HEAD, f"/khach-hang/{JUST_BELOW}")

    assert (
        "khi chốt quý: Đúng phân kỳ, phải 1 kỳ, đang 1 kỳ (BQ 49.999,67 kWh) → "
        "nay: Thiếu kỳ, phải 2 kỳ, đang 1 kỳ (BQ 50.000 kWh)" in text
    )
    assert "T9 *" in text
    assert "khi chốt quý" not in shown(corrected, releases, LEADER, f"/khach-hang/{ADDED_A_LITTLE}")


def digests(corrected: Corrected, last: str) -> dict[str, str]:
    made: list[Message] = list(
        messages(corrected.settings, AS_OF, "current", recipients=RECIPIENTS, last_release=lambda *_: last)
    )
    return {message.recipient: "\n".join(message.parts) for message in made}


def test_the_next_message_tells_each_recipient_how_many_of_theirs_and_the_one_after_does_not(
    corrected: Corrected,
) -> None:
    line = "Q3/2026 đã chốt: {} KH đổi kết luận từ tin trước"

    told = digests(corrected, corrected.signed)

    assert line.format(4) in told["Lãnh đạo"]
    assert line.format(3) in told["Đông Hà"]
    assert line.format(1) in told["Thành Cổ"]
    assert all("đã chốt" not in text for text in digests(corrected, corrected.now).values())
