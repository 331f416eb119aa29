from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from dashboard.address import Address
from dashboard.messages import Messages, read_messages
from phanky.errors import UsageError
from phanky.identity import Identity, Role, of_units, whole_company
from phanky.ledger import DeliveryKey, Ledger
from tests.dashboard.messages.conftest import AA_TEXT, DAY, freeze, settle, view_for
from tests.whole_marts import WholeHouse

LEADER = whole_company("lan")
DEPARTMENT = whole_company("ban", Role.DEPARTMENT)
OF_AA = of_units("gd-aa", "PC02AA")
STAFF = of_units("nv-aa", "PC02AA", role=Role.STAFF)


def read(house: WholeHouse, ledger: Ledger, identity: Identity, search: str = "", **more: object) -> Messages:
    view = view_for(house, ledger, identity, **more)
    with view.release:
        return read_messages(view, Address.parse("/tin-nhan", search))


def recipients(found: Messages) -> list[str]:
    return [one.recipient for one in found.shown or ()]


@pytest.mark.parametrize("identity", [LEADER, DEPARTMENT])
def test_leaders_and_departments_see_every_message_what_is_in_doubt_first(
    house: WholeHouse, ledger: Ledger, identity: Identity
) -> None:
    found = read(house, ledger, identity)

    assert found.day == DAY
    assert [(one.recipient, one.state, one.attempts) for one in found.shown or ()] == [
        ("PC02BB", "unknown", 1),
        ("PC02AA", "pending", 0),
        ("PC02", "sent", 1),
    ]
    assert found.counts == {"unknown": 1, "pending": 1, "sent": 1}
    assert found.may_decide


@pytest.mark.parametrize("identity", [OF_AA, STAFF])
def test_a_unit_sees_its_own_message_and_decides_nothing(house: WholeHouse, ledger: Ledger, identity: Identity) -> None:
    found = read(house, ledger, identity)

    assert recipients(found) == ["PC02AA"]
    assert [one.parts for one in found.shown or ()] == [(AA_TEXT,)]
    assert not found.may_decide


def test_a_staff_member_of_every_unit_is_no_leader(house: WholeHouse, ledger: Ledger) -> None:
    found = read(house, ledger, Identity("nv", None, Role.STAFF))

    assert recipients(found) == ["PC02BB", "PC02AA"]  # every unit's, but not the leaders' own
    assert not found.may_decide


def test_a_message_to_a_person_is_seen_by_those_who_may_see_all_its_units(house: WholeHouse, ledger: Ledger) -> None:
    day = date(2026, 11, 23)
    made_of = {
        "Lê An": {"PC02AA"},
        "Trần Bình": {"PC02BB"},
        "Cả hai": {"PC02AA", "PC02BB"},
        "PC02AA": {"PC02BB"},  # somebody called like a unit
        "gd-aa": {"PC02BB"},  # somebody called like the reader
    }
    for name, units in made_of.items():
        freeze(ledger, "unit", name, AA_TEXT, day=day, units=frozenset(units))

    assert recipients(read(house, ledger, OF_AA, "ngay=2026-11-23")) == ["Lê An"]
    assert len(recipients(read(house, ledger, LEADER, "ngay=2026-11-23"))) == 5


def test_a_message_of_which_nobody_knows_the_units_is_shown_to_leaders_alone(house: WholeHouse, ledger: Ledger) -> None:
    key = DeliveryKey("unit", "PC02AA", date(2026, 11, 23))
    ledger.deliveries.freeze(key, release_id="r", marker="#PK-x", parts=("tin",), channel="http", address="x")

    assert recipients(read(house, ledger, OF_AA, "ngay=2026-11-23")) == []
    assert recipients(read(house, ledger, LEADER, "ngay=2026-11-23")) == ["PC02AA"]


def test_the_state_says_what_may_be_decided(house: WholeHouse, ledger: Ledger) -> None:
    day = date(2026, 11, 20)
    settle(ledger, freeze(ledger, "unit", "PC02AA", "a", day=day), "failed", "địa chỉ không có")
    ledger.deliveries.skipped(freeze(ledger, "unit", "PC02BB", "b", day=day), "quá 11:00")
    decided = {
        one.state: (one.can_confirm, one.can_resend)
        for asked in ("", "ngay=2026-11-20")
        for one in read(house, ledger, LEADER, asked).shown or ()
    }

    assert decided == {
        "unknown": (True, True),
        "failed": (False, True),
        "skipped": (False, True),
        "pending": (False, False),
        "sent": (False, False),
    }


def test_without_messages_today_the_last_day_that_has_some_is_shown(house: WholeHouse, ledger: Ledger) -> None:
    view = view_for(house, ledger, LEADER)
    with view.release:
        later = read_messages(
            view.__class__(**{**view.__dict__, "now": datetime.fromisoformat("2026-11-30T08:00:00+07:00")}),
            Address.parse("/tin-nhan", ""),
        )

    assert later.day == DAY
    assert later.tomorrow.day == date(2026, 12, 1)


@pytest.mark.parametrize("wish", ["x", "2026-13-01", "0001-01-01", "9999-12-31", "%00"])
def test_a_day_that_is_none_is_refused(house: WholeHouse, ledger: Ledger, wish: str) -> None:
    with pytest.raises(UsageError, match="Ngày"):
        read(house, ledger, LEADER, f"ngay={wish}")


def test_tomorrow_is_made_only_when_somebody_asks_for_it(house: WholeHouse, ledger: Ledger) -> None:
    asked: list[tuple[str, date]] = []

    def preview(who: Identity, day: date) -> list[tuple[str, tuple[str, ...]]]:
        asked.append((who.scope_key, day))
        return [("PC02AA", ("tin ngày mai",))]

    before = read(house, ledger, OF_AA, preview=preview).tomorrow
    assert (before.can_preview, before.drafts, asked) == (True, None, [])
    after = read(house, ledger, OF_AA, "xem-truoc=1", preview=preview).tomorrow
    assert [(draft.name, draft.parts) for draft in after.drafts or ()] == [("Đông Hà", ("tin ngày mai",))]
    assert asked == [("PC02AA", date(2026, 11, 25))]


def test_what_is_frozen_for_tomorrow_is_not_made_again(house: WholeHouse, ledger: Ledger) -> None:
    freeze(ledger, "unit", "PC02AA", "tin ngày mai", day=date(2026, 11, 25))
    found = read(house, ledger, OF_AA, "xem-truoc=1", preview=lambda *_: pytest.fail("made again")).tomorrow

    assert (found.is_frozen, found.drafts) == (True, None)


@pytest.mark.parametrize(
    ("now", "is_over"),
    [("2026-11-24T10:59:59+07:00", False), ("2026-11-24T11:00:00+07:00", True), ("2026-11-25T07:00:00+07:00", True)],
)
def test_a_days_messages_go_out_until_eleven_in_the_companys_zone(
    house: WholeHouse, ledger: Ledger, now: str, is_over: bool
) -> None:
    view = replace(view_for(house, ledger, LEADER), now=datetime.fromisoformat(now))
    with view.release:
        found = read_messages(view, Address.parse("/tin-nhan", "ngay=2026-11-24"))

    assert found.is_over is is_over
