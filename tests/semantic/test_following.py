"""A program that lives long follows the release in service, and no reader notices more than new figures."""

from __future__ import annotations

import shutil
import threading
import weakref
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from flows.publish import rollback
from phanky.errors import DamageError, UsageError
from phanky.identity import Identity, of_units, whole_company
from semantic import Follower, Query, Release, Room, open_release
from semantic.layout import mart_file
from tests.marts import case, too_few
from tests.semantic.following_readers import Readers, SlowHouse, in_scope_by_unit, read
from tests.whole_marts import WholeHouse, rows_of

COMPANY = whole_company("trưởng phòng")
DONG_HA = of_units("giám đốc Đông Hà", "PC02AA")
THANH_CO = of_units("giám đốc Thành Cổ", "PC02BB")
MARTS = ("fct_reading_period_compliance",)


def put_out(house: WholeHouse, customers: int) -> str:
    """A release with so many customers of Đông Hà, and one of Thành Cổ."""
    cases = [case(f"PC02AA{number:07d}") for number in range(1, customers + 1)]
    return house.release(rows_of([*cases, too_few("PC02BB0000001")])).release_id


class Clock:
    """A clock that a test turns on."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 7, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    return WholeHouse(tmp_path / "home")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def follower(house: WholeHouse, clock: Clock) -> Iterator[Follower]:
    """It looks only when a test says so."""
    made = Follower(house.home, MARTS, now=clock)
    yield made
    made.close()


def until(holds: Callable[[], bool]) -> float:
    """Wait until something holds; the moment at which it did."""
    end = monotonic() + 60
    while not holds():
        assert monotonic() < end
        sleep(0.002)
    return monotonic()


def test_readers_go_over_to_a_new_release_without_waiting_and_never_see_two_at_once(tmp_path: Path) -> None:
    house = SlowHouse(tmp_path / "home")
    old = put_out(house, 2)
    started = monotonic()
    open_release(COMPANY, home=house.home, marts=MARTS, with_metrics=True).close()
    opening = monotonic() - started
    identities = [COMPANY, whole_company("phó phòng"), DONG_HA, THANH_CO]

    with Follower(house.home, MARTS, poll_seconds=0.01) as follower:
        for identity in identities:
            read(follower, identity)
        with Readers(follower, identities) as readers:
            new = put_out(house, 3)
            moved = until(lambda: follower.release_id == new)
            until(lambda: all(reads[-1].started > moved for reads in readers.reads.values()))

    figures = {old: {"PC02AA": 2, "PC02BB": 1}, new: {"PC02AA": 3, "PC02BB": 1}}
    assert {found.release_id for found in readers.everything} == {old, new}
    assert [found for found in readers.everything if found.by_unit != figures[found.release_id]] == []
    for identity, reads in readers.reads.items():
        units = identity.units or figures[old].keys()
        assert [r for r in reads if r.own != sum(figures[r.release_id][unit] for unit in units)] == []
        assert [r.release_id for r in reads] == sorted((r.release_id for r in reads), key=[old, new].index)
    assert {found.release_id for found in readers.everything if found.started > moved} == {new}
    assert max(found.waited for found in readers.everything) < opening / 2


def test_what_was_asked_of_the_old_release_is_answered_in_the_new_one_before_anyone_asks(
    house: WholeHouse, follower: Follower
) -> None:
    put_out(house, 2)
    in_scope_by_unit(follower.current(DONG_HA))
    put_out(house, 3)

    assert follower.look()

    asked = Query.of(["customers_in_scope"], ["unit_code"], everyone=True)
    assert follower.current(DONG_HA).asked_lately() == (asked,)
    assert in_scope_by_unit(follower.current(DONG_HA)) == {"PC02AA": 3, "PC02BB": 1}


def test_a_question_that_the_new_release_cannot_answer_hinders_nothing(house: WholeHouse, follower: Follower) -> None:
    house.release(rows_of([case("PC02AA0000001", "2026-09"), case("PC02AA0000001")]))
    follower.current(COMPANY).query(["customers_in_scope"], filters={"month": "2026-09"})
    new = put_out(house, 2)

    assert follower.look()

    assert follower.current(COMPANY).id == new


def test_while_the_release_in_service_stays_so_does_the_one_served(house: WholeHouse, follower: Follower) -> None:
    put_out(house, 2)
    served = follower.current(COMPANY)

    assert not follower.look()

    assert follower.current(COMPANY) is served


def test_a_release_that_cannot_be_read_is_told_and_the_one_before_is_served_on(
    house: WholeHouse, follower: Follower, clock: Clock
) -> None:
    old = put_out(house, 2)
    follower.current(DONG_HA)
    new = put_out(house, 3)
    file = house.home / "releases" / new / mart_file("fct_customer_month", "PC02BB")
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + b"?")

    assert not follower.look()

    assert follower.current(DONG_HA).id == follower.release_id == old
    assert follower.trouble is not None
    assert (follower.trouble.release_id, follower.trouble.since) == (new, datetime(2026, 11, 24, 7, tzinfo=UTC))
    assert "không khớp biên nhận" in follower.trouble.message

    file.write_bytes(whole)
    clock.time += timedelta(seconds=59)
    assert not follower.look()
    clock.time += timedelta(seconds=1)
    assert follower.look()
    assert (follower.current(DONG_HA).id, follower.trouble) == (new, None)


def test_trouble_is_over_when_the_release_that_made_it_is_taken_back(house: WholeHouse, follower: Follower) -> None:
    old = put_out(house, 2)
    follower.current(COMPANY)
    new = put_out(house, 3)
    shutil.rmtree(house.home / "releases" / new / "marts" / "dim_units")
    follower.look()
    assert follower.trouble is not None

    rollback(house.settings, old)
    follower.look()

    assert (follower.release_id, follower.trouble) == (old, None)


def test_a_rollback_is_followed_like_any_move(house: WholeHouse, follower: Follower) -> None:
    old = put_out(house, 2)
    new = put_out(house, 3)
    assert follower.current(COMPANY).id == new

    rollback(house.settings, old)

    assert follower.look()
    assert in_scope_by_unit(follower.current(COMPANY)) == {"PC02AA": 2, "PC02BB": 1}


def test_each_scope_keeps_to_its_own_customers_across_a_move(house: WholeHouse, follower: Follower) -> None:
    put_out(house, 2)
    before = {who.scope_key: read(follower, who).own for who in (COMPANY, DONG_HA, THANH_CO)}
    put_out(house, 3)
    follower.look()
    after = {who.scope_key: read(follower, who).own for who in (COMPANY, DONG_HA, THANH_CO)}

    assert before == {"*": 3, "PC02AA": 2, "PC02BB": 1}
    assert after == {"*": 4, "PC02AA": 3, "PC02BB": 1}


def test_a_company_too_large_for_memory_is_read_in_place_at_once_and_from_written_rows_later(house: WholeHouse) -> None:
    put_out(house, 2)
    follower = Follower(house.home, MARTS, room=Room.under(house.home, 0))
    first = follower.current(COMPANY)
    asked = first.query(["customers_in_scope"]).to_pylist()
    was_in_place, written_before = first.is_in_place, list((house.home / "opened").glob("*.duckdb"))

    follower.settle()

    later = follower.current(COMPANY)
    assert (was_in_place, written_before, later.is_in_place) == (True, [], False)
    assert len(list((house.home / "opened").glob("*.duckdb"))) == 1
    assert later.asked_lately() == (Query.of(["customers_in_scope"]),)
    assert later.query(["customers_in_scope"]).to_pylist() == asked == [{"customers_in_scope": 3}]
    assert first.query(["customers_right"]).to_pylist() == [{"customers_right": 2}]


def test_the_next_release_of_such_a_company_comes_with_its_rows_written(house: WholeHouse) -> None:
    put_out(house, 2)
    follower = Follower(house.home, MARTS, room=Room.under(house.home, 0))
    follower.current(COMPANY)
    put_out(house, 3)

    assert follower.look()
    assert not follower.current(COMPANY).is_in_place


def test_where_rows_cannot_be_written_readers_keep_the_release_in_place(house: WholeHouse) -> None:
    put_out(house, 2)
    (house.home / "opened").write_text("no folder", encoding="utf-8")
    follower = Follower(house.home, MARTS, room=Room.under(house.home, 0))
    first = follower.current(COMPANY)

    follower.settle()
    follower.settle()

    assert follower.current(COMPANY) is first
    assert first.query(["customers_in_scope"]).to_pylist() == [{"customers_in_scope": 3}]


def test_two_people_of_one_scope_share_one_release(house: WholeHouse, follower: Follower) -> None:
    put_out(house, 2)

    assert follower.current(DONG_HA) is follower.current(of_units("phó giám đốc", "PC02AA"))
    assert follower.current(DONG_HA) is not follower.current(of_units("giám đốc", "PC02AA", "PC02BB"))


def test_a_scope_that_many_ask_for_at_once_is_opened_once(house: WholeHouse, follower: Follower) -> None:
    put_out(house, 2)
    together, seen = threading.Barrier(16), list[Release]()

    def ask() -> None:
        together.wait()
        seen.append(follower.current(COMPANY))

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 16
    assert len(set(map(id, seen))) == 1


def test_one_scope_does_not_wait_while_another_is_opened(tmp_path: Path) -> None:
    house = SlowHouse(tmp_path / "home")
    put_out(house, 2)
    follower = Follower(house.home, MARTS)
    slow = threading.Thread(target=follower.current, args=(COMPANY,))
    slow.start()

    follower.current(DONG_HA)
    was_still_opening = slow.is_alive()
    slow.join()
    follower.close()

    assert was_still_opening


def test_a_scope_that_appears_after_its_release_was_taken_away_gets_the_one_in_service(
    house: WholeHouse, follower: Follower
) -> None:
    old = put_out(house, 2)
    kept = follower.current(COMPANY)
    new = put_out(house, 3)
    shutil.rmtree(house.home / "releases" / old)

    assert follower.current(DONG_HA).id == new
    assert follower.current(COMPANY).id == new
    assert in_scope_by_unit(kept) == {"PC02AA": 2, "PC02BB": 1}


def test_an_old_release_goes_when_its_last_reader_lets_go(house: WholeHouse, follower: Follower) -> None:
    put_out(house, 2)
    held = follower.current(COMPANY)
    gone = weakref.ref(held)
    put_out(house, 3)
    follower.look()

    assert in_scope_by_unit(held) == {"PC02AA": 2, "PC02BB": 1}
    del held

    assert gone() is None


def test_of_too_many_scopes_the_one_unused_for_longest_is_let_go(house: WholeHouse) -> None:
    put_out(house, 2)
    follower = Follower(house.home, MARTS, most_scopes=2)
    company, dong_ha = (weakref.ref(follower.current(who)) for who in (COMPANY, DONG_HA))
    follower.current(COMPANY)

    follower.current(THANH_CO)

    assert dong_ha() is None
    assert follower.current(COMPANY) is company()
    follower.close()


def test_a_scope_unused_for_eight_hours_is_let_go(house: WholeHouse, follower: Follower, clock: Clock) -> None:
    put_out(house, 2)
    company, dong_ha = (weakref.ref(follower.current(who)) for who in (COMPANY, DONG_HA))
    clock.time += timedelta(hours=8)
    follower.current(DONG_HA)
    clock.time += timedelta(seconds=1)

    follower.look()

    assert company() is None
    assert dong_ha() is not None


def test_before_the_first_release_there_is_nothing_and_then_there_is(house: WholeHouse, follower: Follower) -> None:
    with pytest.raises(UsageError, match="Chưa có bản phát hành nào"):
        follower.current(COMPANY)
    assert (follower.release_id, follower.look()) == (None, False)

    first = put_out(house, 2)

    assert follower.current(COMPANY).id == first


def test_a_first_release_that_cannot_be_read_is_an_error_until_another_is_in_service(
    house: WholeHouse, follower: Follower
) -> None:
    damaged = put_out(house, 2)
    shutil.rmtree(house.home / "releases" / damaged / "marts" / "dim_units")
    with pytest.raises(DamageError):
        follower.current(COMPANY)

    good = put_out(house, 3)

    assert follower.current(COMPANY).id == good


@pytest.mark.parametrize("identity", [COMPANY, DONG_HA])
def test_what_a_reader_holds_outlives_the_follower(house: WholeHouse, identity: Identity) -> None:
    put_out(house, 2)
    with Follower(house.home, MARTS) as follower:
        held = follower.current(identity)

    assert in_scope_by_unit(held) == {"PC02AA": 2, "PC02BB": 1}
    held.close()
