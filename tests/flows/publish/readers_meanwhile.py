"""Publishing release after release while others read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from flows.publish import duckdb_reader, publish
from phanky.identity import Identity
from semantic import open_release
from tests.marts import CODE, FEWEST_SPECS, TESTS, House, case, manifest, rows_of, snapshot, warehouse

_CUSTOMERS = ("PC02AA0000001", "PC02AA0000002", "PC02BB0000001")


@dataclass(frozen=True)
class Reading:
    """Who reads, and how many of the three customers (two of PC02AA, one of PC02BB) that scope holds."""

    identity: Identity
    customers: int


def publish_under_readers(
    house: House, releases: int, readings: Sequence[Reading]
) -> tuple[Counter[str], list[BaseException]]:
    """Publish ``releases`` while every reader opens what is current, over and over.

    Every row of a release carries its number: two numbers in one answer would be a mixed release.

    Returns:
        How often each number was read, and what any reader raised.
    """
    seen: Counter[str] = Counter()
    errors: list[BaseException] = []
    done = threading.Event()

    def read(reading: Reading) -> None:
        try:
            while not done.wait(0.05):
                with open_release(reading.identity, home=house.home) as opened:
                    numbers = opened.rows("fct_reading_period_compliance", ["book_codes"]).column(0).to_pylist()
                assert len(numbers) == reading.customers
                assert len(set(numbers)) == 1
                seen[numbers[0]] += 1
        except BaseException as error:
            errors.append(error)

    release = _Releasing(house)
    release.number(0)
    readers = [threading.Thread(target=read, args=(reading,)) for reading in readings]
    for reader in readers:
        reader.start()
    for number in range(1, releases + 1):
        release.number(number)
    done.set()
    for reader in readers:
        reader.join()
    return seen, errors


class _Releasing:
    """One warehouse whose rows carry the number of the release that is made of them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._taken = manifest()
        rows = rows_of(
            [case(code) for code in _CUSTOMERS],
            dim_snapshot=[snapshot(self._taken.snapshot_id, self._taken.as_of)],
        )
        self._warehouse = warehouse(house.settings.warehouse_file, rows, FEWEST_SPECS)

    def number(self, number: int) -> None:
        """Publish the release of this number."""
        with duckdb.connect(str(self._warehouse)) as connection:
            connection.execute("UPDATE marts.fct_reading_period_compliance SET book_codes = ?", [str(number)])
        with duckdb_reader(self._warehouse) as reader:
            publish(reader, self._house.settings, manifest=self._taken, marts=FEWEST_SPECS, tests=TESTS, code=CODE)
