"""One open release, asked in several ways: of a new shape, with kept SQL, with kept answers, without aggregates."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb

from phanky.identity import Identity
from semantic import CURRENT, Query, Release, Room, Shelf, Span
from semantic.instance import load_instance
from semantic.kept import IN_MEMORY
from semantic.metrics.answering import KEPT_BYTES
from semantic.metrics.compiling import Asked, Compiler
from semantic.release import Opened

FACTS = "fct_customer_month"
_AGGREGATES = frozenset({"agg_unit_month", "agg_segment_month", "agg_customer_year"})
_FIRST_OF_ITS_MART = {
    "agg_unit_month": Query.of(["customer_months_billed"]),
    "agg_segment_month": Query.of(["customer_months_billed"], ["basis"]),
    "agg_customer_year": Query.of(["customer_months_billed"], ["customer_id"], {"month": Span("2025-10", "2026-09")}),
    FACTS: Query.of(["months_wrong_oldest"], ["verdict"]),
    "fct_rule_results": Query.of(["findings"], ["severity"]),
}
"""For each mart one question that nobody measures: after it MetricFlow has read the definitions for that mart."""


class TimedCompiler(Compiler):
    """A compiler that knows nothing yet and tells how long it took; one thread uses it."""

    def __init__(self, manifest: str) -> None:
        super().__init__(manifest)
        self.seconds = 0.0

    def compile(self, asked: Asked) -> str:
        """As usual, with the time added up."""
        begun = time.perf_counter()
        sql = super().compile(asked)
        self.seconds += time.perf_counter() - begun
        return sql


@dataclass(frozen=True)
class Instance:
    """The DuckDB instance of one scope, and releases of several habits over it."""

    opened: Opened
    identity: Identity
    connection: duckdb.DuckDBPyConnection = field(repr=False)

    @classmethod
    def open(cls, home: Path, identity: Identity, room: Room = IN_MEMORY) -> Instance:
        """Load the marts that answer for metrics, as :func:`semantic.open_release` does."""
        shelf = Shelf(home)
        release_id = shelf.resolve(CURRENT)
        receipt, folder = shelf.receipt(release_id), shelf.release_folder(release_id)
        names = Opened(receipt, folder, ()).definitions.marts
        opened = Opened(receipt, folder, tuple(receipt.mart(name) for name in names))
        return cls(opened, identity, load_instance(folder, opened.marts, identity, room))

    @cached_property
    def compiler(self) -> Compiler:
        """One that keeps what it compiled for all that ask with it."""
        return Compiler(self.manifest)

    @property
    def manifest(self) -> str:
        """What a compiler is made of."""
        return self.opened.definitions.manifest

    def forgetful(self, compiler: Compiler | None = None) -> Release:
        """Keeps SQL in ``compiler`` and no answer: every question is executed."""
        return Release(self.opened, self.identity, self.connection, compiler=compiler or self.compiler, kept_bytes=0)

    def keeping(self) -> Release:
        """As a server has it: keeps SQL and answers."""
        return Release(self.opened, self.identity, self.connection, compiler=self.compiler, kept_bytes=KEPT_BYTES)

    def without_aggregates(self) -> Release:
        """Has to answer everything about customers from :data:`FACTS`."""
        marts = tuple(mart for mart in self.opened.marts if mart.name not in _AGGREGATES)
        opened = Opened(self.opened.receipt, self.opened.folder, marts)
        return Release(opened, self.identity, self.connection, compiler=self.compiler, kept_bytes=0)

    def cold(self, query: Query) -> tuple[Release, TimedCompiler]:
        """A server that has answered other questions of the same mart, and none of this shape."""
        compiler = TimedCompiler(self.manifest)
        release = self.forgetful(compiler)
        for mart in self.forgetful().explain(query).marts:
            release.answer(_FIRST_OF_ITS_MART[mart])
        compiler.seconds = 0.0
        return release, compiler
