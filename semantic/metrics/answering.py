"""Answers questions about one release within one scope, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
from cachetools import LRUCache

from semantic.metrics.compiling import Compiler
from semantic.metrics.definitions import Definitions
from semantic.metrics.facts import MONTH, QUARTER, TIME, Dimension, Value
from semantic.metrics.periods import Month, Periods
from semantic.metrics.planning import Ground, Plan, plan
from semantic.metrics.query import Filter, Query, Span
from semantic.naming import quoted, relation, require_known

Run = Callable[[str, Mapping[str, Value]], pa.Table]
"""Runs one SELECT with the values of its ``$names``."""


class Quick(Protocol):
    """A quicker way for some questions."""

    def can_answer(self, sql: str) -> bool:
        """Whether it can run this SQL."""

    def run(self, sql: str, values: Mapping[str, Value]) -> pa.Table:
        """As :data:`Run`."""


KEPT_BYTES = 64 << 20
"""Of answers that are kept for the next time."""


@dataclass(frozen=True)
class Answer:
    """What a question comes to.

    Attributes:
        table: the group-by names, then the metrics; months as ``2026-09``, quarters as ``2026-Q3``.
        plan: the SQL that ran, the marts it read and the months that each metric covers.
    """

    table: pa.Table
    release_id: str
    plan: Plan


class Answering:
    """Plans and answers questions; threads may share it.

    Args:
        marts: those that are loaded.
        sees_all: whether the scope is the whole company.
        run: runs SQL within the scope.
        small: runs it quicker where it can.
        compiler: turns shapes into SQL; None: the one that releases with the same definitions share.
        kept_bytes: of answers that are kept.
    """

    def __init__(
        self,
        definitions: Definitions,
        release_id: str,
        marts: frozenset[str],
        run: Run,
        *,
        small: Quick,
        sees_all: bool,
        compiler: Compiler | None = None,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self.definitions = definitions
        self._release_id, self._marts, self._run, self._sees_all = release_id, marts, run, sees_all
        self._small = small
        self._compiler = compiler or _compiler(definitions.manifest)
        self._answers: LRUCache[Query, Answer] = LRUCache(
            kept_bytes, getsizeof=lambda answer: 1024 + answer.table.nbytes
        )
        self._values: dict[str, frozenset[str]] = {}
        self._listed: dict[tuple[str, int], tuple[Value, ...] | None] = {}
        self._lock = Lock()

    def plan(self, query: Query) -> Plan:
        """How a question would be answered; UsageError for what does not exist or go together."""
        for wish in query.filters:
            self._require_values(wish)
        return plan(query, self._ground)

    def answer(self, query: Query) -> Answer:
        """The answer, kept for the next time."""
        with self._lock:
            found = self._answers.get(query)
        if found is None:
            found = self._answer(query)
            with self._lock:
                if 1024 + found.table.nbytes <= self._answers.maxsize:
                    self._answers[query] = found
        return found

    def values_of(self, name: str, most: int) -> tuple[Value, ...] | None:
        """The values of a dimension within the scope, in order; None when they are codes without end, or too many."""
        dimension = self.definitions.dimension(name)
        if (name, most) not in self._listed:
            found = sorted(self._known(dimension)) or self._distinct(dimension, most + 1)
            self._listed[name, most] = tuple(found) if 0 < len(found) <= most else None
        return self._listed[name, most]

    def kept(self) -> tuple[Query, ...]:
        """The questions answered lately: what a newer release is warmed with."""
        with self._lock:
            return tuple(self._answers)

    def _answer(self, query: Query) -> Answer:
        planned = self.plan(query)
        run = self._small.run if self._small.can_answer(planned.sql) else self._run
        return Answer(_readable(run(planned.sql, planned.parameters)), self._release_id, planned)

    @cached_property
    def _ground(self) -> Ground:
        found = self._run(f"SELECT month, quarter, is_judged FROM {relation('dim_months')} ORDER BY month", {})
        months = tuple(Month(**row) for row in found.to_pylist())
        return Ground(self.definitions, self._compiler, Periods(months), self._sees_all, self._marts)

    def _require_values(self, wish: Filter) -> None:
        if wish.dimension in TIME or isinstance(wish.values, Span):
            return
        dimension = self.definitions.dimension(wish.dimension)
        if dimension.name not in self._values:
            self._values[dimension.name] = self._known(dimension)
        known = self._values[dimension.name]
        for value in wish.values if known else ():
            if dimension.require(value) is not None:
                require_known(dimension.label.lower(), str(value), known)

    def _distinct(self, dimension: Dimension, most: int) -> list[Value]:
        for model, reference in dimension.references.items():
            if reference.column in self.definitions.codes_of(model):
                continue
            for source in self.definitions.sources[model]:
                if reference.column in source.columns and source.mart in self._marts and not source.is_open:
                    name, mart = quoted(reference.column), relation(source.mart)
                    sql = f"SELECT DISTINCT {name} FROM {mart} WHERE {name} IS NOT NULL ORDER BY 1 LIMIT {most:d}"
                    return list(self._run(sql, {}).column(0).to_pylist())
        return []

    def _known(self, dimension: Dimension) -> frozenset[str]:
        """All values of a dimension, where something that everyone may see lists them."""
        if dimension.word_set is not None:
            sql, given = (
                f"SELECT code FROM {relation('dim_words')} WHERE word_set = $words",
                {"words": dimension.word_set},
            )
        elif dimension.home is not None and dimension.home[0] in self._marts:
            sql, given = f"SELECT DISTINCT {dimension.home[1]} FROM {relation(dimension.home[0])}", {}
        else:
            return frozenset()
        return frozenset(self._run(sql, given).column(0).drop_null().to_pylist())


@lru_cache(maxsize=4)
def _compiler(manifest: str) -> Compiler:
    """Releases with the same definitions share what is compiled."""
    return Compiler(manifest)


def _readable(table: pa.Table) -> pa.Table:
    for name in (name for name in TIME if name in table.column_names):
        place = table.column_names.index(name)
        table = table.set_column(place, name, _TEXTS[name](table.column(name)))
    return table


def _month_text(dates: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.strftime(dates, "%Y-%m")


def _quarter_text(dates: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(pc.strftime(dates, "%Y"), pc.cast(pc.quarter(dates), pa.string()), "-Q")


_TEXTS = {MONTH: _month_text, QUARTER: _quarter_text}
