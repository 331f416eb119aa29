from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from phanky.errors import UsageError
from phanky.ledger import Attempt, DeliveryEntry, DeliveryKey, Ledger, open_ledger
from phanky.ledger.holders import Holder
from phanky.settings import Settings

DAY = date(2026, 11, 24)
UNIT = DeliveryKey("unit", "PC02AA", DAY)
SEVEN = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
LEASE = timedelta(minutes=3)


def freeze(ledger: Ledger, key: DeliveryKey = UNIT, parts: tuple[str, ...] = ("tin",), release: str = "r1") -> None:
    marker = f"#PK-{key.business_date:%Y%m%d}-{key.recipient}"
    ledger.deliveries.freeze(key, release_id=release, marker=marker, parts=parts, channel="outbox", address="x")


@pytest.fixture
def holder(ledger: Ledger) -> Iterator[Holder]:
    sender = ledger.deliveries.holder()
    yield sender
    sender.leave()


@pytest.fixture
def rival(ledger: Ledger) -> Iterator[Holder]:
    sender = ledger.deliveries.holder()
    yield sender
    sender.leave()


def claim(
    ledger: Ledger, holder: Holder, *, minutes: float = 0, may_search: bool = True, key: DeliveryKey = UNIT
) -> Attempt | None:
    now = SEVEN + timedelta(minutes=minutes)
    return ledger.deliveries.claim(key, LEASE, now, holder=holder, may_search=may_search)


def claimed(ledger: Ledger, holder: Holder, minutes: float = 0) -> Attempt:
    attempt = claim(ledger, holder, minutes=minutes)
    assert attempt is not None
    return attempt


def only(ledger: Ledger) -> DeliveryEntry:
    (entry,) = ledger.deliveries.of_day(DAY)
    return entry


def test_the_first_body_is_the_body(ledger: Ledger) -> None:
    freeze(ledger, parts=("một", "hai"))
    freeze(ledger, parts=("khác",), release="r2")

    entry = only(ledger)
    assert (entry.state, entry.attempts, entry.parts, entry.release_id) == ("pending", 0, ("một", "hai"), "r1")
    assert len(entry.sha256) == 64


def test_a_claim_is_in_the_ledger_before_the_call_and_there_is_one_at_a_time(
    ledger: Ledger, holder: Holder, rival: Holder
) -> None:
    freeze(ledger)
    attempt = claimed(ledger, holder)

    assert claim(ledger, rival) is None
    entry = only(ledger)
    assert (entry.state, entry.attempts, entry.lease_until) == ("sending", 1, SEVEN + LEASE)
    assert attempt.looks == 0


def test_of_eight_senders_at_once_one_gets_it(settings: Settings, ledger: Ledger) -> None:
    freeze(ledger)
    found: list[bool] = []

    def try_it() -> None:
        with open_ledger(settings) as mine:
            sender = mine.deliveries.holder()
            found.append(claim(mine, sender) is not None)
            sender.leave()

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [False] * 7 + [True]


def test_who_lives_keeps_a_message_however_far_the_clock_has_jumped(
    ledger: Ledger, holder: Holder, rival: Holder
) -> None:
    freeze(ledger)
    claimed(ledger, holder)

    assert claim(ledger, rival, minutes=600) is None
    assert claim(ledger, rival, minutes=-600) is None
    assert only(ledger).state == "sending"


def test_what_a_dead_sender_had_is_given_out_again_in_doubt_when_its_lease_is_over(
    ledger: Ledger, holder: Holder, rival: Holder
) -> None:
    freeze(ledger)
    claimed(ledger, holder)
    holder.leave()

    assert claim(ledger, rival, minutes=2) is None
    attempt = claimed(ledger, rival, minutes=3)
    assert (attempt.number, attempt.looks) == (2, 2)


def test_a_lease_by_a_clock_that_was_put_back_does_not_last_for_ever(
    ledger: Ledger, holder: Holder, rival: Holder
) -> None:
    freeze(ledger)
    claimed(ledger, holder, minutes=60 * 24 * 365)
    holder.leave()

    assert claim(ledger, rival) is not None


def test_where_nothing_can_be_looked_up_it_stays_unknown_until_a_person_decides(
    ledger: Ledger, holder: Holder, rival: Holder
) -> None:
    freeze(ledger)
    claimed(ledger, holder)
    holder.leave()

    assert claim(ledger, rival, minutes=5, may_search=False) is None
    assert only(ledger).state == "unknown"
    assert claim(ledger, rival, minutes=60, may_search=False) is None


def test_it_is_not_tried_before_its_time(ledger: Ledger, holder: Holder) -> None:
    freeze(ledger)
    ledger.deliveries.retry_at(claimed(ledger, holder), SEVEN + timedelta(minutes=1), "HTTP 429")

    assert claim(ledger, holder, minutes=0.9) is None
    assert only(ledger).reason == "HTTP 429"
    again = claimed(ledger, holder, minutes=1)
    assert (again.number, again.failures) == (2, 1)


def test_whoever_lost_a_message_changes_nothing_any_more(ledger: Ledger, holder: Holder, rival: Holder) -> None:
    freeze(ledger, parts=("một", "hai"))
    lost = claimed(ledger, holder)
    holder.leave()
    claimed(ledger, rival, minutes=5)

    assert not ledger.deliveries.part_sent(lost, 1, SEVEN)
    ledger.deliveries.failed(lost, "x")
    ledger.deliveries.unknown(lost, "x")
    ledger.deliveries.retry_at(lost, SEVEN, "x")
    ledger.deliveries.sent(lost)
    assert (only(ledger).state, only(ledger).parts_sent) == ("sending", 0)


def test_a_sender_that_was_slow_but_knows_it_arrived_ends_the_doubt(
    ledger: Ledger, holder: Holder, rival: Holder
) -> None:
    freeze(ledger)
    slow = claimed(ledger, holder)
    holder.leave()
    claim(ledger, rival, minutes=5, may_search=False)

    ledger.deliveries.sent(slow)

    assert only(ledger).state == "sent"


def test_confirming_ends_the_doubt_about_one_part_and_the_rest_waits_to_be_sent(ledger: Ledger, holder: Holder) -> None:
    freeze(ledger, parts=("một", "hai"))
    ledger.deliveries.unknown(claimed(ledger, holder), "ReadTimeout")

    assert ledger.deliveries.confirm(UNIT, "lan").state == "pending"
    ledger.deliveries.unknown(claimed(ledger, holder), "ReadTimeout")
    assert ledger.deliveries.confirm(UNIT, "lan").state == "sent"
    with pytest.raises(UsageError, match="chỉ xác nhận được"):
        ledger.deliveries.confirm(UNIT, "lan")


def test_what_was_sent_is_never_sent_again(ledger: Ledger, holder: Holder) -> None:
    freeze(ledger)
    ledger.deliveries.sent(claimed(ledger, holder))

    with pytest.raises(UsageError, match="đang ở trạng thái sent"):
        ledger.deliveries.resend(UNIT, "lan")
    assert claim(ledger, holder, minutes=500) is None


def test_what_was_refused_or_skipped_may_be_sent_again_by_a_person(ledger: Ledger, holder: Holder) -> None:
    freeze(ledger)
    ledger.deliveries.failed(claimed(ledger, holder), "HTTP 404")
    assert ledger.deliveries.resend(UNIT, "lan").state == "pending"

    ledger.deliveries.skipped(UNIT, "quá 11:00")
    assert ledger.deliveries.resend(UNIT, "lan").state == "pending"


def test_every_change_is_in_the_audit_log_with_who_made_it(ledger: Ledger, holder: Holder) -> None:
    freeze(ledger)
    ledger.deliveries.unknown(claimed(ledger, holder), "ReadTimeout")
    ledger.deliveries.confirm(UNIT, "lan")

    assert [(note.who, note.what) for note in reversed(ledger.audit())] == [
        ("digest", "delivery_frozen"),
        ("digest", "delivery_sending"),
        ("digest", "delivery_unknown"),
        ("lan", "delivery_confirm"),
    ]


def test_the_last_release_a_recipient_got_is_that_of_the_newest_message_sent(ledger: Ledger, holder: Holder) -> None:
    for day, release in ((22, "r22"), (23, "r23"), (24, "r24")):
        freeze(ledger, DeliveryKey("unit", "PC02AA", date(2026, 11, day)), release=release)
    for day in (22, 23):
        key = DeliveryKey("unit", "PC02AA", date(2026, 11, day))
        attempt = claim(ledger, holder, key=key)
        assert attempt is not None
        ledger.deliveries.sent(attempt)

    assert ledger.deliveries.last_sent_release("unit", "PC02AA") == "r23"
    assert ledger.deliveries.last_sent_release("unit", "PC02BB") is None
    assert ledger.deliveries.named_releases() == {"r22", "r23", "r24"}
    assert [entry.business_date.day for entry in ledger.deliveries.last(2)] == [24, 23]


def test_of_earlier_days_all_that_waits_is_open_and_doubts_of_the_last_days(ledger: Ledger, holder: Holder) -> None:
    for day in (20, 21, 22, 23, 24):
        freeze(ledger, DeliveryKey("unit", "PC02AA", date(2026, 11, day)))
    for day in (21, 22):
        attempt = claim(ledger, holder, key=DeliveryKey("unit", "PC02AA", date(2026, 11, day)))
        assert attempt is not None
        ledger.deliveries.unknown(attempt, "ReadTimeout")

    left = ledger.deliveries.open_before(DAY, date(2026, 11, 22))

    assert [(entry.business_date.day, entry.state) for entry in left] == [
        (20, "pending"), (22, "unknown"), (23, "pending"),
    ]  # fmt: skip
    assert ledger.deliveries.at(left[0].key) == left[0]
    with pytest.raises(UsageError, match="Sổ cái không có tin unit PC02BB 2026-11-24"):
        ledger.deliveries.at(DeliveryKey("unit", "PC02BB", DAY))


def test_a_message_is_found_by_its_marker_with_or_without_the_sign(ledger: Ledger) -> None:
    freeze(ledger)

    assert ledger.deliveries.find("PK-20261124-PC02AA").key == ledger.deliveries.find("#PK-20261124-PC02AA").key == UNIT
    with pytest.raises(UsageError, match="Không có tin"):
        ledger.deliveries.find("PK-20261124-9f3a01c2")
