"""Readers that never pause, while releases come and go."""

from __future__ import annotations

import threading
from collections import Counter

import duckdb

from flows.publish import duckdb_reader, publish
from phanky.identity import Identity, of_units, whole_company
from semantic import open_release
from tests.marts import CODE, FEWEST_SPECS, TESTS, House, case, manifest, rows_of, snapshot, warehouse

RELEASES = 30
CUSTOMERS = ("PC02AA0000001", "PC02AA0000002", "PC02BB0000001")


def test_readers_see_whole_releases_and_no_error_while_thirty_are_published(small_house: House) -> None:
    """Every row of a release carries its number: two numbers in one answer would be a mixed release."""
    taken = manifest()
    rows = rows_of([case(code) for code in CUSTOMERS], dim_snapshot=[snapshot(taken.snapshot_id, taken.as_of)])
    path = warehouse(small_house.settings.warehouse_file, rows, FEWEST_SPECS)

    def release(number: int) -> None:
        with duckdb.connect(str(path)) as connection:
            connection.execute("UPDATE marts.fct_reading_period_compliance SET book_codes = ?", [str(number)])
        with duckdb_reader(path) as reader:
            publish(reader, small_house.settings, manifest=taken, marts=FEWEST_SPECS, tests=TESTS, code=CODE)

    seen: Counter[str] = Counter()
    errors: list[BaseException] = []
    done = threading.Event()

    def read(identity: Identity, customers: int) -> None:
        try:
            while not done.wait(0.05):
                with open_release(identity, home=small_house.home) as opened:
                    numbers = opened.rows("fct_reading_period_compliance", ["book_codes"]).column(0).to_pylist()
                assert len(numbers) == customers
                assert len(set(numbers)) == 1
                seen[numbers[0]] += 1
        except BaseException as error:
            errors.append(error)

    release(0)
    readers = [
        threading.Thread(target=read, args=args)
        for args in ((whole_company("trưởng phòng"), 3), (of_units("giám đốc", "PC02BB"), 1))
    ]
    for reader in readers:
        reader.start()
    for number in range(1, RELEASES + 1):
        release(number)
    done.set()
    for reader in readers:
        reader.join()

    assert errors == []
    assert len(seen) > RELEASES // 2
