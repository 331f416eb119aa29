"""The watcher tells every message that did not go out, and one that was never made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from notifier.watching import missing
from phanky.ledger import DeliveryEntry, DeliveryState

SENT_AT = datetime(2026, 11, 25, 0, 0, 9, tzinfo=UTC)
SENT = DeliveryEntry(
    kind="unit", recipient="PC02AA", business_date=date(2026, 11, 25), state=DeliveryState.SENT, attempts=1,
    release_id="r1", marker="#PK-20261125-0a0b0c0d", channel="outbox", address="PC02AA", parts=("tin",), parts_sent=1,
    sha256="0" * 64, units=None, attachment_name="", created_at=SENT_AT, changed_at=SENT_AT, sent_at=SENT_AT,
    next_try_at=None, lease_until=None, reason=None,
)  # fmt: skip


def test_nothing_is_missing_when_everybody_got_his_message() -> None:
    assert missing([SENT], is_composed=True) == []


def test_a_message_in_doubt_is_named_with_its_id() -> None:
    doubtful = replace(SENT, state=DeliveryState.UNKNOWN, sent_at=None, reason="hết giờ chờ trả lời")
    assert missing([SENT, doubtful], is_composed=True) == [
        "PC02AA: chưa rõ đã đến hay chưa (hết giờ chờ trả lời), mã PK-20261125-0a0b0c0d"
    ]


def test_a_day_on_which_nothing_was_made_is_not_well() -> None:
    assert missing([], is_composed=False) == ["Tin của ngày chưa soạn xong."]
