from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.address import Address
from dashboard.messages.values import Draft, Messages, Shown, Tomorrow
from dashboard.pages.messages import PAGE, layout
from dashboard.shell.rendering import to_html
from dashboard.texts import messages as texts

SENT = Shown(
    id="PK-20261124-9f3a01c2",
    kind="unit",
    recipient="PC02AA",
    name="Đông Hà",
    state="sent",
    attempts=2,
    channel="http",
    address="dong-ha",
    release_id="20261124T0612-abcd",
    marker="#PK-20261124-9f3a01c2",
    parts=("Thiếu kỳ: 41 (+3)\n<b>Cty A</b> https://x.example/",),
    parts_sent=1,
    sent_at=datetime(2026, 11, 24, 0, 0, 4, tzinfo=UTC),
    next_try_at=None,
    reason=None,
    attachment_name="PC02AA_20261124.xlsx",
    can_confirm=False,
    can_resend=False,
)
UNKNOWN = replace(
    SENT, state="unknown", sent_at=None, reason="không trả lời", can_confirm=True, can_resend=True, parts_sent=0
)
TOMORROW = Tomorrow(date(2026, 11, 25), is_frozen=False, can_preview=False, drafts=None)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
VALUES = Messages(date(2026, 11, 24), (UNKNOWN, SENT), TOMORROW, may_decide=True, is_over=False, zone=ZONE)


def shown(values: Messages, search: str = "") -> str:
    return to_html(layout(values, Address.parse("/tin-nhan", search)))


def test_a_message_tells_whom_how_often_when_from_what_and_its_very_words() -> None:
    text = shown(VALUES)

    assert "2 tin: 1 đã gửi, 1 chưa rõ." in text
    for words in ("Đông Hà", "07:00 24/11/2026", "Chat eOffice, dong-ha", "20261124T0612-abcd", "PC02AA_20261124.xlsx"):
        assert words in text
    assert "Thiếu kỳ: 41 (+3)\n&lt;b&gt;Cty A&lt;/b&gt; https://x.example/" in text
    assert 'href="https://x.example' not in text


@pytest.mark.parametrize("state", texts.STATES)
def test_a_state_is_a_word_and_a_mark(state: str) -> None:
    text = shown(replace(VALUES, shown=(replace(SENT, state=state),)))

    assert (
        f'<span class="state {state}"><span class="mark" aria-hidden="true"></span>{texts.STATES[state]}</span>' in text
    )


def test_who_may_decide_gets_forms_and_others_the_command() -> None:
    leader, director = shown(VALUES), shown(replace(VALUES, may_decide=False))

    assert leader.count('method="post"') == 2
    assert '<input name="tin" value="PK-20261124-9f3a01c2" type="hidden">' in leader
    assert 'aria-label="Đã tới, xác nhận: Đông Hà"' in leader
    assert 'method="post"' not in director
    assert "phanky digest --confirm PK-20261124-9f3a01c2\nphanky digest --resend PK-20261124-9f3a01c2" in director


def test_after_eleven_nobody_is_told_that_a_message_will_go_out_by_itself() -> None:
    before, after = shown(VALUES), shown(replace(VALUES, is_over=True))

    assert "đi ở lượt gửi kế tiếp của ngày, nếu còn lượt trước 11:00" in before
    assert "kế tiếp" not in after
    assert "Đã quá 11:00 của ngày này: bấm gửi lại chỉ đưa tin về trạng thái chờ" in after
    assert "phanky digest --date 2026-11-24" in after


def test_what_failed_can_be_sent_again_but_not_be_confirmed() -> None:
    text = shown(replace(VALUES, shown=(replace(UNKNOWN, state="failed", can_confirm=False),)))

    assert "/tin-nhan/gui-lai" in text
    assert "/tin-nhan/xac-nhan" not in text


def test_a_frame_of_the_portal_stays_one_through_links_and_forms() -> None:
    text = shown(VALUES, "nhung=1")

    assert text.count('<input name="nhung" value="1" type="hidden">') == 3
    assert 'href="/tin-nhan?nhung=1&amp;ngay=2026-11-23"' in text


def test_a_day_without_messages_and_a_page_without_ledger_say_so() -> None:
    assert texts.nothing("24/11/2026") in shown(replace(VALUES, shown=()))
    assert texts.NO_LEDGER in shown(replace(VALUES, shown=None))


def test_tomorrow_is_shown_linked_or_told_how_to_see() -> None:
    def tomorrow(**changes: object) -> str:
        return shown(replace(VALUES, tomorrow=replace(TOMORROW, **changes)))  # type: ignore[arg-type]

    assert "phanky digest --dry-run --date 2026-11-25" in tomorrow()
    assert 'href="/tin-nhan?xem-truoc=1"' in tomorrow(can_preview=True)
    assert "Thiếu kỳ: 40" in tomorrow(can_preview=True, drafts=(Draft("Đông Hà", ("Thiếu kỳ: 40",)),))
    assert texts.NO_PREVIEW in tomorrow(can_preview=True, drafts=())
    assert 'href="/tin-nhan?ngay=2026-11-25"' in tomorrow(is_frozen=True)


def test_the_page_is_read_each_time() -> None:
    assert PAGE.also is None
