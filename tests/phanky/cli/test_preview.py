from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from phanky.cli.preview import preview_of
from phanky.identity import Identity, Role, of_units, whole_company
from phanky.ledger import RECIPIENT_LIST, Ledger, open_ledger
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, rows_of

TOMORROW = date(2026, 11, 25)
READERS = {
    "director": of_units("gd", "PC02AA"),
    "staff": of_units("nv", "PC02BB", role=Role.STAFF),
    "both": of_units("hai", "PC02AA", "PC02BB"),
    "leader": whole_company("ld"),
    "department": whole_company("pb", Role.DEPARTMENT),
    "staff of all": Identity("nv", None, Role.STAFF),
}


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    built = WholeHouse(tmp_path)
    built.release(rows_of([case("PC02AA0000001"), too_few("PC02AA0000003"), too_few("PC02BB0000003")]))
    return built


@pytest.fixture
def ledger(house: WholeHouse) -> Iterator[Ledger]:
    with open_ledger(house.settings) as opened:
        yield opened


def listed(ledger: Ledger) -> None:
    rows = [
        {"TEN": "Giám đốc", "VAI_TRO": "director", "DON_VI": "PC02AA"},
        {"TEN": "PC02AA", "VAI_TRO": "staff", "DON_VI": "PC02BB"},
        {"TEN": "Hai đơn vị", "VAI_TRO": "staff", "DON_VI": "PC02AA, PC02BB"},
        {"TEN": "Ban lãnh đạo", "VAI_TRO": "leader"},
        {"TEN": "Đang nghỉ", "VAI_TRO": "leader", "TAM_NGUNG_TU": TOMORROW},
    ]
    full = [{"KENH": "outbox", **row} for row in rows]
    ledger.lists.replace(
        RECIPIENT_LIST, pa.Table.from_pylist(full, RECIPIENT_LIST.schema), file="f", sha256="0" * 64, who="t"
    )


@pytest.mark.parametrize(
    ("reader", "recipients"),
    [
        ("director", ["PC02AA"]),
        ("staff", ["PC02BB"]),
        ("both", ["PC02AA", "PC02BB"]),
        ("leader", ["PC02"]),
        ("department", ["PC02"]),
        ("staff of all", []),
    ],
)
def test_without_a_list_each_reader_sees_what_goes_to_the_own_scope(
    house: WholeHouse, ledger: Ledger, reader: str, recipients: list[str]
) -> None:
    found = preview_of(house.settings, ledger)(READERS[reader], TOMORROW)

    assert [name for name, _ in found] == recipients


@pytest.mark.parametrize(
    ("reader", "recipients"),
    [
        ("director", ["Giám đốc"]),
        # Called like a foreign unit, and yet a recipient of this one.
        ("staff", ["PC02AA"]),
        ("both", ["Giám đốc", "Hai đơn vị", "PC02AA"]),
        ("leader", ["Ban lãnh đạo"]),
    ],
)
def test_with_a_list_the_units_of_a_recipient_decide_not_the_name(
    house: WholeHouse, ledger: Ledger, reader: str, recipients: list[str]
) -> None:
    listed(ledger)
    found = preview_of(house.settings, ledger)(READERS[reader], TOMORROW)

    assert sorted(name for name, _ in found) == recipients


def test_a_director_reads_nothing_of_another_unit_and_nothing_is_kept(house: WholeHouse, ledger: Ledger) -> None:
    ((_, parts),) = preview_of(house.settings, ledger)(READERS["director"], TOMORROW)

    assert "PC02AA0000003" in "".join(parts)
    assert "PC02BB" not in "".join(parts)
    assert ledger.deliveries.of_day(TOMORROW) == []
