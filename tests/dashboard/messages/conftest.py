"""A release of two units and a ledger with the messages of one morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.view import View
from phanky.identity import Identity
from phanky.ledger import DeliveryKey, Ledger, open_ledger
from semantic import open_release
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, rows_of

NOW = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
DAY = date(2026, 11, 24)
LEASE = timedelta(minutes=1)
AA_TEXT = "KIỂM SOÁT PHÂN KỲ – Đông Hà\nMới: PC02AA0000003"
BB_TEXT = "KIỂM SOÁT PHÂN KỲ – Thành Cổ\nMới: PC02BB0000003"


def freeze(
    ledger: Ledger, kind: str, recipient: str, *parts: str, day: date = DAY, units: frozenset[str] | None = None
) -> DeliveryKey:
    """A message that waits; a unit's is of the unit that it is sent to, unless others are given."""
    own = frozenset({recipient}) if kind == "unit" else None
    key = DeliveryKey(kind, recipient, day)
    ledger.deliveries.freeze(
        key,
        release_id="20261124T0612-abcd",
        marker=f"#PK-{day:%Y%m%d}-{kind[0]}{recipient.lower()}",
        parts=parts,
        channel="http",
        address=recipient,
        units=units or own,
    )
    return key


def settle(ledger: Ledger, key: DeliveryKey, how: str, *told: str) -> None:
    """One attempt, and how it ended."""
    sender = ledger.deliveries.holder()
    attempt = ledger.deliveries.claim(key, LEASE, NOW, holder=sender, may_search=False)
    assert attempt is not None
    getattr(ledger.deliveries, how)(attempt, *told)
    sender.leave()


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    """The home with the release."""
    built = WholeHouse(tmp_path)
    built.release(rows_of([case(), too_few("PC02AA0000003"), case("PC02BB0000001"), too_few("PC02BB0000003")]))
    return built


@pytest.fixture
def ledger(house: WholeHouse) -> Iterator[Ledger]:
    """The company's message is sent, one unit's waits, the other's is in doubt."""
    with open_ledger(house.settings, clock=lambda: NOW) as opened:
        settle(opened, freeze(opened, "company", "PC02", f"{AA_TEXT}\n{BB_TEXT}"), "sent")
        freeze(opened, "unit", "PC02AA", AA_TEXT)
        settle(opened, freeze(opened, "unit", "PC02BB", BB_TEXT), "unknown", "không trả lời trong 10 giây")
        yield opened


def view_for(house: WholeHouse, ledger: Ledger, identity: Identity, **more: object) -> View:
    """What somebody sees of it."""
    release = open_release(identity, home=house.home)
    return View(release, identity, house.settings, NOW, records=ledger, **more)  # type: ignore[arg-type]
