"""Readers who ask a follower over and over while releases change."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Self

import duckdb

from phanky.identity import Identity
from semantic import Follower, Release
from tests.marts import Row
from tests.whole_marts import WholeHouse


class SlowHouse(WholeHouse):
    """A PHANKY_HOME whose releases take long to open for the company: 200.000 rows of Thành Cổ that count nothing."""

    def _fill(self, rows: Mapping[str, Iterable[Row]]) -> None:
        super()._fill(rows)
        with duckdb.connect(str(self.settings.warehouse_file)) as connection:
            connection.execute("""
                INSERT INTO marts.fct_customer_month BY NAME
                SELECT * EXCLUDE (n) REPLACE (
                    'PC02BB9' || lpad(n::VARCHAR, 6, '0') AS customer_id, NULL AS verdict, NULL AS months_wrong,
                    'SỔ ' || hash(n) AS book_codes, 0 AS customers_in_scope, 0 AS customers_right,
                    0 AS customers_too_few, 0 AS customers_newly_wrong, 0 AS customers_billed, 0 AS kwh_total,
                    0 AS kwh_wrong
                )
                FROM (SELECT * FROM marts.fct_customer_month WHERE unit_code = 'PC02BB' LIMIT 1), range(200000) AS _(n)
            """)


@dataclass(frozen=True)
class Read:
    """What one reader saw at once.

    Attributes:
        started, waited: seconds; ``waited`` until it had the release.
        took: seconds until it had its figures too.
        by_unit: everyone's figures: unit -> customers in scope.
        own: customers of the reader's own scope, counted in rows.
    """

    release_id: str
    started: float
    waited: float
    took: float
    by_unit: dict[str, int]
    own: int


def read(follower: Follower, identity: Identity) -> Read:
    """Take the release once and ask it twice: of a metric and of rows."""
    started = monotonic()
    release = follower.current(identity)
    waited = monotonic() - started
    by_unit, own = in_scope_by_unit(release), release.rows("fct_reading_period_compliance").num_rows
    return Read(release.id, started, waited, monotonic() - started, by_unit, own)


def in_scope_by_unit(release: Release) -> dict[str, int]:
    """Unit -> customers in scope, as everyone may see them."""
    rows = release.query(["customers_in_scope"], ["unit_code"], everyone=True).to_pylist()
    return {row["unit_code"]: row["customers_in_scope"] for row in rows}


class Readers:
    """A thread for each identity, reading within a ``with`` block; what any of them raised is raised at its end."""

    def __init__(self, follower: Follower, identities: Iterable[Identity]) -> None:
        self.reads: dict[Identity, list[Read]] = {identity: [] for identity in identities}
        self._follower, self._errors, self._done = follower, list[BaseException](), threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(identity,)) for identity in self.reads]

    @property
    def everything(self) -> list[Read]:
        """The reads of all readers."""
        return [found for reads in self.reads.values() for found in reads]

    def _read(self, identity: Identity) -> None:
        try:
            while not self._done.wait(0.005):
                self.reads[identity].append(read(self._follower, identity))
        except BaseException as error:
            self._errors.append(error)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()
        if self._errors:
            raise self._errors[0]
