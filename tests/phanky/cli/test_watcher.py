"""``phanky deliveries --check``: the answer is an exit code, and a line that says what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from phanky.ledger import DeliveryKey, open_ledger
from phanky.settings import load_settings
from tests.phanky.cli.conftest import Run

DAY = date(2026, 11, 25)


def write(home: Path, *, is_sent: bool) -> None:
    """A day with one message."""
    with open_ledger(load_settings(home=home)) as ledger:
        kept, key = ledger.deliveries, DeliveryKey("unit", "PC02AA", DAY)
        kept.freeze(key, release_id="r1", marker="#PK-20261125-0a0b0c0d", parts=("tin",), channel="outbox", address="A")
        kept.composed(DAY)
        if is_sent:
            holder = kept.holder()
            now = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
            attempt = kept.claim(key, timedelta(minutes=5), now, holder=holder, may_search=True)
            assert attempt is not None
            kept.sent(attempt)
            holder.leave()


def test_a_whole_day_is_well(home: Path, phanky: Run) -> None:
    write(home, is_sent=True)
    done = phanky("deliveries", "--check", "--date", "2026-11-25")
    assert (done.code, done.out.strip()) == (0, "Tin ngày 25/11/2026: 1 tin, đã gửi đủ.")


def test_a_message_that_waits_is_named_and_the_exit_code_says_so(home: Path, phanky: Run) -> None:
    write(home, is_sent=False)
    done = phanky("deliveries", "--check", "--date", "2026-11-25")
    assert done.code == 8
    assert "PC02AA: chờ gửi, mã PK-20261125-0a0b0c0d" in done.err


def test_a_day_without_any_message_is_not_well_and_the_administrator_is_told_once(home: Path, phanky: Run) -> None:
    for _ in range(3):
        done = phanky("deliveries", "--check", "--tell", "--date", "2026-11-25")
        assert done.code == 8
    (letter,) = (home / "outbox" / "quan-tri").glob("*.txt")
    assert "Tin của ngày chưa soạn xong" in letter.read_text(encoding="utf-8")
